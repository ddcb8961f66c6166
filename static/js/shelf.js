/* The reader's own shelf, as much of it as every page needs: a small button beside each paper of a
   list. All else is in shelf-store.js, shelf-marks.js and shelf-tools.js, which are loaded for readers
   who have a shelf, and for others when they first use one of its controls.

   Kept in localStorage under "readinglist.shelf:" and the site's base path, as two lists may
   share an origin. */
import { loadScript, once } from "./lib/load-script.js";
import { readinglist } from "./lib/shared.js";
import { carried, root } from "./lib/site.js";

/** @typedef {HTMLElement & { shelfId?: string }} Line of a list, with the id of its paper */
/** @typedef {import("./lib/shared.js").Shelf} Shelf */

const STEP = 5; // milliseconds that a step of work takes at most

const html = document.documentElement;
const files = carried("shelfFiles");
const key = "readinglist.shelf:" + new URL(root, location.href).pathname;
/** @type {Map<string, Line[]>} */
const rows = new Map();
/** @type {Record<string, unknown>} */
const given = {};
/** @type {Map<string, () => Promise<void>>} */
const scripts = new Map();

/**
 * Adds one of the scripts, once; after a failure the next call tries again.
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
 * Ids of a state: "starred", "to-read", "reading", "read" or "note". Until the rest is loaded,
 * from what is stored.
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
 * Gives a line of a list its button.
 * @param {Line} line
 */
function take(line) {
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
  take,
  give: (name, value) => (given[name] = value),
};
readinglist.shelf = shelf;

/* A long list is gone through in steps that nobody notices. */
/** @type {NodeListOf<Line>} */
const lines = document.querySelectorAll("[data-papers] > li");
let next = 0;
function go() {
  const until = performance.now() + STEP;
  while (next < lines.length && performance.now() < until) take(lines[next++]);
  if (next < lines.length) setTimeout(go);
}
go();

/**
 * Whether a reader means one of the shelf's controls or keys.
 * @param {Event} event
 */
function isMeant(event) {
  if (event instanceof KeyboardEvent && event.type === "keydown") {
    const { key: name, ctrlKey, metaKey, altKey } = event;
    return /^[jkrs?]$/.test(name) && !ctrlKey && !metaKey && !altKey;
  }
  const controls = ".shelf-mark, .shelf-tools, .shelf-paper, .shelf-note";
  return event.target instanceof Element && event.target.closest(controls);
}

/* Whatever a reader does with the shelf's controls is handed on, now or when all is loaded. */
for (const type of ["click", "input", "keydown", "focusin"]) {
  document.addEventListener(type, (event) => {
    if (isMeant(event))
      open().then(
        () => shelf.handle && shelf.handle(event),
        () => {},
      ); // in turn
  });
}

/* What another tab does is seen here, also if it was the first thing ever marked. */
addEventListener("storage", (event) => {
  if (event.key === key) open().catch(() => {});
});

const isChosen = /\b(?:order|only)=/.test(location.search);
if (isChosen || html.matches(".shelved, [data-density]")) open().catch(() => {});
