/* Stores the shelf in the browser. Each change reads the stored shelf, applies the change, checks
   the limits, writes the result, and reads it back. If a step fails, the stored shelf is not
   changed.

   Several tabs can have the shelf open. Changes of one paper are made at once; changes of many
   papers wait for a lock. If two tabs write at the same time, one overwrites the other. Each stored
   shelf contains, in `seen`, the number of writes of each tab that it includes. A tab that finds
   some of its recent writes missing applies them again. */

import { readinglist } from "../lib/shared.js";
import { applied, difference, excess } from "./changes.js";
import { renamed } from "./merging.js";
import { blank, isEmpty, isSame, Refusal } from "./records.js";
import { browser, put, read, tab, write } from "./storage.js";
import { asText, changesAsText, changesFrom, stored } from "./text.js";

/** @typedef {import("./records.js").Paper} Paper */
/** @typedef {import("./records.js").Papers} Papers */
/** @typedef {import("./changes.js").Changes} Changes */
/** @typedef {(papers: Papers) => Papers | void} Edit changes the papers in place, or returns new ones */
/** @typedef {{ isWhole?: boolean, checked?: string }} CommitOptions */

const base = /** @type {import("../lib/shared.js").ShelfBase} */ (readinglist.shelf);
const { key } = base;
const ASIDE = key + ":aside";
const MAX_SET_ASIDE = 2_000_000; // characters
const WAIT = 3_000; // milliseconds to wait for the lock
const LAG = 50; // milliseconds until writes of other tabs are visible in this tab
const RECENT = 10_000; // milliseconds in which another tab may overwrite a write of this tab
const TABS = 16; // tabs in `seen`
const NO_ROOM =
  "This browser has no space left to store your shelf. Your changes last until you close this tab. Save your shelf as a file on the page “My shelf”.";
const REFUSED =
  "This browser stores no data for this site, so your shelf lasts until you leave this page.";
const WAS_SET_ASIDE = "It was set aside. You can save it on the page “My shelf”.";
const NOT_SET_ASIDE =
  "There is no space to set it aside, so it was not changed, and your changes last until you close this tab. Save it on the page “My shelf”, then delete it there.";

/* ---- What is stored ------------------------------------------------------------------------ */

/** @type {() => Omit<ReturnType<typeof stored>, "error">} */
const nothing = () => ({ papers: new Map(), apart: [], checked: "", seen: new Map() });

const tabId = Math.random().toString(36).slice(2, 10);
let current = nothing(); // the stored shelf
/** @type {string | null} */
let last = null; // the stored text that was last read
/** @type {Changes} */
let pending = new Map(); // changes that could not be stored
/** @type {Papers} */
let papers = new Map(); // the stored shelf with the pending changes
let blocked = ""; // an unreadable stored text that cannot be set aside
/** @type {{ number: number, at: number, changes: Changes }[]} */
let recent = []; // the recent writes of this tab
let writes = 0;
let problemText = "";

/** Reads the stored shelf, which another tab may have changed. */
function refresh() {
  const text = read(browser, key);
  if (text === null || text === last) return;
  last = text;
  blocked = "";
  if (!text) recent = []; // cleared, not overwritten
  const error = text ? readStored(text) : "";
  if (!text) current = nothing();
  papers = applied(current.papers, pending);
  const lost = text && !blocked ? overwritten() : [];
  for (const { changes } of lost) papers = applied(papers, changes);
  if (error)
    problemText = `Some stored data of your shelf cannot be read (${error}). ${WAS_SET_ASIDE}`;
  if (error || lost.length) save(papers, difference(current.papers, papers));
}

/**
 * Reads a stored text.
 * @param {string} text
 * @returns {string} why some of it cannot be read, or ""
 */
function readStored(text) {
  try {
    const found = stored(text);
    current = found;
    return found.error;
  } catch (error) {
    current = nothing();
    if (setAside(text, error) && put(browser, key, "")) last = "";
    else blocked = text;
    return "";
  }
}

/** The recent writes of this tab that the stored shelf does not include. */
function overwritten() {
  const known = current.seen.get(tabId) || 0;
  return recent.filter((one) => isRecent(one) && one.number > known);
}

/** @param {{ at: number }} one */
const isRecent = ({ at }) => performance.now() - at < RECENT;

/* ---- Unreadable data ----------------------------------------------------------------------- */

/**
 * Stores an unreadable text under another key, so that it is not lost.
 * @param {string} text
 * @param {unknown} error
 * @returns {boolean} whether there was space; if not, the original must not be overwritten
 */
function setAside(text, error) {
  const why = error instanceof Refusal ? error.message : "it is damaged";
  const all = setAsideTexts();
  if (!all.includes(text)) all.push(text);
  const fits = all.join("").length <= MAX_SET_ASIDE;
  const isDone = fits && write(browser, ASIDE, JSON.stringify(all));
  const where = isDone ? WAS_SET_ASIDE : NOT_SET_ASIDE;
  problemText = `The stored data of your shelf cannot be read (${why}). ${where}`;
  return isDone;
}

/** @returns {string[]} */
function setAsideTexts() {
  const text = read(browser, ASIDE);
  if (!text) return [];
  try {
    const all = JSON.parse(text);
    if (Array.isArray(all) && all.every((one) => typeof one === "string")) return all;
  } catch {
    /* It is a single text. */
  }
  return [text];
}

/** All unreadable data, for the reader to save. */
export const unreadable = () =>
  [...setAsideTexts(), blocked, ...current.apart].filter(Boolean).join("\n");

/** Deletes the unreadable data. @returns {boolean} whether it was deleted */
export function discardUnreadable() {
  if (blocked && put(browser, key, "")) blocked = last = "";
  put(browser, ASIDE, "");
  const { apart } = current;
  current.apart = [];
  if ((apart.length || pending.size) && !save(papers, pending)) current.apart = apart;
  if (unreadable()) return false;
  problemText = pending.size ? NO_ROOM : "";
  return true;
}

/* ---- Changes ------------------------------------------------------------------------------- */

/**
 * Stores the shelf.
 * @param {Papers} after
 * @param {Changes} changes
 * @param {string} [checked]
 * @returns {boolean} whether it was stored
 */
function save(
  after,
  changes,
  checked = current.checked === base.files.list ? current.checked : "",
) {
  if (blocked) return false;
  const { apart } = current;
  const others = [...current.seen].filter(([one]) => one !== tabId).slice(1 - TABS);
  const seen = new Map(others).set(tabId, writes + 1);
  const more = { checked, seen: [...seen], apart: apart.length ? apart : undefined };
  const text = after.size || apart.length ? asText(after, more) : "";
  if (!write(browser, key, text)) return false;
  current = { papers: after, apart, checked, seen };
  last = text;
  const mine = { number: writes + 1, at: performance.now(), changes };
  if (text) writes += 1;
  recent = text ? [...recent.filter(isRecent), mine] : [];
  if (pending.size) {
    pending = new Map();
    put(tab, key, "");
    problemText = "";
  }
  return true;
}

/**
 * Keeps changes that cannot be stored in the session storage of this tab or, if that fails, in
 * memory.
 * @param {Changes} changes
 */
function keepInTab(changes) {
  for (const [id, { was, now }] of changes) {
    const before = pending.get(id);
    const first = before ? before.was : was;
    if (isSame(first, now)) pending.delete(id);
    else pending.set(id, { was: first, now });
  }
  const isKept = put(tab, key, pending.size ? changesAsText(pending) : "");
  if (!blocked) problemText = isKept ? NO_ROOM : REFUSED;
}

/**
 * Changes the shelf. Throws a Refusal, without changing anything, if the change exceeds a limit or,
 * with `isWhole`, if it cannot be stored.
 * @param {Edit} edit
 * @param {CommitOptions} [options]
 * @returns {Changes} the changes
 */
function commit(edit, { isWhole, checked } = {}) {
  refresh();
  const copy = new Map(papers);
  const made = edit(copy);
  const after = made instanceof Map ? made : copy;
  for (const [id, one] of after) if (isEmpty(one)) after.delete(id);
  const changes = difference(papers, after);
  if (!changes.size && (!checked || checked === current.checked)) return changes;
  const error = excess(papers, after);
  if (error) throw new Refusal(error);
  if (!save(after, changes, checked)) {
    if (isWhole) throw new Refusal(storageError(after));
    keepInTab(changes);
  }
  papers = after;
  return changes;
}

/**
 * Why a shelf could not be stored.
 * @param {Papers} after
 */
function storageError(after) {
  if (blocked) return problemText;
  if (read(browser, key) === null) {
    return "This browser stores no data for this site. Nothing was changed.";
  }
  const millions = asText(after).length / 1e6;
  const size = millions.toLocaleString("en", { maximumFractionDigits: 1 });
  return `This browser has no space for a shelf of ${size} million characters. Nothing was changed.`;
}

/**
 * Runs a function while no other tab does. If the browser has no locks, or another tab does not
 * release the lock in time, the function runs anyway; overwritten changes are then applied again.
 * @template Value
 * @param {() => Value} act
 * @returns {Promise<Value>}
 */
async function withLock(act) {
  let isBegun = false;
  const begin = async () => {
    isBegun = true;
    await new Promise((done) => setTimeout(done, LAG));
    return act();
  };
  try {
    return await navigator.locks.request(key, { signal: AbortSignal.timeout(WAIT) }, begin);
  } catch (error) {
    if (isBegun) throw error;
    return act();
  }
}

/**
 * Changes many papers. All changes are stored, or none.
 * @param {Edit} edit
 * @param {CommitOptions} [options]
 * @returns {Promise<Changes>} the changes
 */
export async function transact(edit, options = { isWhole: true }) {
  try {
    return await withLock(() => commit(edit, options));
  } finally {
    notify();
  }
}

/**
 * Makes a small change at once.
 * @param {Edit} edit
 * @returns {string} why it was not made, or ""
 */
export function change(edit) {
  try {
    commit(edit);
    return "";
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  } finally {
    notify();
  }
}

/**
 * Changes the record of one paper.
 * @param {string} id
 * @param {string} title
 * @param {Partial<Paper> | ((before: Paper) => Partial<Paper>)} values
 */
export function set(id, title, values) {
  const changed = new Date().toISOString().slice(0, 19) + "Z";
  return change((all) => {
    const before = all.get(id) || blank(id);
    const now = typeof values === "function" ? values(before) : values;
    all.set(id, { ...before, ...now, title: title || before.title, changed });
  });
}

/* ---- Reading ------------------------------------------------------------------------------- */

/** @param {string} id */
export const get = (id) => papers.get(id) || blank(id);

export const all = () => [...papers.values()];

/** Why the shelf cannot be stored, or "". */
export const problem = () => problemText;

/**
 * The ids of the papers in a state: "starred", "to-read", "reading", "read" or "note".
 * @param {string} state
 */
export const ids = (state) =>
  all()
    .filter((one) => one.state === state || one[/** @type {"starred" | "note"} */ (state)])
    .map((one) => one.id);

/**
 * Loads a data file of the list, by its name in `files`.
 * @param {string} name
 */
export async function loadData(name) {
  if (!(name in base.given)) await base.load(base.files[name]);
  return base.given[name];
}

/** Replaces former ids: papers may have been renamed since they were added to the shelf. */
async function updateIds() {
  const checked = base.files.list;
  if (!papers.size || current.checked === checked) return;
  const { aliases } = await loadData("list");
  await transact((all) => renamed(all, aliases), { checked });
}

/** Tells the other scripts of the page that the shelf may have changed. */
export function notify() {
  document.dispatchEvent(new CustomEvent("readinglist-shelf"));
}

function reload() {
  refresh();
  storePending();
  notify();
}

/** Stores pending changes, if there is space now. */
function storePending() {
  if (pending.size && !save(papers, pending)) keepInTab(new Map());
}

/* ---- Start --------------------------------------------------------------------------------- */

function recallPending() {
  const text = read(tab, key);
  if (!text) return;
  try {
    pending = changesFrom(text);
    papers = applied(papers, pending);
  } catch (error) {
    if (setAside(text, error)) put(tab, key, "");
  }
}

/** Reads the stored shelf. `done` is fulfilled when former ids have been replaced. */
export function start() {
  addEventListener("storage", ({ key: changed, newValue }) => {
    const isOurs = changed === key || changed === ASIDE || changed === null;
    if (isOurs || (newValue === null && pending.size)) reload();
  });
  addEventListener("pageshow", ({ persisted }) => persisted && reload());
  recallPending();
  refresh();
  storePending();
  return { done: updateIds().catch(() => {}) }; // the next page tries again
}
