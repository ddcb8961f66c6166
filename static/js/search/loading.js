/* Loads the files of the index. Each file is a script that calls readinglist.search.piece(name,
   value), because a page opened from disk can run a script but cannot fetch a file. Where fetch
   works, the script is not run: its argument is parsed as JSON, which is faster. */

import { loadScript } from "../lib/load-script.js";
import { Engine } from "./engine.js";

/** @typedef {import("../lib/shared.js").SearchFiles} SearchFiles */

/**
 * @typedef {object} Options
 * @property {string} [base] the address of the root of the site
 * @property {Pick<SearchFiles, "start"> & Partial<SearchFiles>} files
 * @property {(address: string) => Promise<string>} [read] reads a file, outside a browser
 * @property {boolean} [full] false: search titles only
 */

/** Whether this script runs in a Worker. */
export const isWorker = typeof document === "undefined" && typeof importScripts === "function";

/** @type {Map<string, unknown>} pieces that scripts have passed to `piece` */
const received = new Map();

/** @type {(name: string, value: unknown) => void} */
export const piece = (name, value) => {
  received.set(name, value);
};

/** @param {string} name */
function takePiece(name) {
  const value = received.get(name);
  received.delete(name);
  return value;
}

/**
 * The value in a script, without running it.
 * @param {string} script
 * @returns {unknown}
 */
export function readPiece(script) {
  return JSON.parse("[" + script.slice(script.indexOf("(") + 1, script.lastIndexOf(")")) + "]")[1];
}

/**
 * @param {string} base
 * @param {Options["read"]} read
 * @returns {import("./index.js").Load}
 */
function loader(base, read) {
  if (read) return async (_, address) => readPiece(await read(address));
  if (!isWorker) {
    return async (name, address) => {
      if (!received.has(name)) await loadScript(base + address);
      return takePiece(name);
    };
  }
  return async (name, address) => {
    try {
      const answer = await fetch(base + address);
      if (answer.ok) return readPiece(await answer.text());
    } catch {
      /* A policy may forbid fetch; importScripts then works or throws the error. */
    }
    importScripts(base + address);
    return takePiece(name);
  };
}

/**
 * Opens an engine in the current thread. It is ready when titles can be searched.
 * @param {Options} options
 */
export async function openEngine({ base = "", files, read, full = true }) {
  const load = loader(base, read);
  const start = /** @type {import("./index.js").Start} */ (await load("start", files.start));
  const engine = new Engine(start, load);
  if (full) engine.openFull();
  return engine;
}
