/* Search as the reader meets it: a dialog on every page, and the search page. search.js loads this
   when the reader first shows that they mean to search; what finds is search-engine.js. */
(function () {
  "use strict";

  const { readinglist } = globalThis;
  const { root, page, files, addScript, hasSlash, turnSlash } = readinglist.searchBox;
  const FACETS = ["theme", "listing", "has", "year", "shelf"];
  const STATES = { starred: "Starred", "to-read": "To read", reading: "Reading", read: "Read", note: "With a note of mine" };
  const PAGE = 20; // results that are shown at a time
  const FEW = 8; // results in the dialog, recent searches, values of a facet before "More"

  /* ---- The engine ------------------------------------------------------------------------ */

  let engine = null;
  let opening = null;

  /* Opens the engine once; after a failure the next call tries again. */
  function open() {
    if (!opening) {
      /* All at once: the worker that the engine starts then finds the others in the cache. */
      opening = Promise.all([files.engine, files.tokens, files.start].map(addScript))
        .then(() => readinglist.search.open({ base: root, files }))
        .then((opened) => (engine = opened));
      opening.catch(() => (opening = null));
    }
    return opening;
  }

  /* ---- What this device remembers ---------------------------------------------------------- */

  const kept = {}; // where storage is refused, until the page is left

  function recall(name) {
    try {
      return localStorage.getItem("readinglist." + name) || "";
    } catch {
      return kept[name] || "";
    }
  }

  function keep(name, value) {
    kept[name] = value;
    try {
      if (value) localStorage.setItem("readinglist." + name, value);
      else localStorage.removeItem("readinglist." + name);
    } catch {
      /* Refused or full: `kept` has it. */
    }
  }

  const recent = () => recall("recent").split("\n").filter(Boolean);

  function keepRecent(text) {
    const query = text.replace(/\s+/g, " ").trim().slice(0, 200);
    if (query) keep("recent", [query, ...recent().filter((one) => one !== query)].slice(0, FEW).join("\n"));
  }

  /* What is on the reader's own shelf (shelf.js), by state; nothing of it leaves the device. */
  function onShelf() {
    const found = {};
    for (const state of Object.keys(STATES)) {
      const ids = readinglist.shelf ? readinglist.shelf.ids(state) : [];
      found[state] = ids;
    }
    return found;
  }

  /* ---- Making elements: data never becomes HTML ---------------------------------------------- */

  function make(name, attributes, ...content) {
    const element = document.createElement(name);
    for (const key of Object.keys(attributes)) element.setAttribute(key, attributes[key]);
    element.append(...content);
    return element;
  }

  function button(text, act, attributes) {
    const made = make("button", { type: "button", ...attributes }, text);
    made.addEventListener("click", act);
    return made;
  }

  function marked(text, marks) {
    const nodes = [];
    let at = 0;
    for (const [start, end] of marks) {
      nodes.push(text.slice(at, start), make("mark", {}, text.slice(start, end)));
      at = end;
    }
    nodes.push(text.slice(at));
    return nodes;
  }

  const link = (path, ...content) => make("a", { href: page(path) }, ...content);
  const quoted = (words) => words.slice(0, FEW).map((word) => "“" + word.replace(/"/g, "").slice(0, 60) + "”").join(", ");
  const papers = (count) => (count === 1 ? "1 paper" : count.toLocaleString("en") + " papers");

  function item({ paper, why, titleMarks, snippet }) {
    const title = link("papers/" + encodeURIComponent(paper.id) + "/", ...marked(paper.title, titleMarks));
    const article = make("article", {}, make("h3", { dir: "auto" }, title));
    if (snippet && snippet.text) {
      article.append(make("p", { class: "snippet", dir: "auto" }, ...marked(snippet.text, snippet.marks)));
    }
    if (why) article.append(make("p", { class: "why" }, why));
    if (paper.themes.length) {
      const themes = paper.themes.flatMap((theme) => [
        link("themes/" + encodeURIComponent(theme.id) + "/", theme.title),
        " ",
      ]);
      article.append(make("p", { class: "themes" }, ...themes));
    }
    return make("li", {}, article);
  }

  /* ---- One search box with its results, in the dialog and on the page -------------------------- */

  const HINT = "Type a title, a topic or a few words from an abstract.";
  const LOADING = "Loading the search index …";
  const NOT_LOADED = "The search index could not be loaded. Type on to try again.";

  /* Only the page has `more`, `facets` and `browse`. `changed` is told of every keystroke, and
     whether something was decided; `filters` says what is chosen. */
  function searchIn({ input, status, list, more, aside, facets, browse, changed, filters }) {
    let limit = more ? PAGE : FEW;
    let isBusy = false;
    let isStale = false;
    let saying = 0;
    let shown = ""; // what the list answers
    const items = new Map(); // key -> li, so that what stays is not made again

    /* Said a little later, so that a screen reader hears where typing ended. */
    function say(text, isUrgent) {
      clearTimeout(saying);
      if (isUrgent || !status.textContent) status.textContent = text;
      else saying = setTimeout(() => (status.textContent = text), 150);
    }

    const isEmpty = () => !input.value.trim() && !Object.values(filters()).some((all) => all.length);

    function update(isMore) {
      if (isMore !== true) limit = more ? PAGE : FEW;
      isStale = true;
      if (isEmpty()) {
        isStale = false;
        return clear(HINT);
      }
      return isBusy ? undefined : answer();
    }

    /* One question at a time, and the newest next: a slow answer never overtakes. */
    async function answer() {
      isBusy = true;
      list.setAttribute("aria-busy", "true");
      const late = setTimeout(() => engine || say(LOADING, true), 250);
      try {
        const opened = engine || (await open());
        while (isStale) {
          isStale = false;
          const text = input.value;
          const answered = await opened.query(text, { filters: filters(), limit, shelf: onShelf() });
          if (!isEmpty()) show(answered, text);
          if (answered.tier === "titles" && opened.full) {
            opened.full.then(() => shown === text && !isEmpty() && update(true), () => {});
          }
        }
      } catch {
        isStale = false; // the next letter tries again
        say(NOT_LOADED, true);
      } finally {
        clearTimeout(late);
        isBusy = false;
        list.setAttribute("aria-busy", "false");
      }
      if (isStale) answer();
    }

    function clear(text) {
      shown = "";
      items.clear();
      list.replaceChildren();
      aside.replaceChildren(...remembered());
      if (more) more.hidden = true;
      if (browse) browse.hidden = false;
      if (facets) facets.hidden = true;
      say(text, true);
    }

    function show(answered, text) {
      shown = text;
      const { results, total, whole, missing, dropped, tier } = answered;
      const rows = results.map((result) => {
        const key = JSON.stringify({ ...result, score: 0 });
        const row = items.get(key) || item(result);
        items.delete(key);
        return [key, row];
      });
      const focused = list.contains(document.activeElement) && document.activeElement;
      items.clear();
      for (const [key, row] of rows) items.set(key, row);
      const lines = [...items.values()];
      if (lines.length !== list.children.length || lines.some((line, at) => line !== list.children[at])) {
        list.replaceChildren(...lines);
        if (focused && list.contains(focused)) focused.focus();
      }
      aside.replaceChildren(...(total ? [] : nothing(answered)));
      if (more) more.hidden = results.length >= total;
      if (browse) browse.hidden = total > 0;
      if (facets) drawFacets(answered.facets);
      const notes = [];
      if (total || !missing.length) notes.push(total ? papers(total) + " found" : "No paper found");
      if (missing.length) notes.push((total ? "no" : "No") + " paper has " + quoted(missing));
      else if (total && !whole) notes.push("none has every word");
      if (dropped.length) notes.push("nothing has " + quoted(dropped) + ", so that was left out");
      if (tier === "titles") notes.push("in titles so far");
      say(notes.join("; "));
      if (!more && total > results.length) {
        const address = page("search/") + "?" + new URLSearchParams({ q: text });
        aside.append(make("p", {}, make("a", { href: address }, "All " + total.toLocaleString("en") + " results")));
      }
    }

    function ask(text) {
      input.value = text;
      input.focus();
      changed(true);
      update();
    }

    /* What an empty result has to offer. */
    function nothing({ suggestions }) {
      const found = [];
      for (const { text, from, to } of (suggestions || []).slice(0, 3)) {
        found.push(make("p", {}, "Did you mean ", button(to || text, () => ask(text), { class: "word" }), from && to ? " for “" + from + "”" : "", "?"));
      }
      if (!browse) found.push(make("p", {}, "Or browse ", link("themes/", "the themes"), "."));
      return found;
    }

    function remembered() {
      const words = recent();
      if (!words.length) return [];
      const lines = words.map((word) => make("li", {}, button(word, () => ask(word), { class: "word", dir: "auto" })));
      const forget = button("Forget these", () => {
        keep("recent", "");
        aside.replaceChildren();
        input.focus();
      }, { class: "word" });
      return [make("h3", {}, "Recent searches"), make("ul", { role: "list" }, ...lines), make("p", {}, forget)];
    }

    /* ---- Facets: names and links are in the page, for readers without JavaScript too. ---- */

    let drawn = null;
    const groups = new Map(); // facet -> {details, rows: [{id, label, input, size}]}

    function makeFacets() {
      const kinds = [["has", "Has", [["code", "Code"], ["note", "A note by the team"]]]];
      for (const name of ["theme", "listing"]) {
        const links = [...browse.querySelectorAll("[data-" + name + "]")];
        kinds.push([name, name === "theme" ? "Theme" : "Listing", links.map((one) => [one.dataset[name], one.textContent])]);
      }
      kinds.push(["year", "Year", []], ["shelf", "My shelf", Object.entries(STATES)]);
      for (const [name, title, values] of kinds) {
        const group = make("fieldset", {}, make("legend", {}, title));
        const rows = new Map();
        groups.set(name, { group, rows });
        for (const [id, text] of values) addValue(name, id, text);
        facets.append(group);
      }
      facets.addEventListener("change", () => {
        changed(true);
        update();
      });
    }

    function addValue(name, id, text) {
      const { group, rows } = groups.get(name);
      const size = make("span", { class: "size" });
      const box = make("input", { type: "checkbox", name, value: id });
      const label = make("label", { dir: "auto" }, box, " ", text, " ", size);
      rows.set(id, { label, box, size });
      group.append(label);
    }

    /* A value stays as long as it is chosen or would leave something; the largest come first. */
    function drawFacets(counts) {
      drawn = counts;
      facets.hidden = !counts;
      if (!facets.open) return; // drawn when it is opened
      const chosen = filters();
      for (const [name, { group, rows }] of groups) {
        const here = (counts && counts[name]) || {};
        for (const id of [...Object.keys(here), ...chosen[name]]) if (!rows.has(id)) addValue(name, id, id);
        let left = 0;
        const order = [...rows].sort(([a], [b]) => (here[b] || 0) - (here[a] || 0));
        for (const [id, { label, box, size }] of order) {
          const count = here[id] || 0;
          size.textContent = count.toLocaleString("en");
          box.checked = chosen[name].includes(id);
          label.hidden = !box.checked && (!count || left >= 2 * FEW);
          if (!label.hidden) left += 1;
        }
        const isMoved = order.some(([, { label }], place) => group.children[place + 1] !== label);
        if (isMoved && !group.contains(document.activeElement)) for (const [, { label }] of order) group.append(label);
        group.hidden = !left;
      }
      facets.hidden = [...groups.values()].every(({ group }) => group.hidden);
    }
    if (facets) facets.addEventListener("toggle", () => facets.open && drawn && drawFacets(drawn));

    if (facets) makeFacets();
    input.addEventListener("input", () => {
      changed(false);
      update();
    });
    input.addEventListener("focus", () => open().catch(() => {}));
    list.addEventListener("click", (event) => event.target.closest("a") && keepRecent(input.value));
    if (more) {
      more.addEventListener("click", async () => {
        const next = list.children.length;
        limit += PAGE;
        await update(true);
        const first = list.children[next] && list.children[next].querySelector("a");
        if (first) first.focus();
      });
    }
    return { update, limit: () => limit, take: (number) => (limit = number) };
  }

  /* Up and down go from the box through the titles, and a letter goes back to the box, but on the
     page for those that mean something to the reader's shelf. */
  function withArrows(area, input, list) {
    area.addEventListener("keydown", (event) => {
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      const stops = [input, ...list.querySelectorAll("h3 a")];
      const at = stops.indexOf(document.activeElement);
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && at >= 0 && stops[at + step]) {
        event.preventDefault();
        stops[at + step].focus();
        if (stops[at + step] === input) input.setSelectionRange(input.value.length, input.value.length);
      } else if (at > 0 && (event.key === "Backspace" || (event.key.length === 1 && !(area.open ? /[ ]/ : /[ jkrs?]/).test(event.key)))) {
        input.focus();
      }
    });
  }

  function slashSwitch() {
    const box = make("input", { type: "checkbox" });
    box.checked = hasSlash();
    box.addEventListener("change", () => turnSlash(box.checked));
    const label = make("label", {}, box, " Press ", make("kbd", {}, "/"), " on any page to search");
    return make("p", { class: "slash" }, label);
  }

  /* ---- The dialog ------------------------------------------------------------------------------ */

  function makeDialog() {
    const input = make("input", {
      id: "search-box", type: "search", name: "q", autocomplete: "off", spellcheck: "false", enterkeyhint: "search",
    });
    const form = make(
      "form",
      { role: "search", class: "search", action: page("search/"), method: "get" },
      make("label", { for: "search-box" }, "Search"),
      input,
    );
    const status = make("p", { role: "status" });
    const list = make("ol", { class: "found", role: "list" });
    const aside = make("div", { class: "aside" });
    const dialog = make("dialog", { id: "search-dialog", "aria-label": "Search" });
    form.append(button("Close", () => dialog.close()));
    dialog.append(form, status, list, aside, slashSwitch());
    document.body.append(dialog);
    const none = Object.fromEntries(FACETS.map((name) => [name, []]));
    const view = searchIn({ input, status, list, aside, changed() {}, filters: () => none });
    withArrows(dialog, input, list);
    form.addEventListener("submit", () => keepRecent(input.value));
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.isComposing) return;
      event.preventDefault(); // which would only empty the box
      dialog.close();
    });
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    return function (text) {
      if (text !== undefined) input.value = text;
      if (!dialog.open) dialog.showModal();
      input.focus();
      if (text === undefined) input.select();
      view.update();
    };
  }

  /* ---- The search page -------------------------------------------------------------------------- */

  function searchPage(form) {
    const by = (name) => document.getElementById("search-" + name);
    const input = form.querySelector('input[name="q"]');
    const list = by("results");
    const aside = make("div", { class: "aside" });
    const more = button("Show more", () => {}, { class: "search-more", hidden: "" });
    const facets = make("details", { id: "search-facets", hidden: "" }, make("summary", {}, "Narrow the results"));
    facets.open = matchMedia("(min-width: 62rem)").matches;
    const heading = document.querySelector("h1");
    const title = document.title;
    const chosen = {};
    let rewriting = 0;
    list.before(aside);
    list.after(more);
    by("narrow").append(facets);
    by("browse").after(slashSwitch());

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

    /* Some browsers refuse this on a page opened from a disk, or when it is done too often;
       the search works without. */
    function remember(how, where = address()) {
      clearTimeout(rewriting);
      document.title = (input.value.trim() ? input.value.trim().slice(0, 100) + " · " : "") + title;
      heading.dataset.query = input.value; // for paper, where the box is not printed
      try {
        const state = { limit: view.limit(), top: scrollY };
        if (where !== location.href || how === "replaceState") history[how](state, "", where);
      } catch (error) {
        if (error.name !== "SecurityError") throw error;
      }
    }

    /* Typing changes this entry of the history; what is chosen or submitted makes a new one. */
    let start = "";
    function changed(isDecided) {
      if (!facets.hidden) {
        for (const name of FACETS) {
          const boxes = facets.querySelectorAll('input[name="' + name + '"]:checked');
          chosen[name] = [...boxes].map((box) => box.value);
        }
      }
      clearTimeout(rewriting);
      if (!isDecided) rewriting = setTimeout(() => remember("replaceState"), 100);
      else if (address() !== start) {
        remember("replaceState", start);
        start = address();
        remember("pushState");
      }
    }

    const view = searchIn({
      input, list, more, aside, facets, changed, status: by("status"), browse: by("browse"), filters: () => chosen,
    });
    withArrows(document.getElementById("main"), input, list);
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
      if (!limit) return view.update();
      view.take(limit);
      await view.update(true);
      scrollTo(0, top);
    }
    addEventListener("popstate", begin);
    begin();
  }

  let dialog = null;
  readinglist.searchUi = {
    open,
    searchPage,
    openDialog: (text) => (dialog = dialog || makeDialog())(text),
  };
})();
