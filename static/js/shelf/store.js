/* Keeps the shelf in the browser's storage: every change is made to what is stored now, checked,
   written, and read back; one that fails leaves everything as it was.

   Several tabs may have the shelf open. A small change is made at once; changes of many papers wait
   for their turn. Where two tabs write at the same time, each notices by `seen` that the other has not
   known of its last writes, and makes them again. */

import { readinglist } from "../lib/shared.js";
import { applied, difference, excess } from "./changes.js";
import { renamed } from "./merging.js";
import { blank, isEmpty, isSame, Refusal } from "./records.js";
import { browser, put, read, tab, write } from "./storage.js";
import { asText, changesAsText, changesFrom, stored } from "./text.js";

/** @typedef {import("./records.js").Paper} Paper */
/** @typedef {import("./records.js").Papers} Papers */
/** @typedef {import("./changes.js").Changes} Changes */
/** @typedef {(papers: Papers) => Papers | void} Edit changes the papers, or returns others */
/** @typedef {{ isWhole?: boolean, checked?: string }} How */

const base = /** @type {import("../lib/shared.js").ShelfBase} */ (readinglist.shelf);
const { key } = base;
const ASIDE = key + ":aside";
const MOST_ASIDE = 2_000_000; // characters
const WAIT = 3_000; // milliseconds, for another tab's turn
const LAG = 50; // milliseconds until a tab's storage has what another tab wrote before its turn
const RECENT = 10_000; // milliseconds in which another tab may have overwritten what this one wrote
const TABS = 16;
const NO_ROOM =
  "This browser has no more room to keep your shelf. What you change now lasts until you close this tab; save the shelf as a file on its page.";
const REFUSED =
  "This browser keeps nothing for this site, so your shelf lasts until you leave this page.";
const IS_ASIDE = "It was put aside; you can save it on the page of your shelf.";
const NOT_ASIDE =
  "There is no room to put it aside, so it stays, and what you mark now lasts until you close this tab. Save it on the page of your shelf, then throw it away there.";

/* ---- What is stored ------------------------------------------------------------------------ */

/** @type {() => Omit<ReturnType<typeof stored>, "fault">} */
const nothing = () => ({ papers: new Map(), apart: [], checked: "", seen: new Map() });

const me = Math.random().toString(36).slice(2, 10);
let kept = nothing(); // as the browser's storage has it
/** @type {string | null} */
let last = null; // the text that was read from
/** @type {Changes} */
let pending = new Map(); // changes that only this tab has
/** @type {Papers} */
let papers = new Map(); // both
let blocked = ""; // a stored text that can neither be read nor be put aside
/** @type {{ number: number, at: number, changes: Changes }[]} */
let recent = []; // what this tab wrote
let writes = 0;
let trouble = "";

/** Takes up what is stored now, which another tab may have changed. */
function refresh() {
  const text = read(browser, key);
  if (text === null || text === last) return;
  last = text;
  blocked = "";
  if (!text) recent = []; // cleared, not overwritten
  const fault = text ? take(text) : "";
  if (!text) kept = nothing();
  papers = applied(kept.papers, pending);
  const lost = text && !blocked ? overwritten() : [];
  for (const { changes } of lost) papers = applied(papers, changes);
  if (fault) trouble = `Some of what this browser had kept cannot be read (${fault}). ${IS_ASIDE}`;
  if (fault || lost.length) save(papers, difference(kept.papers, papers));
}

/**
 * A stored text.
 * @param {string} text
 * @returns {string} why some of it cannot be read, or ""
 */
function take(text) {
  try {
    const found = stored(text);
    kept = found;
    return found.fault;
  } catch (error) {
    kept = nothing();
    if (putAside(text, error) && put(browser, key, "")) last = "";
    else blocked = text;
    return "";
  }
}

/** What this tab wrote and what is stored now does not know of. */
function overwritten() {
  const known = kept.seen.get(me) || 0;
  return recent.filter((one) => isRecent(one) && one.number > known);
}

/** @param {{ at: number }} one */
const isRecent = ({ at }) => performance.now() - at < RECENT;

/* ---- What cannot be read ------------------------------------------------------------------- */

/**
 * What cannot be read is neither used nor thrown away; nor is it written over, where there is no
 * room to put it aside.
 * @param {string} text
 * @param {unknown} error
 * @returns {boolean} whether there is
 */
function putAside(text, error) {
  const why = error instanceof Refusal ? error.message : "it is damaged";
  const all = asideTexts();
  if (!all.includes(text)) all.push(text);
  const fits = all.join("").length <= MOST_ASIDE;
  const isDone = fits && write(browser, ASIDE, JSON.stringify(all));
  const where = isDone ? IS_ASIDE : NOT_ASIDE;
  trouble = `What this browser had kept cannot be read (${why}). ${where}`;
  return isDone;
}

/** @returns {string[]} */
function asideTexts() {
  const text = read(browser, ASIDE);
  if (!text) return [];
  try {
    const all = JSON.parse(text);
    if (Array.isArray(all) && all.every((one) => typeof one === "string")) return all;
  } catch {
    /* Then it is one text. */
  }
  return [text];
}

/** Everything that could not be read, for the reader to save. */
export const aside = () => [...asideTexts(), blocked, ...kept.apart].filter(Boolean).join("\n");

/** @returns {boolean} whether it is gone */
export function forgetAside() {
  if (blocked && put(browser, key, "")) blocked = last = "";
  put(browser, ASIDE, "");
  const { apart } = kept;
  kept.apart = [];
  if ((apart.length || pending.size) && !save(papers, pending)) kept.apart = apart;
  if (aside()) return false;
  trouble = pending.size ? NO_ROOM : "";
  return true;
}

/* ---- Changes ------------------------------------------------------------------------------- */

/**
 * @param {Papers} after
 * @param {Changes} changes
 * @param {string} [checked]
 * @returns {boolean} whether the shelf is now stored as it is to be
 */
function save(after, changes, checked = kept.checked === base.files.list ? kept.checked : "") {
  if (blocked) return false;
  const { apart } = kept;
  const others = [...kept.seen].filter(([one]) => one !== me).slice(1 - TABS);
  const seen = new Map(others).set(me, writes + 1);
  const more = { checked, seen: [...seen], apart: apart.length ? apart : undefined };
  const text = after.size || apart.length ? asText(after, more) : "";
  if (!write(browser, key, text)) return false;
  kept = { papers: after, apart, checked, seen };
  last = text;
  const mine = { number: writes + 1, at: performance.now(), changes };
  if (text) writes += 1;
  recent = text ? [...recent.filter(isRecent), mine] : [];
  if (pending.size) {
    pending = new Map();
    put(tab, key, "");
    trouble = "";
  }
  return true;
}

/**
 * What the browser's storage has no room for, this tab's has, or this page.
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
  if (!blocked) trouble = isKept ? NO_ROOM : REFUSED;
}

/**
 * Changes the shelf as it is now. A Refusal is thrown where the change may not be made or, if
 * `isWhole`, cannot be stored; nothing has changed then.
 * @param {Edit} edit
 * @param {How} [how]
 * @returns {Changes} what has changed
 */
function commit(edit, { isWhole, checked } = {}) {
  refresh();
  const copy = new Map(papers);
  const made = edit(copy);
  const after = made instanceof Map ? made : copy;
  for (const [id, one] of after) if (isEmpty(one)) after.delete(id);
  const changes = difference(papers, after);
  if (!changes.size && (!checked || checked === kept.checked)) return changes;
  const fault = excess(papers, after);
  if (fault) throw new Refusal(fault);
  if (!save(after, changes, checked)) {
    if (isWhole) throw new Refusal(whyNot(after));
    keepInTab(changes);
  }
  papers = after;
  return changes;
}

/** @param {Papers} after */
function whyNot(after) {
  if (blocked) return trouble;
  if (read(browser, key) === null) {
    return "This browser keeps nothing for this site. Nothing was changed.";
  }
  const millions = asText(after).length / 1e6;
  const size = millions.toLocaleString("en", { maximumFractionDigits: 1 });
  return `This browser has no room for a shelf of ${size} million characters. Nothing was changed: your shelf is as it was.`;
}

/**
 * One tab after the other. Where a browser cannot see to that, or another tab never ends, what
 * was overwritten is noticed and put in again.
 * @template Value
 * @param {() => Value} act
 * @returns {Promise<Value>}
 */
async function inTurn(act) {
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
 * A change of many papers, stored whole or not at all.
 * @param {Edit} edit
 * @param {How} [how]
 * @returns {Promise<Changes>} what has changed
 */
export async function transact(edit, how = { isWhole: true }) {
  try {
    return await inTurn(() => commit(edit, how));
  } finally {
    tell();
  }
}

/**
 * A small change, made at once.
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
    tell();
  }
}

/**
 * Changes what is known of one paper.
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

/* ---- What it knows ------------------------------------------------------------------------- */

/** @param {string} id */
export const get = (id) => papers.get(id) || blank(id);

export const all = () => [...papers.values()];

/** Why the shelf does not last, or "". */
export const problem = () => trouble;

/**
 * The papers in a state: "starred", "to-read", "reading", "read" or "note".
 * @param {string} state
 */
export const ids = (state) =>
  all()
    .filter((one) => one.state === state || one[/** @type {"starred" | "note"} */ (state)])
    .map((one) => one.id);

/**
 * One of the list's own files, by its name in `files`.
 * @param {string} name
 */
export async function known(name) {
  if (!(name in base.given)) await base.load(base.files[name]);
  return base.given[name];
}

/** Papers may have other ids in this build than they had when they were put on the shelf. */
async function bringUpToDate() {
  const checked = base.files.list;
  if (!papers.size || kept.checked === checked) return;
  const { aliases } = await known("list");
  await transact((all) => renamed(all, aliases), { checked });
}

export function tell() {
  document.dispatchEvent(new CustomEvent("readinglist-shelf"));
}

function lookAgain() {
  refresh();
  takeIn();
  tell();
}

/** What only this tab has goes into the browser's storage as soon as that has room. */
function takeIn() {
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
    if (putAside(text, error)) put(tab, key, "");
  }
}

/** Reads what is stored; `done` is kept once papers have the ids of this build. */
export function start() {
  addEventListener("storage", ({ key: changed, newValue }) => {
    const isOurs = changed === key || changed === ASIDE || changed === null;
    if (isOurs || (newValue === null && pending.size)) lookAgain();
  });
  addEventListener("pageshow", ({ persisted }) => persisted && lookAgain());
  recallPending();
  refresh();
  takeIn();
  return { done: bringUpToDate().catch(() => {}) }; // the next page tries again
}
