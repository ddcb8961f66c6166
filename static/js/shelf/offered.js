/* What came with a link or a file, in words: how much of it is new, and what does not fit. */

import { papers } from "../lib/words.js";
import { shelf } from "./loaded.js";

/** @typedef {ReturnType<typeof shelf.plan>} Plan */

const MOST = { notes: 3, faults: 3 };

/** @param {Plan} plan */
export const fits = ({ left }) => !left.papers && !left.notes.length;

/**
 * @param {number} here how many papers are on this list,
 * @param {number} away and how many are not
 */
export function where(here, away) {
  const said = papers(here + away);
  if (!away) return said;
  if (here) return said + ", " + shelf.many(here) + " of them on this list";
  return said + (away === 1 ? ", not on this list" : ", none of them on this list");
}

/** @type {(here: number, away: number) => string} */
export function awayLabel(here, away) {
  const are = away === 1 ? "that is not on this list" : "that are not on this list";
  return (here ? "Also " : "Add ") + papers(away) + " " + are;
}

/** @param {Plan} plan */
export function counts({ fresh, changed, same }) {
  /** @type {[number, string, string][]} */
  const said = [
    [fresh, "is new to your shelf", "are new to your shelf"],
    [changed, "adds to what you have", "add to what you have"],
    [same, "you have already", "you have already"],
  ];
  const all = said
    .filter(([count]) => count)
    .map(([count, one, more]) => shelf.many(count) + " " + (count === 1 ? one : more));
  return all.length ? ": " + all.join(", ") : "";
}

/** @param {string[]} faults */
export function leftOut(faults) {
  if (!faults.length) return "";
  const { length } = faults;
  const many = length === 1 ? "One entry was" : shelf.many(length) + " entries were";
  const end = length > MOST.faults ? "; …" : ".";
  return many + " left out: " + faults.slice(0, MOST.faults).join("; ") + end;
}

/**
 * Which limits stand in the way, and what to do about it.
 * @param {Plan} plan
 */
export function limits({ papers: after, left }) {
  const { many, MOST: most } = shelf;
  const said = [];
  if (left.papers) {
    const limit = `A shelf holds at most ${many(most.papers)} papers, and yours would hold`;
    const advice = `Remove some of yours first, or leave out ${many(left.papers)}.`;
    said.push(`${limit} ${many(after.size + left.papers)}. ${advice}`);
  }
  for (const one of left.notes.slice(0, MOST.notes)) {
    const title = shelf.page.titleOf(one);
    const both = `Your note on “${title}” and the one that came have ${many(one.length)} characters together`;
    const limit = `and a note holds at most ${many(most.note)}`;
    said.push(`${both}, ${limit}. Shorten yours first, or leave the other out.`);
  }
  if (left.notes.length > MOST.notes) {
    said.push(`The same holds for ${many(left.notes.length - MOST.notes)} more.`);
  }
  return said.join(" ");
}
