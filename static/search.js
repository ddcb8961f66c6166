/* Search: the engine (pure, `readinglist.search.run`), the list under every search box, and the
   search page. The index is loaded at the reader's first intent to search, by adding scripts:
   that also works on a page opened from a disk, where nothing can be fetched. */
(function () {
  "use strict";

  const readinglist = (globalThis.readinglist = globalThis.readinglist || {});
  const search = (readinglist.search = {});

  /* ---- The engine: query -> results ---------------------------------------------------- */

  const MAX_QUERY = 2000; // characters that are read at all
  const MAX_TERMS = 24; // tokens of the query that are looked up
  const MAX_ENDINGS = 64; // terms that one beginning stands for
  const MAX_GUESSES = 16; // terms that one misspelt word stands for
  const BOOST = { title: 4, themes: 2, abstract: 1 };

  let data = null;
  let engine = null;

  /* The index script calls this. */
  search.load = function (loaded) {
    data = loaded;
    engine = null;
  };

  search.isReady = () => data !== null && typeof lunr !== "undefined";

  function theEngine() {
    if (!engine) engine = makeEngine(data);
    return engine;
  }

  function makeEngine(from) {
    const index = lunr.Index.load(from.index);
    const terms = from.index.invertedIndex.map((row) => row[0]); // in the order of UTF-16 units
    const frequency = new Map();
    for (const [term, posting] of from.index.invertedIndex) {
      let count = 0;
      for (const field of from.index.fields) count += Object.keys(posting[field]).length;
      frequency.set(term, count);
    }
    const papers = from.papers.map(([id, title, abstract, listing, themes, raw = title]) => ({
      id,
      title,
      abstract,
      listing: from.listings[listing] || "",
      themes: themes.map((at) => ({ id: from.themes[at][0], title: from.themes[at][1] })),
      keys: [...new Set([title, raw].map((one) => keyOf(readinglist.words(one))))],
    }));
    return { index, terms, frequency, papers, common: new Set(from.common) };
  }

  /* What two spellings of a title have in common. */
  function keyOf(words) {
    let key = "";
    for (const word of words) for (const piece of word) if (!piece.joined) key += piece.word;
    return key;
  }

  /* The papers that a query asks for, best first. Never throws, whatever the query is.

     Every word of the query is looked for as it stands; the last one, which may still be being
     typed, also as a beginning; a word that no paper has as a beginning, or else as a
     misspelling. lunr finds and weighs the papers with any of these; then they are ordered by
     how much of the query they cover, rare words counting more, exact words more than
     beginnings, beginnings more than guesses, and titles more than abstracts.

     Returns {query, results: [{paper, score, terms}], unknown: [words no paper has]}. */
  search.run = function (query) {
    const text = String(query).slice(0, MAX_QUERY);
    const words = readinglist.words(text);
    if (!words.length) return { query: text, results: [], unknown: [] };
    const { index, papers, frequency } = theEngine();
    const key = keyOf(words);

    const asked = readUnits(text, words);
    const uses = new Map(); // term -> [[number of the unit, of its alternative, quality]]
    let total = 0;
    for (const [number, unit] of asked.entries()) {
      let seen = 0;
      for (const [at, alternative] of unit.alternatives.entries()) {
        for (const [term, quality] of alternative.terms) {
          if (!uses.has(term)) uses.set(term, []);
          uses.get(term).push([number, at, quality]);
          seen = Math.max(seen, frequency.get(term));
        }
      }
      unit.isUnknown = seen === 0;
      unit.weight = unit.isCommon ? 0.2 : Math.log(1 + papers.length / Math.max(1, seen));
      total += unit.weight;
    }

    const found = new Map();
    const hits = uses.size ? index.query((q) => addClauses(q, uses)) : [];
    const top = hits.length ? hits[0].score || 1 : 1;
    for (const hit of hits) {
      const matched = hit.matchData.metadata;
      const cover = coverOf(asked, uses, matched);
      const score = (cover.any + 0.5 * cover.title) / total + (0.35 * hit.score) / top;
      const paper = papers[Number(hit.ref)];
      found.set(paper, { paper, score, terms: new Set(Object.keys(matched)) });
    }
    for (const paper of papers) {
      const bonus = Math.max(...paper.keys.map((title) => titleBonus(title, key)));
      if (!bonus) continue;
      if (!found.has(paper)) found.set(paper, { paper, score: 0, terms: new Set(uses.keys()) });
      found.get(paper).score += bonus;
    }
    const results = [...found.values()].sort((a, b) => b.score - a.score);
    const floor = results.length ? 0.4 * Math.min(results[0].score, 1.5) : 0;
    return {
      query: text,
      results: results.filter((result) => result.score >= floor),
      unknown: asked
        .filter((unit) => unit.isUnknown && !unit.isCommon)
        .map((unit) => text.slice(unit.start, unit.end)),
    };
  };

  /* The query's different words, each with the alternatives that would satisfy it: its
     parts, its parts run together, it and its neighbour run together. */
  function readUnits(text, all) {
    const { frequency, common } = theEngine();
    const units = new Map();
    let room = MAX_TERMS;
    const last = all[all.length - 1];
    for (const [at, word] of all.entries()) {
      const isLast = word === last;
      const name = word.map((piece) => piece.token).join(" ") + (isLast ? " " : "");
      if (units.has(name) || (!isLast && room < word.length + Math.min(4, last.length))) continue;
      const pieces = isLast ? word.slice(-Math.max(1, room)) : word;
      room -= pieces.length;
      const alternatives = pieces.map((piece) => {
        const ends = isLast && piece.end === word[word.length - 1].end;
        return { joined: piece.joined, terms: lookUp(piece, ends) };
      });
      for (const [first, second] of [[all[at - 1], word], [word, all[at + 1]]]) {
        if (!first || !second || first.length + second.length !== 2) continue;
        const term = readinglist.stem(first[0].word + second[0].word);
        if (frequency.has(term)) alternatives.push({ joined: true, terms: new Map([[term, 1]]) });
      }
      units.set(name, {
        alternatives,
        start: word[0].start,
        end: Math.max(...word.map((piece) => piece.end)),
        isCommon: word.every((piece) => common.has(piece.token)),
      });
    }
    return [...units.values()];
  }

  /* An exact title is first whatever else matches; then a title that is in the query, such as
     a whole reference; then one that begins with the query. */
  function titleBonus(title, key) {
    if (!title) return 0;
    if (title === key) return 10;
    if (title.length > 11 && key.includes(title)) return 2 + title.length / (key.length + 1);
    if (key.length > 3 && title.startsWith(key)) return 0.5 + key.length / title.length;
    return 0;
  }

  /* A word known: itself. The last one: also what begins with it. Otherwise: what begins with
     it, or else what it may be a misspelling of. Returns term -> quality. */
  function lookUp(piece, isLast) {
    const { frequency, common } = theEngine();
    const { token, word } = piece;
    const terms = new Map();
    if (isLast || !frequency.has(token)) {
      for (const beginning of new Set([token, word])) addEndings(terms, beginning);
      if (isLast && word.length > 2) {
        /* "studi" is on the way to "studies", which the index has as "study". */
        for (const plural of [word + "s", word + "es"]) {
          const singular = readinglist.stem(plural);
          if (frequency.has(singular)) terms.set(singular, 0.9);
        }
      }
    }
    if (frequency.has(token)) terms.set(token, 1);
    if (!terms.size && !piece.joined && !common.has(token)) addGuesses(terms, word, isLast);
    return terms;
  }

  function firstAtOrAfter(terms, word) {
    let low = 0;
    let high = terms.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (terms[middle] < word) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function addEndings(found, beginning) {
    const { terms, frequency } = theEngine();
    let ending = [];
    for (let at = firstAtOrAfter(terms, beginning); at < terms.length; at++) {
      if (!terms[at].startsWith(beginning)) break;
      ending.push(terms[at]);
    }
    if (ending.length > MAX_ENDINGS) {
      ending.sort((a, b) => frequency.get(b) - frequency.get(a));
      ending = ending.slice(0, MAX_ENDINGS);
    }
    for (const term of ending) found.set(term, 0.6 + (0.3 * beginning.length) / term.length);
  }

  /* Terms one edit away from a word (insert, delete, replace, swap), two from a long one; of an
     unfinished word, terms with such a beginning. The table of distances is shared by terms
     with one beginning, which stand side by side. */
  function addGuesses(found, word, isUnfinished) {
    const { terms, frequency } = theEngine();
    const limit = word.length < 4 || /\d/.test(word) ? 0 : word.length < 8 ? 1 : 2;
    if (!limit || word.length > 40) return;
    const size = word.length;
    const rows = [Array.from({ length: size + 1 }, (_, column) => column)];
    const guesses = [];
    let previous = "";
    let depth = 0; // rows that hold for `previous`
    let at = 0;
    while (at < terms.length) {
      const term = terms[at++];
      let shared = 0;
      while (shared < depth && term[shared] === previous[shared]) shared++;
      previous = term;
      depth = shared;
      let isDead = false;
      let best = isUnfinished ? Math.min(...rows.slice(0, depth + 1).map((row) => row[size])) : 99;
      while (depth < term.length && !isDead) {
        const above = rows[depth];
        const row = [depth + 1];
        let least = row[0];
        for (let column = 1; column <= size; column++) {
          const same = word[column - 1] === term[depth];
          let cost = same ? above[column - 1] : 1 + Math.min(above[column - 1], above[column], row[column - 1]);
          if (!same && depth && column > 1 && word[column - 2] === term[depth] && word[column - 1] === term[depth - 1]) {
            cost = Math.min(cost, rows[depth - 1][column - 2] + 1);
          }
          row.push(cost);
          if (cost < least) least = cost;
        }
        rows[++depth] = row;
        if (isUnfinished) best = Math.min(best, row[size]);
        /* A swap looks back one row, so it takes two hopeless ones to give up. */
        isDead = least > limit && Math.min(...above) > limit;
      }
      if (!isUnfinished && !isDead) best = rows[term.length][size];
      if (best <= limit) guesses.push([best, term]);
      else if (isDead) {
        const hopeless = term.slice(0, depth);
        while (at < terms.length && terms[at].startsWith(hopeless)) at++;
      }
    }
    guesses.sort((a, b) => a[0] - b[0] || frequency.get(b[1]) - frequency.get(a[1]));
    for (const [edits, term] of guesses.slice(0, MAX_GUESSES)) found.set(term, 0.6 - 0.15 * edits);
  }

  /* Clause by clause, never lunr's own query language: in that a colon names a field. */
  function addClauses(query, uses) {
    for (const [term, all] of uses) {
      const quality = Math.max(...all.map((use) => use[2]));
      for (const field of query.allFields) {
        query.term(term, { fields: [field], boost: BOOST[field] * quality, usePipeline: false });
      }
    }
  }

  /* How much of the query a paper covers, anywhere and in its title: the sum over the words of
     weight and quality. A compound is covered as its joined form is, or its parts are. */
  function coverOf(units, uses, matched) {
    const any = units.map((unit) => new Float64Array(unit.alternatives.length));
    const inTitle = units.map((unit) => new Float64Array(unit.alternatives.length));
    for (const term of Object.keys(matched)) {
      const isInTitle = "title" in matched[term];
      for (const [unit, at, quality] of uses.get(term)) {
        if (quality > any[unit][at]) any[unit][at] = quality;
        if (isInTitle && quality > inTitle[unit][at]) inTitle[unit][at] = quality;
      }
    }
    const sum = (covers) =>
      units.reduce((all, unit, number) => {
        let parts = 0;
        let count = 0;
        let joined = 0;
        for (const [at, alternative] of unit.alternatives.entries()) {
          if (alternative.joined) joined = Math.max(joined, covers[number][at]);
          else {
            parts += covers[number][at];
            count += 1;
          }
        }
        return all + unit.weight * Math.max(joined, count ? parts / count : 0);
      }, 0);
    return { any: sum(any), title: sum(inTitle) };
  }

  /* Where the terms stand in a text: [[start, end]], in order and apart. */
  search.marks = function (text, terms) {
    const marks = [];
    for (const word of readinglist.words(text)) {
      for (const piece of word) if (terms.has(piece.token)) marks.push([piece.start, piece.end]);
    }
    marks.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    const apart = [];
    for (const [start, end] of marks) {
      const before = apart[apart.length - 1];
      if (before && start <= before[1]) before[1] = Math.max(before[1], end);
      else apart.push([start, end]);
    }
    return apart;
  };

  const LONGEST_SNIPPET = 280;

  /* The sentence of an abstract with the most of the terms, shortened around the first. */
  search.snippet = function (abstract, terms) {
    let best = { text: "", count: -1 };
    let start = 0;
    const sentenceEnd = /[.!?]["')\]]?\s+|\n+|$/g;
    while (start < abstract.length) {
      sentenceEnd.lastIndex = start;
      const end = sentenceEnd.exec(abstract);
      const next = Math.max(end.index + end[0].length, start + 1);
      const text = abstract.slice(start, next).trim();
      const words = new Set(readinglist.tokens(text).filter((token) => terms.has(token)));
      if (words.size > best.count) best = { text, count: words.size };
      start = next;
    }
    if (best.text.length <= LONGEST_SNIPPET) return best.text;
    const marks = search.marks(best.text, terms);
    let from = Math.max(0, (marks.length ? marks[0][0] : 0) - 100);
    if (from) from = best.text.indexOf(" ", from) + 1;
    const to = best.text.lastIndexOf(" ", from + LONGEST_SNIPPET);
    const cut = best.text.slice(from, to > from ? to : from + LONGEST_SNIPPET);
    return (from ? "… " : "") + cut + (from + cut.length < best.text.length ? " …" : "");
  };

  if (typeof document === "undefined") return;

  /* ---- Loading --------------------------------------------------------------------------- */

  const html = document.documentElement;
  const root = html.dataset.root || "./";
  const isOnDisk = location.protocol === "file:"; // where a folder does not open as its index.html
  const page = (path) => root + path + (isOnDisk ? "index.html" : "");
  const paperPage = (paper) => page("papers/" + encodeURIComponent(paper.id) + "/");
  const themePage = (theme) => page("themes/" + encodeURIComponent(theme.id) + "/");
  const searchPage = (query) => page("search/") + "?" + new URLSearchParams({ q: query });

  let loading = null;

  function addScript(path) {
    return new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = root + path;
      script.onload = done;
      script.onerror = () => {
        script.remove();
        failed(new Error("not loaded: " + path));
      };
      document.head.append(script);
    });
  }

  /* Loads the index once; after a failure the next call tries again. */
  search.prepare = function () {
    if (!loading) {
      const scripts = [];
      if (typeof lunr === "undefined") scripts.push(addScript(html.dataset.lunr));
      if (!data) scripts.push(addScript(html.dataset.searchIndex));
      loading = Promise.all(scripts).then(theEngine);
      loading.catch(() => (loading = null));
    }
    return loading;
  };

  /* ---- What both views show -------------------------------------------------------------- */

  const NOT_LOADED = "The search index could not be loaded. Reload the page to try again.";
  const LOADING = "Loading the search index …";
  const HINT = "Type a title, a topic or a few words from an abstract.";

  function make(name, attributes, ...content) {
    const element = document.createElement(name);
    for (const key of Object.keys(attributes)) element.setAttribute(key, attributes[key]);
    element.append(...content);
    return element;
  }

  /* A text with its marked places, as nodes: data never becomes HTML. */
  function marked(text, terms) {
    const nodes = [];
    let at = 0;
    for (const [start, end] of search.marks(text, terms)) {
      nodes.push(text.slice(at, start), make("mark", {}, text.slice(start, end)));
      at = end;
    }
    nodes.push(text.slice(at));
    return nodes;
  }

  function summary({ results, unknown }) {
    const count = results.length === 1 ? "1 paper" : results.length + " papers";
    const missing = unknown.slice(0, 8).map((word) => "“" + word.slice(0, 60) + "”").join(", ");
    if (!missing) return results.length ? count + " found" : "No paper found";
    return (results.length ? count + " found; no" : "No") + " paper has " + missing;
  }

  /* ---- The list under a search box -------------------------------------------------------- */

  const MOST_SUGGESTIONS = 8;

  function suggestUnder(form, input, number) {
    const note = make("p", { class: "search-note", role: "status" });
    const list = make("div", { id: "search-list-" + number, role: "listbox", "aria-label": "Papers" });
    const box = make("div", { class: "search-results", hidden: "" }, note, list);
    let options = [];
    let selected = -1;
    form.append(box);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("autocomplete", "off");

    function show(isOpen) {
      box.hidden = !isOpen;
      input.setAttribute("aria-expanded", String(isOpen));
      if (!isOpen) select(-1);
    }

    function select(at) {
      if (options[selected]) options[selected].setAttribute("aria-selected", "false");
      selected = at;
      if (!options[at]) return input.removeAttribute("aria-activedescendant");
      options[at].setAttribute("aria-selected", "true");
      options[at].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", options[at].id);
    }

    function option(href, content) {
      const id = list.id + "-" + options.length;
      const link = make("a", { id, href, role: "option", tabindex: "-1", "aria-selected": "false", dir: "auto" }, ...content);
      options.push(link);
      return link;
    }

    function clear(text) {
      note.textContent = text;
      options = [];
      selected = -1;
      input.removeAttribute("aria-activedescendant");
      list.replaceChildren();
    }

    function render() {
      const query = input.value;
      clear("");
      if (!query.trim()) return show(false);
      const answer = search.run(query);
      note.textContent = answer.query.trim() && !readinglist.words(answer.query).length ? HINT : summary(answer);
      for (const { paper, terms } of answer.results.slice(0, MOST_SUGGESTIONS)) {
        list.append(option(paperPage(paper), marked(paper.title, terms)));
      }
      if (answer.results.length > MOST_SUGGESTIONS) {
        list.append(option(searchPage(query), ["All " + answer.results.length + " results"]));
      }
      return show(true);
    }

    function update() {
      if (search.isReady()) return render();
      if (input.value.trim()) {
        clear(LOADING);
        show(true);
      }
      return search.prepare().then(
        () => document.activeElement === input && render(),
        () => clear(NOT_LOADED),
      );
    }

    input.addEventListener("focus", update);
    input.addEventListener("input", update);
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && options.length) {
        event.preventDefault();
        if (box.hidden) show(true);
        const stops = options.length + 1; // the options, and none of them
        select(((selected + 1 + step + stops) % stops) - 1);
      } else if (event.key === "Escape" && !box.hidden) {
        event.preventDefault();
        show(false);
      } else if (event.key === "Enter" && options[selected]) {
        event.preventDefault();
        options[selected].click();
      }
    });
    /* A press on an option must not take the focus away, or the list would close under it. */
    box.addEventListener("mousedown", (event) => event.preventDefault());
    form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || show(false));
    if (document.activeElement === input) update();
  }

  /* ---- The search page --------------------------------------------------------------------- */

  const PAGE = 20;

  function searchOn(form, input, list, status) {
    const more = make("button", { type: "button", class: "search-more", hidden: "" }, "Show more");
    list.after(more);
    let committed = askedFor();
    let rest = [];

    function askedFor() {
      return new URLSearchParams(location.search).get("q") || "";
    }

    function address(query) {
      const url = new URL(location.href);
      if (query) url.searchParams.set("q", query);
      else url.searchParams.delete("q");
      return url;
    }

    /* Some browsers refuse this on a page opened from a disk; the search works without. */
    function remember(how, query) {
      try {
        history[how](null, "", address(query));
      } catch (error) {
        if (error.name !== "SecurityError") throw error;
      }
    }

    function item({ paper, terms }) {
      const link = make("a", { href: paperPage(paper) }, ...marked(paper.title, terms));
      const article = make("article", {}, make("h3", { dir: "auto" }, link));
      const snippet = search.snippet(paper.abstract, terms);
      if (snippet) article.append(make("p", { class: "snippet", dir: "auto" }, ...marked(snippet, terms)));
      if (paper.themes.length) {
        const themes = make("p", { class: "themes" });
        for (const theme of paper.themes) {
          themes.append(make("a", { href: themePage(theme) }, theme.title), " ");
        }
        article.append(themes);
      }
      return make("li", {}, article);
    }

    function showMore() {
      list.append(...rest.splice(0, PAGE).map(item));
      more.hidden = !rest.length;
    }

    function render() {
      list.replaceChildren();
      rest = [];
      const query = input.value;
      if (!readinglist.words(query.slice(0, MAX_QUERY)).length) {
        status.textContent = HINT;
      } else {
        const answer = search.run(query);
        rest = answer.results;
        status.textContent = summary(answer);
      }
      showMore();
    }

    function update() {
      if (search.isReady()) return render();
      status.textContent = input.value.trim() ? LOADING : HINT;
      return search.prepare().then(render, () => (status.textContent = NOT_LOADED));
    }

    input.addEventListener("input", () => {
      remember("replaceState", input.value);
      update();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (input.value !== committed) {
        /* The entry that typing has rewritten gets its own query back. */
        remember("replaceState", committed);
        committed = input.value;
        remember("pushState", committed);
      }
      update();
    });
    more.addEventListener("click", () => {
      const next = list.children.length;
      showMore();
      const link = list.children[next] && list.children[next].querySelector("a");
      if (link) link.focus();
    });
    addEventListener("popstate", () => {
      committed = input.value = askedFor();
      update();
    });
    input.value = committed;
    update();
  }

  /* ---- Start ----------------------------------------------------------------------------- */

  function isField(element) {
    return element.isContentEditable || /^(?:input|textarea|select)$/i.test(element.tagName);
  }

  function start() {
    const own = document.getElementById("search-form");
    let first = null;
    for (const [number, form] of document.querySelectorAll('form[role="search"]').entries()) {
      const input = form.querySelector('input[name="q"]');
      if (!input) continue;
      if (!first || form === own) first = input;
      if (isOnDisk) form.action = page("search/");
      if (form === own) {
        const list = document.getElementById("search-results");
        searchOn(form, input, list, document.getElementById("search-status"));
      } else suggestUnder(form, input, number);
    }
    document.addEventListener("keydown", (event) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || !first) return;
      if (event.defaultPrevented || isField(event.target)) return;
      event.preventDefault();
      first.focus();
      first.select();
    });
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
