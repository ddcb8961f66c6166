/* Snippets: the sentence of an abstract that covers most of the query (see `covered` in units.js),
   and the words to highlight in it. A long sentence is cut around its first highlighted word. */

import { tokens, words } from "./tokens.js";
import { covered } from "./units.js";

/** @typedef {{ text: string, tokens: Set<string> }} Sentence */
/** @typedef {[start: number, end: number][]} Marks ranges of a text, in order, not overlapping */

const LONGEST = 280; // characters of a snippet
const BEFORE = 100; // characters before the first highlighted word

/**
 * Splits a text into sentences. A sentence ends after a full stop, exclamation mark or question
 * mark, with an optional closing quote or bracket, before a space; or at the end of a line. (Safari
 * 15 does not support lookbehind, so the space is replaced by a line break first.)
 * @param {string} text
 * @returns {Sentence[]}
 */
export function sentencesOf(text) {
  return text
    .replace(/([.!?]["')\]]?)\s+/g, "$1\n")
    .split("\n")
    .map((one) => one.trim())
    .filter(Boolean)
    .map((one) => ({ text: one, tokens: new Set(tokens(one)) }));
}

/**
 * The ranges of a text in which terms occur.
 * @param {string} text
 * @param {Set<string>} terms
 * @returns {Marks}
 */
export function marks(text, terms) {
  /** @type {Marks} */
  const found = [];
  for (const piece of words(text).flat()) {
    if (terms.has(piece.token)) found.push([piece.start, piece.end]);
  }
  found.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  /** @type {Marks} */
  const apart = [];
  for (const [start, end] of found) {
    const before = apart[apart.length - 1];
    if (before && start <= before[1]) before[1] = Math.max(before[1], end);
    else apart.push([start, end]);
  }
  return apart;
}

/**
 * The sentence that covers most of the query, shortened if it is long.
 * @param {Sentence[]} sentences
 * @param {import("./units.js").Unit[]} units
 * @param {Set<string>} terms
 */
export function bestSentence(sentences, units, terms) {
  let best = "";
  let most = -1;
  for (const { text, tokens } of sentences) {
    const sum = covered(tokens, units);
    if (sum > most) [best, most] = [text, sum];
  }
  return best.length <= LONGEST ? best : cut(best, terms);
}

/**
 * @param {string} text
 * @param {Set<string>} terms
 */
function cut(text, terms) {
  const [first] = marks(text, terms);
  let from = Math.max(0, (first ? first[0] : 0) - BEFORE);
  if (from) from = text.indexOf(" ", from) + 1;
  const to = text.lastIndexOf(" ", from + LONGEST);
  const part = text.slice(from, to > from ? to : from + LONGEST);
  return (from ? "… " : "") + part + (from + part.length < text.length ? " …" : "");
}
