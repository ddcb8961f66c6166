/* The shelf object that shelf-store.js defines, for the scripts that are loaded after it. They use
   this object instead of importing the modules of the store, because the store's state must exist
   only once and each script has its own copies of the modules it imports. */

import { readinglist } from "../lib/shared.js";

/**
 * @typedef {object} More
 * @property {(count: number) => string} papersOf
 * @property {Promise<void>} idsUpdated fulfilled when papers have the ids of this build
 * @property {(line: HTMLElement) => void} draw
 * @property {(event: Event) => void} handle
 * @property {(type: string, target: Element) => void} [tools]
 * @property {(text: string, duration?: number) => void} showMessage
 * @property {(one: import("./records.js").Paper) => string} describe
 * @property {() => HTMLElement[]} keyList
 * @property {{ add: () => void, dismiss: () => void }} importer
 * @property {import("./page.js").Page} page
 */

/** @typedef {typeof import("./records.js") & typeof import("./merging.js")} Records */
/** @typedef {typeof import("./changes.js") & typeof import("./text.js")} Texts */
/** @typedef {typeof import("./link.js") & typeof import("./store.js")} Store */

export const shelf =
  /** @type {import("../lib/shared.js").ShelfBase & Records & Texts & Store & More} */ (
    readinglist.shelf
  );
