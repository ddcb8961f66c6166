/* Merges two shelves without losing data. */

import { blank, isAlike, MOST, STATES } from "./records.js";

/** @typedef {import("./records.js").Paper} Paper */
/** @typedef {import("./records.js").Papers} Papers */

const LARGE = 1_000_000;

/**
 * Whether a text contains another, in linear time. `includes` can take quadratic time, which is a
 * second for two long texts made for this purpose. This is the algorithm of D. Knuth, J. Morris and
 * V. Pratt ("Fast pattern matching in strings", SIAM Journal on Computing 6(2), 1977).
 * @param {string} text
 * @param {string} part
 */
function has(text, part) {
  if (text.length * part.length < LARGE) return text.includes(part);
  const back = new Uint32Array(part.length); // per prefix: its longest proper suffix that is a prefix
  let length = 0;
  /** @param {number} letter */
  const step = (letter) => {
    while (length && letter !== part.charCodeAt(length)) length = back[length - 1];
    if (letter === part.charCodeAt(length)) length++;
  };
  for (let at = 1; at < part.length; at++) {
    step(part.charCodeAt(at));
    back[at] = length;
  }
  length = 0;
  for (let at = 0; at < text.length && length < part.length; at++) step(text.charCodeAt(at));
  return length === part.length;
}

/** @type {(mine: string, other: string) => string} two notes as one, without repeating a note */
export function bothNotes(mine, other) {
  if (has(mine, other)) return mine;
  return has(other, mine) ? other : mine + "\n\n" + other;
}

/**
 * Merges two records of a paper: a star is kept, the later state is used, and notes that differ are
 * both kept, one below the other. Merging the same record again changes nothing.
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
 * The result of adding papers to a shelf, as far as the limits allow, and what would not fit. If
 * two notes are too long together, the reader's own note is not changed.
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
    let result = both;
    if (had && both.note.length > Math.max(MOST.note, had.note.length)) {
      result = { ...both, note: had.note };
      left.notes.push({ ...result, length: both.note.length });
    }
    if (!had && papers.size >= MOST.papers) left.papers++;
    else {
      papers.set(id, result);
      counts[!had ? "fresh" : isAlike(had, result) ? "same" : "changed"]++;
    }
  }
  return { papers, ...counts, left };
}

/**
 * Replaces former ids of papers by their current ids. If two notes are too long together, the
 * record with the former id is kept too.
 * @param {Papers} papers
 * @param {Iterable<[old: string, now: string]>} aliases
 * @returns {Papers}
 */
export function renamed(papers, aliases) {
  const current = new Map(aliases);
  const found = new Map([...papers].filter(([id]) => !current.has(id)));
  for (const [old, one] of papers) {
    const id = current.get(old);
    if (id === undefined) continue;
    const had = found.get(id) || blank(id);
    const both = merge(had, one);
    const isLong = both.note.length > Math.max(MOST.note, had.note.length, one.note.length);
    found.set(id, isLong ? { ...both, note: had.note } : both);
    if (isLong) found.set(old, { ...one, starred: false, state: "" });
  }
  return found;
}
