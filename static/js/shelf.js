/* The part of the reader's shelf that every page needs: a small button beside each paper in a list.
   The rest is in shelf-store.js, shelf-marks.js and shelf-tools.js, which are loaded for readers
   who have a shelf, and for others when they first use a control of the shelf.

   The shelf is stored in localStorage. The key contains the path of the site, because several lists
   can have the same origin. */
import { loadScript, once } from "./lib/load-script.js";
import { readinglist } from "./lib/shared.js";
import { dataAttribute, root } from "./lib/site.js";

/** @typedef {HTMLElement & { shelfId?: string }} Line a list item, with the id of its paper */
/** @typedef {import("./lib/shared.js").Shelf} Shelf */

const STEP = 5; // milliseconds that a batch takes at most

const html = document.documentElement;
const files = dataAttribute("shelfFiles");
const key = "readinglist.shelf:" + new URL(root, location.href).pathname;
/** @type {Map<string, Line[]>} */
const rows = new Map();
/** @type {Record<string, unknown>} */
const given = {};
/** @type {Map<string, () => Promise<void>>} */
const scripts = new Map();

/**
 * Loads a script, once. After a failure the next call tries again.
 * @param {string} path
 */
function load(path) {
  const known = scripts.get(path) || once(() => loadScript(root + path));
  scripts.set(path, known);
  return known();
}

const open = once(async () => {
  await Promise.all(files.open.map(load));
  return shelf;
});

/**
 * The ids of the papers in a state: "starred", "to-read", "reading", "read" or "note". This
 * version, which reads the stored text directly, is replaced when shelf-store.js is loaded.
 * @param {string} state
 * @returns {string[]}
 */
function ids(state) {
  try {
    /** @type {{ papers: (Record<string, string> | null)[] }} */
    const { papers } = JSON.parse(localStorage.getItem(key) || "");
    return papers.flatMap((one) => (one && (one.state === state || one[state]) ? [one.id] : []));
  } catch {
    return [];
  }
}

/**
 * Adds the shelf button to a list item.
 * @param {Line} line
 */
function addButton(line) {
  /** @type {HTMLAnchorElement | null} */
  const link = line.querySelector('a[href*="papers/"]');
  if (!link || line.shelfId) return;
  const path = link.pathname.replace(/\/(index\.html)?$/, "").split("/");
  const id = decodeURIComponent(path[path.length - 1]);
  const mark = document.createElement("button");
  mark.type = "button";
  mark.className = "shelf-mark";
  mark.setAttribute("aria-label", "My shelf: " + link.textContent);
  line.shelfId = id;
  line.append(mark);
  rows.set(id, [...(rows.get(id) || []), line]);
  if (shelf.draw) shelf.draw(line);
}

/** @type {Shelf} */
const shelf = {
  key,
  files,
  rows,
  given,
  load,
  open,
  ids,
  addButton,
  give: (name, value) => (given[name] = value),
};
readinglist.shelf = shelf;

/* Long lists are processed in short batches, so that the page stays responsive. */
/** @type {NodeListOf<Line>} */
const lines = document.querySelectorAll("[data-papers] > li");
let next = 0;
function go() {
  const until = performance.now() + STEP;
  while (next < lines.length && performance.now() < until) addButton(lines[next++]);
  if (next < lines.length) setTimeout(go);
}
go();

/**
 * Whether an event is for the shelf: on one of its controls, or a keyboard shortcut.
 * @param {Event} event
 */
function isShelfEvent(event) {
  if (event instanceof KeyboardEvent && event.type === "keydown") {
    const { key: name, ctrlKey, metaKey, altKey } = event;
    return /^[jkrs?]$/.test(name) && !ctrlKey && !metaKey && !altKey;
  }
  const controls = ".shelf-mark, .shelf-tools, .shelf-paper, .shelf-note";
  return event.target instanceof Element && event.target.closest(controls);
}

/* Events of the shelf's controls are passed on when the other scripts are loaded. */
for (const type of ["click", "input", "keydown", "focusin"]) {
  document.addEventListener(type, (event) => {
    if (isShelfEvent(event))
      open().then(
        () => shelf.handle && shelf.handle(event),
        () => {},
      ); // promises keep the order of the events
  });
}

/* Changes in another tab are shown here too, even if there was no shelf before. */
addEventListener("storage", (event) => {
  if (event.key === key) open().catch(() => {});
});

const isChosen = /\b(?:order|only)=/.test(location.search);
if (isChosen || html.matches(".shelved, [data-density]")) open().catch(() => {});
