/* Runs an engine in a Worker, so that searching does not block the page. The page sends numbered
   messages: {open} once, then {full} or {query, options}. The Worker answers each one with
   {number, answer} or {number, error}. */

import { openEngine } from "./loading.js";

/** @typedef {import("./loading.js").Options} Options */
/** @typedef {Pick<import("./engine.js").Engine, "full" | "query">} EngineClient an engine, as a page uses it */

/**
 * @typedef {object} Message
 * @property {Options} [open]
 * @property {boolean} [full]
 * @property {string} [query]
 * @property {import("./engine.js").QueryOptions} [options]
 */

/**
 * Opens an engine in a Worker; called on the page.
 * @param {Options} options
 * @param {string} script the address of the worker's script
 * @returns {Promise<EngineClient>}
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
  full.catch(() => {}); // callers that await it get the error
  return { full, query: (text, options) => ask({ query: String(text), options }) };
}

/** Answers the messages of the page; called in the Worker. */
export function serve() {
  /** @type {Promise<import("./engine.js").Engine> | undefined} */
  let opening;
  /** @param {Message} message */
  async function answer({ open, full, query, options }) {
    if (open) opening = openEngine(open);
    const engine = await opening;
    if (!engine) throw new Error("not opened");
    if (full) await engine.full;
    return query === undefined ? true : engine.query(query, options);
  }
  addEventListener("message", async ({ data: { number, ...message } }) => {
    try {
      postMessage({ number, answer: await answer(message) });
    } catch (error) {
      postMessage({ number, error: String(error) });
    }
  });
}
