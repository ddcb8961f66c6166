/* What is kept of a paper on the reader's shelf: its record, and the limits of one. Nothing in this
   folder stores, loads or draws, but for `store`. */

/** @typedef {"" | "to-read" | "reading" | "read"} State */

/**
 * @typedef {object} Paper
 * @property {string} id
 * @property {string} title as it was when the record was last changed
 * @property {boolean} starred
 * @property {State} state
 * @property {string} note
 * @property {string} changed when, in UTC as ISO 8601 has it, or ""
 */

/** @typedef {Map<string, Paper>} Papers by their ids */
/** @typedef {{ id: number, title: number, note: number }} Limits in characters */

/** @type {State[]} */
export const STATES = ["to-read", "reading", "read"];

/** @type {Record<string, string>} */
export const NAMES = { "to-read": "to read", reading: "reading", read: "read" };

/** Limits are for what comes in. What a browser has stored is read whatever its size. */
export const MOST = {
  papers: 20_000,
  id: 300,
  title: 2_000,
  note: 100_000,
  text: 20_000_000,
  link: 200_000,
  raw: 2_000_000,
};

/** @type {Limits} */
export const ANY = { id: Infinity, title: Infinity, note: Infinity };

const DAY = 86_400_000; // milliseconds
const SHOWN = 60; // characters of an id in a message

/** Why something is not done, in words for the reader. */
export class Refusal extends Error {}

/** @param {number} count */
export const many = (count) => count.toLocaleString("en");

/**
 * Text without the characters that would change how what is around it looks.
 * @param {string} text
 */
export const plain = (text) =>
  text.replace(/[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu, " ");

/**
 * @param {string} id
 * @param {string} [title]
 * @returns {Paper}
 */
export const blank = (id, title = "") => ({
  id,
  title,
  starred: false,
  state: "",
  note: "",
  changed: "",
});

/** @param {Paper} one */
export const isEmpty = (one) => !one.starred && !one.state && !one.note;

/** @type {(one: Paper, other: Paper) => boolean} whether a reader has said the same of both */
export const isAlike = (one, other) =>
  one.starred === other.starred && one.state === other.state && one.note === other.note;

/** @type {(one: Paper | null, other: Paper | null) => boolean} */
export function isSame(one, other) {
  if (!one || !other) return one === other;
  return isAlike(one, other) && one.title === other.title && one.changed === other.changed;
}

/**
 * No list has ids with such characters; shown, they would pass for others.
 * @param {string} text
 */
export const isId = (text) => !/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u.test(text);

/**
 * A time, or "". One in the future would count as the latest until it has come.
 * @param {unknown} value
 */
function time(value) {
  if (typeof value !== "string" || !/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return "";
  return Date.parse(value) < Date.now() + DAY ? value : "";
}

/**
 * An id in a message.
 * @param {string} id
 */
export const named = (id) => "“" + plain(id.slice(0, SHOWN)) + (id.length > SHOWN ? "…" : "") + "”";

/** @type {(name: string, length: number) => string} */
export const tooLong = (name, length) =>
  name + " has a note of " + many(length) + " characters (at most " + many(MOST.note) + " fit)";

/**
 * A record out of what anybody may have written, or why it is none.
 * @param {unknown} value
 * @param {Limits} most
 * @returns {{ one: Paper, fault: "" } | { one: null, fault: string }}
 */
export function record(value, most) {
  /** @param {string} fault */
  const refused = (fault) => ({ one: null, fault });
  if (typeof value !== "object" || !value) return refused("an entry is no object");
  const {
    id,
    title = "",
    starred = false,
    state = "",
    note = "",
    changed,
  } = /** @type {Record<string, unknown>} */ (value);
  if (typeof id !== "string" || !id) return refused("an entry has no id that is text");
  const name = named(id);
  if (id.length > most.id) {
    const length = many(id.length);
    return refused(`${name} has an id of ${length} characters (at most ${most.id} fit)`);
  }
  if (most !== ANY && !isId(id)) return refused(name + " has an id with characters that no id has");
  if (typeof title !== "string") return refused(name + " has a title that is no text");
  if (typeof starred !== "boolean") {
    return refused(name + " has a star that is neither true nor false");
  }
  const known = ["", ...STATES].find((one) => one === state);
  if (known === undefined) return refused(name + " has a state that is none");
  if (typeof note !== "string") return refused(name + " has a note that is no text");
  if (note.length > most.note) return refused(tooLong(name, note.length));
  const one = {
    id,
    title: title.slice(0, most.title),
    starred,
    state: /** @type {State} */ (known),
    note: note.replace(/\r\n?/g, "\n"),
    changed: time(changed),
  };
  return { one, fault: "" };
}
