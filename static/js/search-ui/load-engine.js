/* Loads the engine, once for the dialog and the search page. */

import { loadScript, once } from "../lib/load-script.js";
import { readinglist } from "../lib/shared.js";
import { root } from "../lib/site.js";

/** @typedef {import("../search/worker.js").EngineClient} EngineClient */

const { files } = /** @type {import("../lib/shared.js").SearchBox} */ (readinglist.searchBox);

/** @type {EngineClient | null} */
let engine = null;

/** The engine, or null if it is not loaded yet. */
export const loadedEngine = () => engine;

/** Loads the engine. After a failure the next call tries again. */
export const loadEngine = once(async () => {
  // Load both at once. The Worker that the engine starts then finds them in the cache.
  await Promise.all([files.engine, files.start].map((path) => loadScript(root + path)));
  const { search } = readinglist;
  if (!search) throw new Error("the engine did not start");
  engine = await search.open({ base: root, files });
  return engine;
});
