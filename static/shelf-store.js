/* Keeps the shelf in the browser's storage: every change is made to what is stored now, checked,
   written, and read back; one that fails leaves everything as it was. */
(function () {
  "use strict";

  const { shelf } = readinglist;
  const { key, Refusal, isEmpty, isSame, blank } = shelf;
  const ASIDE = key + ":aside";
  const MOST_ASIDE = 2_000_000; // characters
  const WAIT = 3_000; // milliseconds, for another tab's turn
  const LAG = 50; // milliseconds until a tab's storage has what another tab wrote before its turn
  const RECENT = 10_000; // milliseconds within which another tab may have overwritten what this one wrote
  const TABS = 16;
  const NO_ROOM = "This browser has no more room to keep your shelf. What you change now lasts until you close this tab; save the shelf as a file on its page.";
  const REFUSED = "This browser keeps nothing for this site, so your shelf lasts until you leave this page.";
  const IS_ASIDE = "It was put aside; you can save it on the page of your shelf.";
  const NOT_ASIDE = "There is no room to put it aside, so it stays, and what you mark now lasts until you close this tab. Save it on the page of your shelf, then throw it away there.";

  /* ---- Storage ------------------------------------------------------------------------------ */

  const browser = () => localStorage;
  const tab = () => sessionStorage; // for what the browser's has no room for

  /* A stored text; null where storage is refused. */
  function read(store, name) {
    try {
      return store().getItem(name) || "";
    } catch {
      return null;
    }
  }

  /* Whether a text, or its absence, is stored now. */
  function put(store, name, text) {
    try {
      if (text) store().setItem(name, text);
      else store().removeItem(name);
    } catch {
      /* Refused or full: what is read tells. */
    }
    return read(store, name) === text;
  }

  /* The same; where it is not, what was there before still is. */
  function write(store, name, text) {
    const before = read(store, name);
    if (before === null) return false;
    if (put(store, name, text)) return true;
    if (read(store, name) !== before) put(store, name, before);
    return false;
  }

  /* ---- What is stored ----------------------------------------------------------------------- */

  const nothing = () => ({ papers: new Map(), apart: [], checked: "", seen: new Map() });
  const me = Math.random().toString(36).slice(2, 10);
  let kept = nothing(); // as the browser's storage has it
  let last = null; // the text that was read from
  let pending = new Map(); // changes that only this tab has
  let papers = new Map(); // both
  let blocked = ""; // a stored text that can neither be read nor be put aside
  let recent = []; // what this tab wrote: { number, at, changes }
  let writes = 0;
  let problem = "";

  /* Takes up what is stored now, which another tab may have changed. */
  function refresh() {
    const text = read(browser, key);
    if (text === null || text === last) return;
    last = text;
    blocked = "";
    if (!text) recent = []; // cleared, not overwritten
    let fault = "";
    try {
      kept = text ? shelf.stored(text) : nothing();
      fault = kept.fault;
    } catch (error) {
      kept = nothing();
      if (putAside(text, error) && put(browser, key, "")) last = "";
      else blocked = text;
    }
    papers = shelf.applied(kept.papers, pending);
    const lost = text && !blocked ? overwritten() : [];
    for (const { changes } of lost) papers = shelf.applied(papers, changes);
    if (fault) problem = "Some of what this browser had kept cannot be read (" + fault + "). " + IS_ASIDE;
    if (fault || lost.length) save(papers, shelf.difference(kept.papers, papers));
  }

  /* What this tab wrote and what is stored now does not know of: another tab wrote at the same time. */
  function overwritten() {
    const known = kept.seen.get(me) || 0;
    return recent.filter((one) => isRecent(one) && one.number > known);
  }

  const isRecent = ({ at }) => performance.now() - at < RECENT;

  /* What cannot be read is neither used nor thrown away; nor is it written over, where there is no
     room to put it aside. Whether there is. */
  function putAside(text, error) {
    const why = error instanceof Refusal ? error.message : "it is damaged";
    const all = asideTexts();
    if (!all.includes(text)) all.push(text);
    const isDone = all.join("").length <= MOST_ASIDE && write(browser, ASIDE, JSON.stringify(all));
    problem = "What this browser had kept cannot be read (" + why + "). " + (isDone ? IS_ASIDE : NOT_ASIDE);
    return isDone;
  }

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

  /* Everything that could not be read, for the reader to save. */
  const aside = () => [...asideTexts(), blocked, ...kept.apart].filter(Boolean).join("\n");

  /* Whether it is gone. */
  function forgetAside() {
    if (blocked && put(browser, key, "")) blocked = last = "";
    put(browser, ASIDE, "");
    const { apart } = kept;
    kept.apart = [];
    if ((apart.length || pending.size) && !save(papers, pending)) kept.apart = apart;
    if (aside()) return false;
    problem = pending.size ? NO_ROOM : "";
    return true;
  }

  /* ---- Changes ------------------------------------------------------------------------------ */

  /* Whether the shelf is now stored as it is to be. */
  function save(after, changes, checked = kept.checked === shelf.files.list ? kept.checked : "") {
    if (blocked) return false;
    const { apart } = kept;
    const seen = [...[...kept.seen].filter(([one]) => one !== me).slice(1 - TABS), [me, writes + 1]];
    const text = after.size || apart.length ? shelf.asText(after, { checked, seen, apart: apart.length ? apart : undefined }) : "";
    if (!write(browser, key, text)) return false;
    kept = { papers: after, apart, checked, seen: new Map(seen) };
    last = text;
    recent = text ? [...recent.filter(isRecent), { number: ++writes, at: performance.now(), changes }] : [];
    if (pending.size) {
      pending = new Map();
      put(tab, key, "");
      problem = "";
    }
    return true;
  }

  /* What the browser's storage has no room for, this tab's has, or this page. */
  function keepInTab(changes) {
    for (const [id, { was, now }] of changes) {
      const first = pending.has(id) ? pending.get(id).was : was;
      if (isSame(first, now)) pending.delete(id);
      else pending.set(id, { was: first, now });
    }
    const isKept = put(tab, key, pending.size ? shelf.changesAsText(pending) : "");
    if (!blocked) problem = isKept ? NO_ROOM : REFUSED;
  }

  /* Changes the shelf: `edit` is given a copy of the papers as they are now, to change or to return
     others. Gives back what has changed. A Refusal is thrown where the change may not be made or,
     if `isWhole`, cannot be stored; nothing has changed then. */
  function commit(edit, { isWhole, checked } = {}) {
    refresh();
    const copy = new Map(papers);
    const made = edit(copy);
    const after = made instanceof Map ? made : copy;
    for (const [id, one] of after) if (isEmpty(one)) after.delete(id);
    const changes = shelf.difference(papers, after);
    if (!changes.size && (!checked || checked === kept.checked)) return changes;
    const fault = shelf.excess(papers, after);
    if (fault) throw new Refusal(fault);
    if (!save(after, changes, checked)) {
      if (isWhole) throw new Refusal(whyNot(after));
      keepInTab(changes);
    }
    papers = after;
    return changes;
  }

  function whyNot(after) {
    if (blocked) return problem;
    if (read(browser, key) === null) return "This browser keeps nothing for this site. Nothing was changed.";
    const size = (shelf.asText(after).length / 1e6).toLocaleString("en", { maximumFractionDigits: 1 });
    return "This browser has no room for a shelf of " + size + " million characters. Nothing was changed: your shelf is as it was.";
  }

  /* One tab after the other. Where a browser cannot see to that, or another tab never ends, what
     was overwritten is noticed and put in again. */
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

  /* A change of many papers, stored whole or not at all. Gives back what has changed. */
  async function transact(edit, how = { isWhole: true }) {
    try {
      return await inTurn(() => commit(edit, how));
    } finally {
      tell();
    }
  }

  /* A small change, made at once. Gives back why it was not made, or "". */
  function change(edit) {
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

  /* Changes what is known of one paper; `values` may be a function of what is known now. */
  function set(id, title, values) {
    const changed = new Date().toISOString().slice(0, 19) + "Z";
    return change((all) => {
      const before = all.get(id) || blank(id);
      const now = typeof values === "function" ? values(before) : values;
      all.set(id, { ...before, ...now, title: title || before.title, changed });
    });
  }

  /* ---- What it knows ------------------------------------------------------------------------ */

  const get = (id) => papers.get(id) || blank(id);

  function ids(state) {
    return [...papers.values()].filter((one) => one.state === state || one[state]).map((one) => one.id);
  }

  /* One of the list's own files, by its name in `files`. */
  async function known(name) {
    if (!(name in shelf.given)) await shelf.load(shelf.files[name]);
    return shelf.given[name];
  }

  /* Papers may have other ids in this build than they had when they were put on the shelf. */
  async function bringUpToDate() {
    const checked = shelf.files.list;
    if (!papers.size || kept.checked === checked) return;
    const { aliases } = await known("list");
    await transact((all) => shelf.renamed(all, aliases), { checked });
  }

  function tell() {
    document.dispatchEvent(new CustomEvent("readinglist-shelf"));
  }

  function lookAgain() {
    refresh();
    tell();
  }

  /* ---- Start -------------------------------------------------------------------------------- */

  function recallPending() {
    const text = read(tab, key);
    if (!text) return;
    try {
      pending = shelf.changesFrom(text);
      papers = shelf.applied(papers, pending);
    } catch (error) {
      if (putAside(text, error)) put(tab, key, "");
    }
  }

  addEventListener("storage", ({ key: changed }) => [key, ASIDE, null].includes(changed) && lookAgain());
  addEventListener("pageshow", ({ persisted }) => persisted && lookAgain());

  recallPending();
  refresh();
  Object.assign(shelf, { get, set, ids, change, transact, known, aside, forgetAside, tell });
  Object.assign(shelf, { all: () => [...papers.values()], problem: () => problem });
  if (pending.size && !save(papers, pending)) keepInTab(new Map());
  shelf.upToDate = bringUpToDate().catch(() => {}); // the next page tries again
})();
