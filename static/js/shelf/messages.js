/* Short messages at the edge of the page, which screen readers announce. */

import { make } from "../lib/dom.js";
import { shelf } from "./api.js";

const LONG = 20_000; // milliseconds
const message = make("p", { class: "shelf-said", role: "status" });
let timer = 0;
let shownProblem = "";
document.body.append(message);

/** @type {(text: string, duration?: number) => void} */
export function showMessage(text, duration = 5000) {
  clearTimeout(timer);
  message.textContent = text;
  timer = setTimeout(() => (message.textContent = ""), duration);
}

/**
 * Shows why something was not done.
 * @param {string} text
 */
export const showError = (text) => showMessage(text, LONG);

/**
 * Shows the result of a change or, once, that changes cannot be stored.
 * @param {string} text
 */
export function showChange(text) {
  const problem = shelf.problem();
  if (problem && problem !== shownProblem) showError((shownProblem = problem));
  else showMessage(text);
}
