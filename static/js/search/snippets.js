/* What is shown of a text: the sentence with the most of the query, and where its words stand. */

import { tokens, words } from "./tokens.js";
import { covered } from "./units.js";

/** @typedef {{ text: string, tokens: Set<string> }} Sentence */
/** @typedef {[start: number, end: number][]} Marks places in a text, in order and apart */

const LONGEST = 280; // characters of a snippet
const BEFORE = 100; // characters before its first marked word

/**
 * A sentence ends with a mark, perhaps a quote or a bracket after it, and a space; or with its
 * line. (A lookbehind would say this in one expression, but Safari 15 cannot read it.)
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
 * Where some terms stand in a text.
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
 * The sentence with the most of the query, a long one cut around its first marked word.
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
