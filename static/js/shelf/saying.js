/* Says what happened, on the page and to a screen reader. */

import { make } from "../lib/dom.js";
import { shelf } from "./loaded.js";

const LONG = 20_000; // milliseconds
const said = make("p", { class: "shelf-said", role: "status" });
let silence = 0;
let saidProblem = "";
document.body.append(said);

/** @type {(text: string, howLong?: number) => void} */
export function say(text, howLong = 5000) {
  clearTimeout(silence);
  said.textContent = text;
  silence = setTimeout(() => (said.textContent = ""), howLong);
}

/** @param {string} text why something was not done */
export const sayFault = (text) => say(text, LONG);

/**
 * After each change: what it came to, or, once, that it cannot be kept.
 * @param {string} text
 */
export function sayChanged(text) {
  const problem = shelf.problem();
  if (problem && problem !== saidProblem) sayFault((saidProblem = problem));
  else say(text);
}
