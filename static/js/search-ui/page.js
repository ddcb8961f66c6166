/* The search page. The query and the filters are in its URL, so that they can be shared and
   bookmarked. */

import { button, find, make } from "../lib/dom.js";
import { FACETS, noFilters } from "../search/filters.js";
import { Facets } from "./facets.js";
import { addArrowKeys, shortcutSwitch } from "./keys.js";
import { keepRecent } from "./recent.js";
import { View } from "./view.js";

const LONGEST = 100; // characters of the query in the page title

/** @param {HTMLElement} form */
export function searchPage(form) {
  /** @param {string} name */
  const by = (name) => find("#search-" + name);
  /** @type {HTMLInputElement} */
  const input = find('input[name="q"]', form);
  const list = by("results");
  const browse = by("browse");
  const aside = make("div", { class: "aside" });
  const more = button("Show more", () => {}, { class: "search-more", hidden: "" });
  const summary = make("summary", {}, "Narrow the results");
  const narrow = make("details", { id: "search-facets", hidden: "" }, summary);
  narrow.open = matchMedia("(min-width: 62rem)").matches;
  const heading = find("h1");
  const { title } = document;
  const chosen = noFilters();
  let rewriting = 0;
  let start = ""; // the URL of the current history entry
  list.before(aside);
  list.after(more);
  by("narrow").append(narrow);
  browse.after(shortcutSwitch());

  function read() {
    const asked = new URLSearchParams(location.search);
    input.value = asked.get("q") || "";
    for (const { name } of FACETS) chosen[name] = asked.getAll(name);
  }

  function address() {
    const url = new URL(location.href);
    url.search = "";
    if (input.value) url.searchParams.set("q", input.value);
    for (const { name } of FACETS) for (const id of chosen[name]) url.searchParams.append(name, id);
    return url.href;
  }

  /**
   * Updates the history. Some browsers do not allow this on a page opened from disk, or too often;
   * the error is ignored.
   * @param {"pushState" | "replaceState"} how
   */
  function remember(how, where = address()) {
    clearTimeout(rewriting);
    const query = input.value.trim();
    document.title = (query ? query.slice(0, LONGEST) + " · " : "") + title;
    heading.dataset.query = input.value; // for print, where the box is hidden
    try {
      const state = { limit: view.limit, top: scrollY };
      if (where !== location.href || how === "replaceState") history[how](state, "", where);
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "SecurityError")) throw error;
    }
  }

  /**
   * Typing changes the current history entry; submitting a query or selecting a filter adds a new
   * one.
   * @param {boolean} isDecided
   */
  function changed(isDecided) {
    clearTimeout(rewriting);
    if (!isDecided) rewriting = setTimeout(() => remember("replaceState"), 100);
    else if (address() !== start) {
      remember("replaceState", start);
      start = address();
      remember("pushState");
    }
  }

  const filters = () => chosen;
  const facets = new Facets(narrow, browse, filters, () => {
    for (const { name } of FACETS) chosen[name] = facets.checked(name);
    changed(true);
    view.update();
  });
  const status = by("status");
  const view = new View({ input, list, more, aside, facets, status, browse, changed, filters });
  addArrowKeys(find("#main"), input, list);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keepRecent(input.value);
    changed(true);
    view.update();
  });
  list.addEventListener("click", () => remember("replaceState"));

  /* When the reader returns to the page, restore the number of results and the scroll position. */
  async function begin() {
    const { limit, top } = history.state || {};
    read();
    start = location.href;
    if (limit) {
      view.limit = limit;
      await view.ask();
      scrollTo(0, top);
    } else view.update();
  }
  addEventListener("popstate", begin);
  begin();
}
