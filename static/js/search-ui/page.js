/* The search page. Its address says what is asked, so that it can be sent and gone back to. */

import { button, find, make } from "../lib/dom.js";
import { FACETS, noFilters } from "../search/filters.js";
import { Facets } from "./facets.js";
import { slashSwitch, withArrows } from "./keys.js";
import { keepRecent } from "./recent.js";
import { View } from "./view.js";

const LONGEST = 100; // characters of a query in the title

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
  let start = ""; // the address that the history has
  list.before(aside);
  list.after(more);
  by("narrow").append(narrow);
  browse.after(slashSwitch());

  function read() {
    const asked = new URLSearchParams(location.search);
    input.value = asked.get("q") || "";
    for (const name of FACETS) chosen[name] = asked.getAll(name);
  }

  function address() {
    const url = new URL(location.href);
    url.search = "";
    if (input.value) url.searchParams.set("q", input.value);
    for (const name of FACETS) for (const id of chosen[name]) url.searchParams.append(name, id);
    return url.href;
  }

  /**
   * Some browsers refuse this on a page opened from a disk, or when it is done too often; the
   * search works without.
   * @param {"pushState" | "replaceState"} how
   */
  function remember(how, where = address()) {
    clearTimeout(rewriting);
    const query = input.value.trim();
    document.title = (query ? query.slice(0, LONGEST) + " · " : "") + title;
    heading.dataset.query = input.value; // for paper, where the box is not printed
    try {
      const state = { limit: view.limit, top: scrollY };
      if (where !== location.href || how === "replaceState") history[how](state, "", where);
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "SecurityError")) throw error;
    }
  }

  /**
   * Typing changes this entry of the history; what is chosen or submitted makes a new one.
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
    for (const name of FACETS) chosen[name] = facets.checked(name);
    changed(true);
    view.update();
  });
  const status = by("status");
  const view = new View({ input, list, more, aside, facets, status, browse, changed, filters });
  withArrows(find("#main"), input, list);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keepRecent(input.value);
    changed(true);
    view.update();
  });
  list.addEventListener("click", () => remember("replaceState"));

  /* Who comes back finds as many results as they left, and their place among them. */
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
