/* A search box with its results, in the dialog and on the search page. */

import { button, make } from "../lib/dom.js";
import { page } from "../lib/site.js";
import { papers } from "../lib/words.js";
import { loadedEngine, loadEngine } from "./load-engine.js";
import { forgetRecent, keepRecent, recent } from "./recent.js";
import { item, link, quoted } from "./results.js";
import { onShelf } from "./shelf.js";

/** @typedef {import("../search/engine.js").Answer} Answer */

/**
 * @typedef {object} Parts The elements of the view. Only the page has `more`, `facets` and `browse`.
 * @property {HTMLInputElement} input
 * @property {HTMLElement} status
 * @property {HTMLElement} list
 * @property {HTMLElement} aside suggestions and recent queries, shown if there are no results
 * @property {HTMLButtonElement} [more]
 * @property {import("./facets.js").Facets} [facets]
 * @property {HTMLElement} [browse]
 * @property {(isDecided: boolean) => void} changed called when the query changes: with false for a
 *   keystroke, with true when the reader has chosen a query, for example a suggestion
 * @property {() => import("../search/filters.js").Filters} filters the selected filters
 */

const PAGE = 20; // results per step on the page
const FEW = 8; // results in the dialog
const HINT = "Type a title, a topic or a few words from an abstract.";
const LOADING = "Loading the search index …";
const NOT_LOADED = "The search index could not be loaded. Keep typing to try again.";

export class View {
  /** @param {Parts} parts */
  constructor(parts) {
    this.parts = parts;
    this.step = parts.more ? PAGE : FEW;
    this.limit = this.step;
    this.isBusy = false;
    this.isStale = false;
    this.timer = 0;
    this.shown = ""; // the query whose results are shown
    /** @type {Map<string, HTMLElement>} items by their content, so that unchanged items are reused */
    this.items = new Map();
    const { input, list, more, changed } = parts;
    input.addEventListener("input", () => {
      changed(false);
      this.update();
    });
    input.addEventListener("focus", () => loadEngine().catch(() => {}));
    list.addEventListener("click", ({ target }) => {
      if (target instanceof Element && target.closest("a")) keepRecent(input.value);
    });
    if (more) more.addEventListener("click", () => this.showMore());
  }

  isEmpty() {
    const { input, filters } = this.parts;
    return !input.value.trim() && !Object.values(filters()).some((all) => all.length);
  }

  /* ---- Asking ------------------------------------------------------------------------------ */

  /** Runs the query again, with the initial number of results. */
  update() {
    this.limit = this.step;
    return this.ask();
  }

  /** Runs one query at a time, and then the latest one, so that old results never replace newer ones. */
  async ask() {
    this.isStale = true;
    if (this.isEmpty()) {
      this.isStale = false;
      this.clear();
    } else if (!this.isBusy) await this.answer();
  }

  async answer() {
    const { list } = this.parts;
    this.isBusy = true;
    list.setAttribute("aria-busy", "true");
    const late = setTimeout(() => loadedEngine() || this.setStatus(LOADING, true), 250);
    try {
      const engine = loadedEngine() || (await loadEngine());
      while (this.isStale) await this.answerOnce(engine);
    } catch {
      this.isStale = false; // the next keystroke tries again
      this.setStatus(NOT_LOADED, true);
    } finally {
      clearTimeout(late);
      this.isBusy = false;
      list.setAttribute("aria-busy", "false");
    }
    if (this.isStale) this.answer();
  }

  /** @param {import("../search/worker.js").EngineClient} engine */
  async answerOnce(engine) {
    this.isStale = false;
    const { input, filters } = this.parts;
    const text = input.value;
    const options = { filters: filters(), limit: this.limit, shelf: onShelf() };
    const answered = await engine.query(text, options);
    if (!this.isEmpty()) this.show(answered, text);
    if (answered.tier === "full") return;
    engine.full.then(
      () => {
        if (this.shown === text && !this.isEmpty()) this.ask();
      },
      () => {},
    );
  }

  async showMore() {
    const { list } = this.parts;
    const next = list.children.length;
    this.limit += PAGE;
    await this.ask();
    const first = list.children[next] && list.children[next].querySelector("a");
    if (first) first.focus();
  }

  /* ---- Showing ----------------------------------------------------------------------------- */

  /**
   * Sets the status with a delay, so that a screen reader announces only the result of the last
   * keystroke.
   * @param {string} text
   * @param {boolean} [isUrgent]
   */
  setStatus(text, isUrgent) {
    const { status } = this.parts;
    clearTimeout(this.timer);
    if (isUrgent || !status.textContent) status.textContent = text;
    else this.timer = setTimeout(() => (status.textContent = text), 150);
  }

  clear() {
    const { list, aside, more, browse, facets } = this.parts;
    this.shown = "";
    this.items.clear();
    list.replaceChildren();
    aside.replaceChildren(...this.recentSearches());
    if (more) more.hidden = true;
    if (browse) browse.hidden = false;
    if (facets) facets.hide();
    this.setStatus(HINT, true);
  }

  /**
   * @param {Answer} answered
   * @param {string} text the query
   */
  show(answered, text) {
    const { aside, more, browse, facets } = this.parts;
    const { results, total } = answered;
    this.shown = text;
    this.drawList(results);
    aside.replaceChildren(...(total ? [] : this.help(answered)));
    if (more) more.hidden = results.length >= total;
    if (browse) browse.hidden = total > 0;
    if (facets) facets.draw(answered.facets);
    this.setStatus(summary(answered));
    if (!more && total > results.length) {
      const address = page("search/") + "?" + new URLSearchParams({ q: text });
      const all = "All " + total.toLocaleString("en") + " results";
      aside.append(make("p", {}, make("a", { href: address }, all)));
    }
  }

  /** @param {Answer["results"]} results */
  drawList(results) {
    const { input, list } = this.parts;
    const rows = results.map((result) => {
      const key = JSON.stringify({ ...result, score: 0 });
      const row = this.items.get(key) || item(result);
      this.items.delete(key);
      return /** @type {[string, HTMLElement]} */ ([key, row]);
    });
    this.items = new Map(rows);
    const lines = [...this.items.values()];
    const { children } = list;
    if (lines.length === children.length && lines.every((line, at) => line === children[at]))
      return;
    const active = /** @type {HTMLAnchorElement} */ (document.activeElement);
    const isInside = list.contains(active);
    list.replaceChildren(...lines);
    if (!isInside) return;
    // The row of a result is replaced when its text has changed.
    const same = [...list.querySelectorAll("a")].find(({ href }) => href === active.href);
    (list.contains(active) ? active : same || input).focus();
  }

  /* ---- Without results --------------------------------------------------------------------- */

  /**
   * Runs a query that the reader has selected.
   * @param {string} text
   */
  run(text) {
    const { input, changed } = this.parts;
    input.value = text;
    input.focus();
    changed(true);
    this.update();
  }

  /**
   * Help for a query without results.
   * @param {Answer} answered
   */
  help({ suggestions }) {
    const found = suggestions.slice(0, 3).map(({ text, from, to }) => {
      const word = button(to, () => this.run(text), { class: "word" });
      return make("p", {}, "Did you mean ", word, " for “" + from + "”?");
    });
    if (!this.parts.browse) {
      found.push(make("p", {}, "Or browse ", link("themes/", "the themes"), "."));
    }
    return found;
  }

  recentSearches() {
    const words = recent();
    if (!words.length) return [];
    const lines = words.map((word) => {
      const again = button(word, () => this.run(word), { class: "word", dir: "auto" });
      return make("li", {}, again);
    });
    const forget = () => {
      forgetRecent();
      this.parts.aside.replaceChildren();
      this.parts.input.focus();
    };
    return [
      make("h3", {}, "Recent searches"),
      make("ul", { role: "list" }, ...lines),
      make("p", {}, button("Clear recent searches", forget, { class: "word" })),
    ];
  }
}

/**
 * A summary of the results on one line.
 * @param {Answer} answered
 */
function summary({ total, whole, missing, dropped, tier }) {
  const notes = [];
  if (total) notes.push(papers(total) + " found");
  else if (!missing.length) notes.push("No paper found");
  if (missing.length) notes.push((total ? "no" : "No") + " paper has " + quoted(missing));
  else if (total && !whole) notes.push("no paper has all words");
  if (dropped.length) notes.push("nothing matches " + quoted(dropped) + ", which was ignored");
  if (tier === "titles") notes.push("abstracts are still loading");
  return notes.join("; ");
}
