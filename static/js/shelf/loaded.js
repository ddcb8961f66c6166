/* The reader's shelf with everything that shelf-store.js offers, for the scripts that are loaded
   after it. What it keeps must be there once, so they do not import its modules but ask here. */

import { readinglist } from "../lib/shared.js";

/**
 * @typedef {object} More
 * @property {(count: number) => string} papersOf
 * @property {Promise<void>} upToDate kept once papers have the ids of this build
 * @property {(line: HTMLElement) => void} draw
 * @property {(event: Event) => void} handle
 * @property {(type: string, target: Element) => void} [tools]
 * @property {(text: string, howLong?: number) => void} say
 * @property {(one: import("./records.js").Paper) => string} words
 * @property {() => HTMLElement[]} keyList
 * @property {{ add: () => void, leave: () => void }} offer
 * @property {import("./page.js").Page} page
 */

/** @typedef {typeof import("./records.js") & typeof import("./merging.js")} Records */
/** @typedef {typeof import("./changes.js") & typeof import("./text.js")} Texts */
/** @typedef {typeof import("./link.js") & typeof import("./store.js")} Store */

export const shelf =
  /** @type {import("../lib/shared.js").ShelfBase & Records & Texts & Store & More} */ (
    readinglist.shelf
  );
