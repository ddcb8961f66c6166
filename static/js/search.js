/* The start of the search, on every page: the box in the header, and the shortcut "/". The rest is
   in search-ui.js, which is loaded when the reader uses either. Until it is loaded, typed text
   stays in the box. Without scripts, the box is a form that opens the search page. */
import { isField } from "./lib/dom.js";
import { hasShortcuts, setShortcuts } from "./lib/keys.js";
import { loadScript, once } from "./lib/load-script.js";
import { readinglist } from "./lib/shared.js";
import { dataAttribute, isOnDisk, page, root } from "./lib/site.js";

/** @typedef {import("./lib/shared.js").SearchUi} SearchUi */

/** @type {import("./lib/shared.js").SearchFiles} */
const files = dataAttribute("search");
readinglist.searchBox = { files, hasShortcuts, setShortcuts };

const ui = once(async () => {
  await loadScript(root + files.ui);
  return /** @type {SearchUi} */ (readinglist.searchUi);
});

/**
 * Opens the dialog when the reader types in the box. The dialog takes over the text.
 * @param {HTMLInputElement} box
 * @returns {() => void} opens the dialog for the shortcut
 */
function openFrom(box) {
  /** @typedef {{ before?: HTMLElement }} Request a request to open the dialog, with the element that had the focus */
  /** @type {Request | null} */
  let waiting = null;
  let isComposing = false;

  /** @param {HTMLElement} before the element that gets the focus back */
  function back(before) {
    box.blur();
    before.focus({ preventScroll: true });
  }

  function composed() {
    if (!isComposing) return undefined;
    return new Promise((end) => box.addEventListener("compositionend", end, { once: true }));
  }

  /** @param {HTMLElement} [before] */
  async function go(before) {
    if (waiting) return;
    /** @type {Request} */
    const mine = (waiting = { before });
    const isWanted = () => waiting === mine; // false if the reader has pressed Escape
    let loaded;
    try {
      loaded = await ui();
      await composed();
    } catch {
      if (isWanted()) waiting = null;
      return;
    }
    if (!isWanted()) return;
    waiting = null;
    const text = box.value;
    box.value = "";
    if (before) back(before);
    loaded.openDialog(text || undefined);
  }

  box.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !waiting) return;
    const { before } = waiting;
    waiting = null;
    box.value = "";
    if (before) back(before);
  });
  const typed = () => box.value && go();
  box.setAttribute("aria-haspopup", "dialog");
  box.addEventListener("focus", () => {
    ui()
      .then(({ loadEngine }) => loadEngine())
      .catch(() => {});
  });
  box.addEventListener("click", () => go());
  box.addEventListener("input", (event) => {
    if (!(/** @type {InputEvent} */ (event).isComposing)) typed();
  });
  box.addEventListener("compositionstart", () => (isComposing = true));
  box.addEventListener("compositionend", () => {
    isComposing = false;
    typed();
  });
  if (box.value) go();
  return () => {
    const before = /** @type {HTMLElement} */ (document.activeElement);
    box.focus({ preventScroll: true });
    go(before);
  };
}

/* On the search page, "/" moves the focus to the box; on other pages it opens the dialog. */
function start() {
  const own = document.getElementById("search-form");
  /** @type {HTMLInputElement | null} */
  const input = own && own.querySelector('input[name="q"]');
  let go = () => {
    if (!input) return;
    input.focus();
    input.select();
  };
  if (own) {
    ui().then(
      ({ searchPage }) => searchPage(own),
      () => {},
    );
  }
  /** @type {NodeListOf<HTMLInputElement>} */
  const boxes = document.querySelectorAll('header form[role="search"] input[name="q"]');
  for (const box of boxes) {
    if (isOnDisk && box.form) box.form.action = page("search/");
    if (!own) go = openFrom(box);
  }
  document.addEventListener("keydown", (event) => {
    const { key, ctrlKey, metaKey, altKey, defaultPrevented, target } = event;
    if (key !== "/" || ctrlKey || metaKey || altKey || defaultPrevented) return;
    if (isField(/** @type {Element} */ (target))) return;
    if (document.querySelector("dialog[open]") || !hasShortcuts()) return;
    event.preventDefault();
    go();
  });
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
