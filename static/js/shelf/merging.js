/* Two shelves as one, without loss. */

import { blank, isAlike, MOST, STATES } from "./records.js";

/** @typedef {import("./records.js").Paper} Paper */
/** @typedef {import("./records.js").Papers} Papers */

const LARGE = 1_000_000;

/**
 * Whether a text has another in it, in linear time: a browser's own search takes a second for two
 * long texts that were made for it. This is the algorithm of Knuth, Morris and Pratt.
 * @param {string} text
 * @param {string} part
 */
function has(text, part) {
  if (text.length * part.length < LARGE) return text.includes(part);
  const back = new Uint32Array(part.length); // of each beginning: how much of its end begins it again
  let length = 0;
  /** @param {number} letter */
  const go = (letter) => {
    while (length && letter !== part.charCodeAt(length)) length = back[length - 1];
    if (letter === part.charCodeAt(length)) length++;
  };
  for (let at = 1; at < part.length; at++) {
    go(part.charCodeAt(at));
    back[at] = length;
  }
  length = 0;
  for (let at = 0; at < text.length && length < part.length; at++) go(text.charCodeAt(at));
  return length === part.length;
}

/** @type {(mine: string, other: string) => string} */
export function bothNotes(mine, other) {
  if (has(mine, other)) return mine;
  return has(other, mine) ? other : mine + "\n\n" + other;
}

/**
 * Two records of a paper as one: a star stays, the further state wins, and notes that differ stand
 * one below the other. Merging the same again changes nothing.
 * @param {Paper} mine
 * @param {Paper} other
 * @returns {Paper}
 */
export function merge(mine, other) {
  return {
    id: mine.id,
    title: mine.title || other.title,
    starred: mine.starred || other.starred,
    state: STATES.indexOf(mine.state) < STATES.indexOf(other.state) ? other.state : mine.state,
    note: bothNotes(mine.note, other.note),
    changed: mine.changed > other.changed ? mine.changed : other.changed,
  };
}

/**
 * What a shelf would be with another put on it, as far as that fits, and what would not fit. Where
 * two notes are too long together, the reader's own stays as it is.
 * @param {Papers} mine
 * @param {Iterable<[string, Paper]>} others
 */
export function plan(mine, others) {
  const papers = new Map(mine);
  const counts = { fresh: 0, changed: 0, same: 0 };
  /** @type {{ papers: number, notes: (Paper & { length: number })[] }} */
  const left = { papers: 0, notes: [] };
  for (const [id, one] of others) {
    const had = mine.get(id);
    const both = had ? merge(had, one) : one;
    let now = both;
    if (had && both.note.length > Math.max(MOST.note, had.note.length)) {
      now = { ...both, note: had.note };
      left.notes.push({ ...now, length: both.note.length });
    }
    if (!had && papers.size >= MOST.papers) left.papers++;
    else {
      papers.set(id, now);
      counts[!had ? "fresh" : isAlike(had, now) ? "same" : "changed"]++;
    }
  }
  return { papers, ...counts, left };
}

/**
 * Papers under the ids they have today. Where two notes are too long together, the one under the
 * old id stays there.
 * @param {Papers} papers
 * @param {Iterable<[old: string, now: string]>} aliases
 * @returns {Papers}
 */
export function renamed(papers, aliases) {
  const today = new Map(aliases);
  const found = new Map([...papers].filter(([id]) => !today.has(id)));
  for (const [old, one] of papers) {
    const id = today.get(old);
    if (id === undefined) continue;
    const had = found.get(id) || blank(id);
    const both = merge(had, one);
    const isLong = both.note.length > Math.max(MOST.note, had.note.length, one.note.length);
    found.set(id, isLong ? { ...both, note: had.note } : both);
    if (isLong) found.set(old, { ...one, starred: false, state: "" });
  }
  return found;
}
