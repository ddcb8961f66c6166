/* Changes between two states of the shelf. They can be checked against the limits, applied to
   another state, and undone. */

import { papers as papersOf } from "../lib/words.js";
import { merge } from "./merging.js";
import { isSame, many, MOST } from "./records.js";

/** @typedef {import("./records.js").Papers} Papers */
/** @typedef {import("./records.js").Paper} Paper */
/** @typedef {{ was: Paper | null, now: Paper | null }} Change */
/** @typedef {Map<string, Change>} Changes by paper id */

/**
 * The changes from one state to another.
 * @param {Papers} before
 * @param {Papers} after
 */
export function difference(before, after) {
  /** @type {Changes} */
  const changes = new Map();
  for (const [id, now] of after) {
    const was = before.get(id) || null;
    if (!isSame(was, now)) changes.set(id, { was, now });
  }
  for (const [id, was] of before) if (!after.has(id)) changes.set(id, { was, now: null });
  return changes;
}

/**
 * Applies changes to a shelf. If the shelf itself has changed in the meantime, both versions of a
 * paper are merged, so that nothing is lost.
 * @param {Papers} papers
 * @param {Changes} changes
 */
export function applied(papers, changes) {
  const all = new Map(papers);
  for (const [id, { was, now }] of changes) {
    const current = all.get(id) || null;
    const next = isSame(current, was) || !current ? now : now ? merge(current, now) : current;
    if (next) all.set(id, next);
    else all.delete(id);
  }
  return all;
}

/**
 * The changes that undo changes.
 * @param {Changes} changes
 * @returns {Changes}
 */
export const reversed = (changes) =>
  new Map([...changes].map(([id, { was, now }]) => [id, { was: now, now: was }]));

/**
 * Why a change is over a limit, or "". A shelf that is already over a limit can be changed, but it
 * must not grow.
 * @param {Papers} before
 * @param {Papers} after
 */
export function excess(before, after) {
  if (after.size > MOST.papers && after.size > before.size) {
    const limit = `it holds at most ${many(MOST.papers)}. Nothing was changed.`;
    const advice = "Remove some on the page of your shelf first.";
    return `Your shelf would hold ${papersOf(after.size)}; ${limit} ${advice}`;
  }
  for (const [id, { note }] of after) {
    const had = before.get(id);
    if (note.length > MOST.note && note.length > (had ? had.note.length : 0)) {
      const limit = `A note holds at most ${many(MOST.note)} characters`;
      const advice = "The stored note is unchanged. Shorten the note to save it.";
      return `${limit}, and this one would have ${many(note.length)}. ${advice}`;
    }
  }
  return "";
}
