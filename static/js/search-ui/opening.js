/* The engine, opened once for the dialog or the search page. */

import { loadScript, once } from "../lib/load-script.js";
import { readinglist } from "../lib/shared.js";
import { root } from "../lib/site.js";

/** @typedef {import("../search/worker.js").Asked} Asked */

const { files } = /** @type {import("../lib/shared.js").SearchBox} */ (readinglist.searchBox);

/** @type {Asked | null} */
let engine = null;

/** The engine, if it is open. */
export const opened = () => engine;

/** Opens the engine; after a failure the next call tries again. */
export const open = once(async () => {
  // Both at once: the Worker that the engine starts then finds them in the cache.
  await Promise.all([files.engine, files.start].map((path) => loadScript(root + path)));
  const { search } = readinglist;
  if (!search) throw new Error("the engine did not start");
  engine = await search.open({ base: root, files });
  return engine;
});
