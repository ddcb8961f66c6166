/* The record of a paper on the reader's shelf, its validation and its limits. */

/** @typedef {"" | "to-read" | "reading" | "read"} State */

/**
 * @typedef {object} Paper
 * @property {string} id
 * @property {string} title the title when the record was last changed
 * @property {boolean} starred
 * @property {State} state
 * @property {string} note
 * @property {string} changed the time of the last change, in UTC (ISO 8601), or ""
 */

/** @typedef {Map<string, Paper>} Papers by id */
/** @typedef {{ id: number, title: number, note: number }} Limits in characters */

/** @type {State[]} */
export const STATES = ["to-read", "reading", "read"];

/** @type {Record<string, string>} */
export const NAMES = { "to-read": "to read", reading: "reading", read: "read" };

/** The limits for imports and changes. Stored data is read without limits, so that nothing is lost. */
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

/** An error with a message for the reader. */
export class Refusal extends Error {}

/** @param {number} count */
export const many = (count) => count.toLocaleString("en");

/**
 * Replaces control characters and directional marks, which could change how the text around them is
 * shown.
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

/** @type {(one: Paper, other: Paper) => boolean} whether star, state and note are equal */
export const isAlike = (one, other) =>
  one.starred === other.starred && one.state === other.state && one.note === other.note;

/** @type {(one: Paper | null, other: Paper | null) => boolean} */
export function isSame(one, other) {
  if (!one || !other) return one === other;
  return isAlike(one, other) && one.title === other.title && one.changed === other.changed;
}

/**
 * Whether a text can be an id. Ids contain no invisible characters, which could make two different
 * ids look equal.
 * @param {string} text
 */
export const isId = (text) => !/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u.test(text);

/**
 * A time, or "". Times in the future are dropped, because they would count as the latest change.
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
 * Validates a record from an untrusted source. Returns the record, or the reason why it is invalid.
 * @param {unknown} value
 * @param {Limits} most
 * @returns {{ one: Paper, error: "" } | { one: null, error: string }}
 */
export function record(value, most) {
  /** @param {string} error */
  const refused = (error) => ({ one: null, error });
  if (typeof value !== "object" || !value) return refused("an entry is not an object");
  const {
    id,
    title = "",
    starred = false,
    state = "",
    note = "",
    changed,
  } = /** @type {Record<string, unknown>} */ (value);
  if (typeof id !== "string" || !id) return refused("an entry has no text id");
  const name = named(id);
  if (id.length > most.id) {
    const length = many(id.length);
    return refused(`${name} has an id of ${length} characters (at most ${most.id} fit)`);
  }
  if (most !== ANY && !isId(id)) return refused(name + " has an id with invalid characters");
  if (typeof title !== "string") return refused(name + " has a title that is not text");
  if (typeof starred !== "boolean") {
    return refused(name + " has a star that is neither true nor false");
  }
  const known = ["", ...STATES].find((one) => one === state);
  if (known === undefined) return refused(name + " has an unknown state");
  if (typeof note !== "string") return refused(name + " has a note that is not text");
  if (note.length > most.note) return refused(tooLong(name, note.length));
  const one = {
    id,
    title: title.slice(0, most.title),
    starred,
    state: /** @type {State} */ (known),
    note: note.replace(/\r\n?/g, "\n"),
    changed: time(changed),
  };
  return { one, error: "" };
}
