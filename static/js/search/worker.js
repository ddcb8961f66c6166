/* An engine in a Worker, so that typing is never kept waiting. The page sends numbered messages,
   {open} once, then {full} or {query, how}; each is answered by {number, answer} or {number, error}. */

import { openHere } from "./loading.js";

/** @typedef {import("./loading.js").Options} Options */
/** @typedef {Pick<import("./engine.js").Engine, "full" | "query">} Asked what a page has of an engine */

/**
 * @typedef {object} Message
 * @property {Options} [open]
 * @property {boolean} [full]
 * @property {string} [query]
 * @property {import("./engine.js").How} [how]
 */

/**
 * On a page.
 * @param {Options} options
 * @param {string} script the address of the worker's script
 * @returns {Promise<Asked>}
 */
export async function openInWorker(options, script) {
  const worker = new Worker(script);
  /** @type {Map<number, { done: (answer: any) => void, failed: (error: Error) => void }>} */
  const waiting = new Map();
  let asked = 0;
  /**
   * @param {Message} message
   * @returns {Promise<any>}
   */
  const ask = (message) =>
    new Promise((done, failed) => {
      waiting.set(++asked, { done, failed });
      worker.postMessage({ ...message, number: asked });
    });
  worker.onmessage = ({ data: { number, answer, error } }) => {
    const one = waiting.get(number);
    waiting.delete(number);
    if (!one) return;
    if (error) one.failed(new Error(error));
    else one.done(answer);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    for (const { failed } of waiting.values()) failed(new Error(event.message || "not loaded"));
    waiting.clear();
  };
  try {
    await ask({ open: options });
  } catch (error) {
    worker.terminate();
    throw error;
  }
  const full = ask({ full: true });
  full.catch(() => {}); // who waits for it hears of it
  return { full, query: (text, how) => ask({ query: String(text), how }) };
}

/** In the Worker: answers what the page asks. */
export function serve() {
  /** @type {Promise<import("./engine.js").Engine> | undefined} */
  let opening;
  /** @param {Message} message */
  async function answer({ open, full, query, how }) {
    if (open) opening = openHere(open);
    const engine = await opening;
    if (!engine) throw new Error("not opened");
    if (full) await engine.full;
    return query === undefined ? true : engine.query(query, how);
  }
  addEventListener("message", async ({ data: { number, ...message } }) => {
    try {
      postMessage({ number, answer: await answer(message) });
    } catch (error) {
      postMessage({ number, error: String(error) });
    }
  });
}
