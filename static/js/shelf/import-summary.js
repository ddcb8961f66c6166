/* Texts about an import: how much of it is new, and what does not fit. */

import { papers } from "../lib/words.js";
import { shelf } from "./api.js";

/** @typedef {ReturnType<typeof shelf.plan>} Plan */

const MOST = { notes: 3, errors: 3 };

/**
 * Whether everything fits on the shelf.
 * @param {Plan} plan
 */
export const fits = ({ left }) => !left.papers && !left.notes.length;

/**
 * The number of papers, and how many of them are on this list.
 * @param {number} here how many papers are on this list
 * @param {number} elsewhere how many are not
 */
export function total(here, elsewhere) {
  const all = papers(here + elsewhere);
  if (!elsewhere) return all;
  if (here) return all + ", " + shelf.many(here) + " of them on this list";
  return all + (elsewhere === 1 ? ", not on this list" : ", none of them on this list");
}

/** @type {(here: number, elsewhere: number) => string} */
export function elsewhereLabel(here, elsewhere) {
  const are = elsewhere === 1 ? "that is not on this list" : "that are not on this list";
  return (here ? "Also " : "Add ") + papers(elsewhere) + " " + are;
}

/** @param {Plan} plan */
export function counts({ fresh, changed, same }) {
  /** @type {[number, string, string][]} */
  const parts = [
    [fresh, "is new to your shelf", "are new to your shelf"],
    [changed, "updates your shelf", "update your shelf"],
    [same, "is already on your shelf", "are already on your shelf"],
  ];
  const all = parts
    .filter(([count]) => count)
    .map(([count, one, more]) => shelf.many(count) + " " + (count === 1 ? one : more));
  return all.length ? ": " + all.join(", ") : "";
}

/** @param {string[]} errors */
export function leftOut(errors) {
  if (!errors.length) return "";
  const { length } = errors;
  const many = length === 1 ? "One entry was" : shelf.many(length) + " entries were";
  const end = length > MOST.errors ? "; …" : ".";
  return many + " left out: " + errors.slice(0, MOST.errors).join("; ") + end;
}

/**
 * The limits that prevent a complete import, and what the reader can do.
 * @param {Plan} plan
 */
export function limits({ papers: after, left }) {
  const { many, MOST: most } = shelf;
  const parts = [];
  if (left.papers) {
    const limit = `A shelf holds at most ${many(most.papers)} papers, and yours would hold`;
    const advice = `Remove some papers first, or import without ${many(left.papers)} of them.`;
    parts.push(`${limit} ${many(after.size + left.papers)}. ${advice}`);
  }
  for (const one of left.notes.slice(0, MOST.notes)) {
    const title = shelf.page.titleOf(one);
    const both = `Your note on “${title}” and the imported note have ${many(one.length)} characters together`;
    const limit = `and a note holds at most ${many(most.note)}`;
    parts.push(`${both}, ${limit}. Shorten your note first, or import without the other note.`);
  }
  if (left.notes.length > MOST.notes) {
    parts.push(`The same applies to ${many(left.notes.length - MOST.notes)} more notes.`);
  }
  return parts.join(" ");
}
