/* A shelf as a text. The format, in storage and in a file alike, is JSON:

     {"format": "readinglist-shelf", "version": 1,
      "papers": [{"id", "title", "starred", "state", "note", "changed"}]}

   Every key of a paper but the id may be missing. Keys that are not known are passed over. An exported
   file has `list`, the list's title and address. Storage has `checked`, the file of old ids that the
   shelf has been brought up to date with; `seen`, how many writes of each tab are in it; and
   `apart`, entries that could not be read, each as a text. */

import { merge } from "./merging.js";
import { ANY, isEmpty, many, MOST, plain, record, Refusal, tooLong } from "./records.js";

/** @typedef {import("./records.js").Papers} Papers */
/** @typedef {import("./records.js").Paper} Paper */
/** @typedef {import("./changes.js").Changes} Changes */
/** @typedef {[fault: string, value: unknown]} Fault */

const FORMAT = "readinglist-shelf";
const VERSION = 1;

/**
 * Records by their ids, and the values that are none with the reason. The notes of an id that comes
 * more than once are put together in one go, so that the time stays linear.
 * @param {unknown[]} values
 * @param {import("./records.js").Limits} most
 */
export function collect(values, most) {
  /** @type {Map<string, Paper[]>} */
  const found = new Map();
  /** @type {Fault[]} */
  const faults = [];
  for (const value of values) {
    const { one, fault } = record(value, most);
    if (!one) faults.push([fault, value]);
    else if (found.has(one.id)) found.get(one.id)?.push(one);
    else found.set(one.id, [one]);
  }
  /** @type {Papers} */
  const papers = new Map();
  for (const [id, all] of found) {
    const one = all.length === 1 ? all[0] : asOne(all);
    if (one.note.length > most.note) {
      const name = `“${plain(id.slice(0, 60))}” is there ${all.length} times and`;
      faults.push([tooLong(name, one.note.length), one]);
    } else if (!isEmpty(one)) papers.set(id, one);
  }
  return { papers, faults };
}

/** @param {Paper[]} all */
function asOne(all) {
  const notes = new Set(all.map((one) => one.note).filter(Boolean));
  const bare = all.map((one) => ({ ...one, note: "" }));
  return { ...bare.reduce(merge), note: [...notes].join("\n\n") };
}

/**
 * @param {Papers} papers
 * @param {Record<string, unknown>} [more] other keys
 */
export function asText(papers, more) {
  const lean = [...papers.values()].map((one) =>
    Object.fromEntries(Object.entries(one).filter(([, value]) => value)),
  );
  const value = { format: FORMAT, version: VERSION, ...more, papers: lean };
  return JSON.stringify(value, null, more && more.list ? 1 : 0);
}

/**
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
 * A text from elsewhere as a shelf: its papers, and why entries were left out. Throws a Refusal
 * where a text is no shelf at all.
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
  const { papers, faults } = collect(values, MOST);
  return { papers, faults: faults.map(([fault]) => fault) };
}

/**
 * A text from this browser's storage: entries that cannot be read are put apart.
 * @param {string} text
 */
export function stored(text) {
  const { papers: values, apart, checked, seen } = valueOf(text);
  const { papers, faults } = collect(values, ANY);
  const writes = /** @type {[tab: string, writes: number][]} */ (
    Array.isArray(seen) ? seen.filter(Array.isArray) : []
  );
  return {
    papers,
    apart: [...new Set([...texts(apart), ...asApart(faults, text)])],
    fault: faults.length ? faults[0][0] : "",
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
 * @param {Fault[]} faults
 * @param {string} text
 */
function asApart(faults, text) {
  try {
    return faults.map(([, value]) => JSON.stringify(value));
  } catch {
    return [text]; // nested too deeply to be written again piece by piece
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
      throw new Refusal("an entry has no id that is text");
    }
    const [was, now] = [value.was, value.now].map((one) => record(one, ANY).one);
    changes.set(value.id, { was, now });
  }
  return changes;
}
