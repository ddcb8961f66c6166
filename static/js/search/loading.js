/* How the files of the index get here. Each is a script that calls readinglist.search.piece(name,
   value), for a page opened from a disk may add a script but not fetch a file. Where fetch works, the
   script is read and not run: what it hands over is JSON. */

import { loadScript } from "../lib/load-script.js";
import { Engine } from "./engine.js";

/** @typedef {import("../lib/shared.js").SearchFiles} SearchFiles */

/**
 * @typedef {object} Options
 * @property {string} [base] where the root of the site is, seen from the page
 * @property {Pick<SearchFiles, "start"> & Partial<SearchFiles>} files
 * @property {(address: string) => Promise<string>} [read] outside a browser
 * @property {boolean} [full] false: stay with titles
 */

/** Whether this is a Worker, where there is no page. */
export const isWorker = typeof document === "undefined" && typeof importScripts === "function";

/** @type {Map<string, unknown>} */
const delivered = new Map();

/** @type {(name: string, value: unknown) => void} */
export const piece = (name, value) => {
  delivered.set(name, value);
};

/** @param {string} name */
function taken(name) {
  const value = delivered.get(name);
  delivered.delete(name);
  return value;
}

/**
 * What a script hands over, without running it.
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
      if (!delivered.has(name)) await loadScript(base + address);
      return taken(name);
    };
  }
  return async (name, address) => {
    try {
      const answer = await fetch(base + address);
      if (answer.ok) return readPiece(await answer.text());
    } catch {
      /* A policy may forbid it, or it failed: importScripts tells which. */
    }
    importScripts(base + address);
    return taken(name);
  };
}

/**
 * An engine in this very thread, once titles can be searched.
 * @param {Options} options
 */
export async function openHere({ base = "", files, read, full = true }) {
  const load = loader(base, read);
  const start = /** @type {import("./index.js").Start} */ (await load("start", files.start));
  const engine = new Engine(start, load);
  if (full) engine.openFull();
  return engine;
}
