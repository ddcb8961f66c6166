/* The script of the search engine. On a page it defines readinglist.search.open; in a Worker it
   answers the messages of the page. src/readinglist/search/ makes the files that it reads;
   search/engine.js gives an overview of the modules. */
import { readinglist } from "./lib/shared.js";
import { isWorker, openEngine, piece } from "./search/loading.js";
import { openInWorker, serve } from "./search/worker.js";

/** @typedef {import("./search/loading.js").Options} Options */

/**
 * Opens an engine in a Worker or, if there are no Workers, in this thread.
 * @param {Options} options
 * @returns {Promise<import("./search/worker.js").EngineClient>}
 */
async function open(options) {
  if (options.read || typeof document === "undefined") return openEngine(options);
  const { files } = options;
  const base = new URL(options.base || "./", document.baseURI).href;
  if (files.engine && typeof Worker === "function" && location.protocol !== "file:") {
    try {
      return await openInWorker({ base, files }, base + files.engine);
    } catch {
      /* Workers are not allowed here, or the Worker could not load the index. */
    }
  }
  return openEngine({ base, files });
}

readinglist.search = { open, piece };
if (isWorker) serve();
