/* The reader's own shelf, as much of it as every page needs: a small button beside each paper of a
   list. All else is in shelf-values.js, shelf-store.js, shelf-marks.js and shelf-tools.js, which are
   loaded for readers who have a shelf, and for others when they first use one of its controls.

   Kept in localStorage under "readinglist.shelf:" and the site's base path, as two lists may
   share an origin. */
(function () {
  "use strict";

  const readinglist = (globalThis.readinglist = globalThis.readinglist || {});
  const html = document.documentElement;
  const { root, shelfFiles } = html.dataset;
  const files = JSON.parse(shelfFiles);
  const key = "readinglist.shelf:" + new URL(root, location).pathname;
  const rows = new Map(); // a paper's id -> the lines of lists it stands in
  const given = {};
  const loading = {};
  let opening = null;

  /* Adds one of the scripts, once; after a failure the next call tries again. */
  function load(path) {
    loading[path] ||= new Promise((done, failed) => {
      const script = document.createElement("script");
      script.async = false; // in the order they are asked for
      script.src = root + path;
      script.onload = done;
      script.onerror = () => {
        delete loading[path];
        script.remove();
        failed(new Error("not loaded: " + path));
      };
      document.head.append(script);
    });
    return loading[path];
  }

  function open() {
    if (!opening) {
      opening = Promise.all(files.open.map(load)).then(() => shelf);
      opening.catch(() => (opening = null));
    }
    return opening;
  }

  /* Ids of a state: "starred", "to-read", "reading", "read" or "note". */
  function ids(state) {
    try {
      const { papers } = JSON.parse(localStorage.getItem(key));
      return papers.filter((one) => one && (one.state === state || one[state])).map((one) => one.id);
    } catch {
      return [];
    }
  }

  const shelf = { key, files, rows, given, load, open, ids, take, give: (name, value) => (given[name] = value) };
  readinglist.shelf = shelf;

  /* Gives a line of a list its button. */
  function take(line) {
    const link = line.querySelector('a[href*="papers/"]');
    if (!link || line.shelfId) return;
    const id = decodeURIComponent(link.pathname.replace(/\/(index\.html)?$/, "").split("/").pop());
    const button = document.createElement("button");
    button.type = "button";
    button.className = "shelf-mark";
    button.setAttribute("aria-label", "My shelf: " + link.textContent);
    line.shelfId = id;
    line.append(button);
    rows.set(id, [...(rows.get(id) || []), line]);
    if (shelf.draw) shelf.draw(line);
  }

  /* A long list is gone through in steps that nobody notices. */
  const lines = document.querySelectorAll("[data-papers] > li");
  let next = 0;
  function go() {
    const until = performance.now() + 5;
    while (next < lines.length && performance.now() < until) take(lines[next++]);
    if (next < lines.length) setTimeout(go);
  }
  go();

  /* Whatever a reader does with the shelf's controls is handed on, now or when all is loaded. */
  function meant({ type, target, key, ctrlKey, metaKey, altKey }) {
    if (type !== "keydown") return target.closest(".shelf-mark, .shelf-tools, .shelf-paper, .shelf-note");
    return /^[jkrs?]$/.test(key) && !ctrlKey && !metaKey && !altKey;
  }
  for (const type of ["click", "input", "keydown", "focusin"]) {
    document.addEventListener(type, (event) => {
      if (meant(event)) open().then(() => shelf.handle(event), () => {}); // one after the other
    });
  }

  /* What another tab does is seen here, also if it was the first thing ever marked. */
  addEventListener("storage", (event) => event.key === key && open().catch(() => {}));

  if (/\b(?:order|only)=/.test(location.search) || html.matches(".shelved, [data-density]")) open().catch(() => {});
})();
