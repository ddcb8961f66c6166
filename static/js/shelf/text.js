/* The text format of a shelf, in storage and in exported files. It is JSON:

     {"format": "readinglist-shelf", "version": 1,
      "papers": [{"id", "title", "starred", "state", "note", "changed"}]}

   All keys of a paper except the id are optional. Unknown keys are ignored. An exported file also
   has `list`, the title and URL of the list. In storage there are also `checked`, the address of
   the file of former ids that was last applied; `seen`, the number of writes of each tab that the
   text includes; and `apart`, unreadable entries, each as a text. */

import { merge } from "./merging.js";
import { ANY, isEmpty, many, MOST, plain, record, Refusal, tooLong } from "./records.js";

/** @typedef {import("./records.js").Papers} Papers */
/** @typedef {import("./records.js").Paper} Paper */
/** @typedef {import("./changes.js").Changes} Changes */
/** @typedef {[error: string, value: unknown]} EntryError */

const FORMAT = "readinglist-shelf";
const VERSION = 1;

/**
 * The valid records by id, and the invalid values with the reason. If an id occurs more than once,
 * its notes are joined in one step, so that the time stays linear.
 * @param {unknown[]} values
 * @param {import("./records.js").Limits} most
 */
export function collect(values, most) {
  /** @type {Map<string, Paper[]>} */
  const found = new Map();
  /** @type {EntryError[]} */
  const errors = [];
  for (const value of values) {
    const { one, error } = record(value, most);
    if (!one) errors.push([error, value]);
    else if (found.has(one.id)) found.get(one.id)?.push(one);
    else found.set(one.id, [one]);
  }
  /** @type {Papers} */
  const papers = new Map();
  for (const [id, all] of found) {
    const one = all.length === 1 ? all[0] : asOne(all);
    if (one.note.length > most.note) {
      const name = `“${plain(id.slice(0, 60))}” occurs ${all.length} times and`;
      errors.push([tooLong(name, one.note.length), one]);
    } else if (!isEmpty(one)) papers.set(id, one);
  }
  return { papers, errors };
}

/** @param {Paper[]} all */
function asOne(all) {
  const notes = new Set(all.map((one) => one.note).filter(Boolean));
  const bare = all.map((one) => ({ ...one, note: "" }));
  return { ...bare.reduce(merge), note: [...notes].join("\n\n") };
}

/**
 * Writes a shelf. Empty values are left out.
 * @param {Papers} papers
 * @param {Record<string, unknown>} [more] other keys
 */
export function asText(papers, more) {
  const entries = [...papers.values()].map((one) =>
    Object.fromEntries(Object.entries(one).filter(([, value]) => value)),
  );
  const value = { format: FORMAT, version: VERSION, ...more, papers: entries };
  return JSON.stringify(value, null, more && more.list ? 1 : 0);
}

/**
 * Parses the JSON. Throws a Refusal if it is not a shelf.
 * @param {string} text
 * @returns {Record<string, unknown> & { papers: unknown[] }}
 */
function valueOf(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal("it is not JSON");
  }
  if (typeof value !== "object" || !value || value.format !== FORMAT) {
    throw new Refusal("it is not a shelf of a reading list");
  }
  if (value.version !== VERSION) {
    throw new Refusal("it was written by another version of the site");
  }
  if (!Array.isArray(value.papers)) throw new Refusal("it has no papers");
  return value;
}

/**
 * Reads an imported file: its papers, and why entries were left out. Throws a Refusal if the text
 * is not a shelf.
 * @param {string} text
 */
export function parse(text) {
  if (text.length > MOST.text) {
    const most = many(MOST.text);
    throw new Refusal(`it has ${many(text.length)} characters, and a shelf at most ${most}`);
  }
  const { papers: values } = valueOf(text);
  if (values.length > MOST.papers) {
    const most = `and a shelf holds at most ${many(MOST.papers)}`;
    throw new Refusal(`it has too many papers: ${many(values.length)}, ${most}`);
  }
  const { papers, errors } = collect(values, MOST);
  return { papers, errors: errors.map(([error]) => error) };
}

/**
 * Reads a text from storage. Entries that cannot be read are kept in `apart`.
 * @param {string} text
 */
export function stored(text) {
  const { papers: values, apart, checked, seen } = valueOf(text);
  const { papers, errors } = collect(values, ANY);
  const writes = /** @type {[tab: string, writes: number][]} */ (
    Array.isArray(seen) ? seen.filter(Array.isArray) : []
  );
  return {
    papers,
    apart: [...new Set([...texts(apart), ...asApart(errors, text)])],
    error: errors.length ? errors[0][0] : "",
    checked: typeof checked === "string" ? checked : "",
    seen: new Map(writes),
  };
}

/**
 * @param {unknown} value
 * @returns {string[]}
 */
const texts = (value) =>
  Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];

/**
 * @param {EntryError[]} errors
 * @param {string} text
 */
function asApart(errors, text) {
  try {
    return errors.map(([, value]) => JSON.stringify(value));
  } catch {
    return [text]; // nested too deeply for JSON.stringify
  }
}

/** @param {Changes} changes */
export function changesAsText(changes) {
  const papers = [...changes].map(([id, { was, now }]) => ({ id, was, now }));
  return JSON.stringify({ format: FORMAT, version: VERSION, papers });
}

/** @param {string} text */
export function changesFrom(text) {
  /** @type {Changes} */
  const changes = new Map();
  for (const value of /** @type {Record<string, unknown>[]} */ (valueOf(text).papers)) {
    if (!value || typeof value.id !== "string") {
      throw new Refusal("an entry has no text id");
    }
    const [was, now] = [value.was, value.now].map((one) => record(one, ANY).one);
    changes.set(value.id, { was, now });
  }
  return changes;
}
