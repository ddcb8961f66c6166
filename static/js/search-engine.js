/* The search engine as a script: on a page it offers readinglist.search.open, in a Worker it answers
   the page's messages. The files that it reads are made by src/readinglist/search/, whose `files` and
   `packing` say what is in them. */
import { readinglist } from "./lib/shared.js";
import { isWorker, openHere, piece } from "./search/loading.js";
import { openInWorker, serve } from "./search/worker.js";

/** @typedef {import("./search/loading.js").Options} Options */

/**
 * An engine in a Worker; where there is none, in this very thread.
 * @param {Options} options
 * @returns {Promise<import("./search/worker.js").Asked>}
 */
async function open(options) {
  if (options.read || typeof document === "undefined") return openHere(options);
  const { files } = options;
  const base = new URL(options.base || "./", document.baseURI).href;
  if (files.engine && typeof Worker === "function" && location.protocol !== "file:") {
    try {
      return await openInWorker({ base, files }, base + files.engine);
    } catch {
      /* No Worker here, or it could not load the index. */
    }
  }
  return openHere({ base, files });
}

readinglist.search = { open, piece };
if (isWorker) serve();
