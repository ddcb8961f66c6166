/* The way to the search, on every page: the box of the header, and "/". All else is in search-ui.js,
   which is loaded when the reader first shows that they mean to search; until it is there, what
   they type stays in the box. Without any script the box leads to the search page. */
(function () {
  "use strict";

  const readinglist = (globalThis.readinglist = globalThis.readinglist || {});
  const html = document.documentElement;
  const root = html.dataset.root || "./";
  const files = JSON.parse(html.dataset.search);
  const isOnDisk = location.protocol === "file:"; // where a folder does not open as its index.html
  const page = (path) => root + path + (isOnDisk ? "index.html" : "");

  function addScript(path) {
    return new Promise((done, failed) => {
      const script = Object.assign(document.createElement("script"), { src: root + path, async: false });
      script.onload = done;
      script.onerror = () => {
        script.remove();
        failed(new Error("not loaded: " + path));
      };
      document.head.append(script);
    });
  }

  /* A single letter as a shortcut can be in the way of speech input: it can be turned off. */
  let slash = "";
  function hasSlash() {
    try {
      slash = localStorage.getItem("readinglist.slash") || "";
    } catch {
      /* Refused: it holds for this page. */
    }
    return slash !== "off";
  }

  function turnSlash(isOn) {
    slash = isOn ? "" : "off";
    try {
      if (isOn) localStorage.removeItem("readinglist.slash");
      else localStorage.setItem("readinglist.slash", slash);
    } catch {
      /* Refused or full. */
    }
  }

  readinglist.searchBox = { root, page, files, addScript, hasSlash, turnSlash };

  let loading = null;
  function ui() {
    if (!loading) {
      loading = addScript(files.ui).then(() => readinglist.searchUi);
      loading.catch(() => (loading = null)); // the next letter tries again
    }
    return loading;
  }

  /* Typing opens the dialog, which takes what is in the box. */
  function openFrom(box) {
    let waiting = null;
    let isComposing = false;
    const back = (before) => {
      box.blur();
      before.focus({ preventScroll: true }); // where the dialog returns to
    };
    const go = (event, before) => {
      if (waiting || (event && event.isComposing)) return;
      const mine = (waiting = { before });
      const isWanted = () => waiting === mine; // and was not called off
      const composed = () => isComposing && new Promise((end) => box.addEventListener("compositionend", end, { once: true }));
      ui().then(composed).then(() => {
        if (!isWanted()) return;
        waiting = null;
        const { openDialog } = readinglist.searchUi;
        const text = box.value;
        box.value = "";
        if (before) back(before);
        openDialog(text || undefined);
      }, () => isWanted() && (waiting = null));
    };
    box.addEventListener("keydown", ({ key }) => {
      if (key !== "Escape" || !waiting) return;
      const { before } = waiting;
      waiting = null;
      box.value = "";
      if (before) back(before);
    });
    const typed = (event) => box.value && go(event);
    box.setAttribute("aria-haspopup", "dialog");
    box.addEventListener("focus", () => ui().then(({ open }) => open()).catch(() => {}));
    box.addEventListener("click", () => go());
    box.addEventListener("input", typed);
    box.addEventListener("compositionstart", () => (isComposing = true));
    box.addEventListener("compositionend", () => {
      isComposing = false;
      typed();
    });
    if (box.value) go();
    return () => {
      const before = document.activeElement;
      box.focus({ preventScroll: true });
      go(null, before);
    };
  }

  function isField(element) {
    return element.isContentEditable || /^(?:input|textarea|select)$/i.test(element.tagName);
  }

  function start() {
    const own = document.getElementById("search-form");
    const input = own && own.querySelector('input[name="q"]');
    let go = () => {
      input.focus();
      input.select();
    };
    if (own) ui().then(({ searchPage }) => searchPage(own), () => {});
    for (const box of document.querySelectorAll('header form[role="search"] input[name="q"]')) {
      if (isOnDisk) box.form.action = page("search/");
      if (!own) go = openFrom(box);
    }
    document.addEventListener("keydown", (event) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (isField(event.target) || document.querySelector("dialog[open]") || !hasSlash()) return;
      event.preventDefault();
      go();
    });
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
