/* The script with the user interface of the shelf: the buttons in lists and their menu, the buttons
   and the note on the page of a paper, the progress of each theme, and keyboard shortcuts. */
import { find } from "./lib/dom.js";
import { idOf, titleOf, toggle, describe } from "./shelf/actions.js";
import { keyList, openHelp, handleKey } from "./shelf/keys.js";
import { shelf } from "./shelf/api.js";
import { drawMenu, openMenu } from "./shelf/menu.js";
import { drawPaper, paper, typed } from "./shelf/paper.js";
import { drawProgress } from "./shelf/progress.js";
import { showMessage, showChange } from "./shelf/messages.js";

/** @typedef {import("./shelf/actions.js").Line} Line */

const drawn = new Set(); // ids whose state is shown

/** @param {Line} line */
function draw(line) {
  const one = shelf.get(idOf(line));
  const text = describe(one);
  if (!text && !line.dataset.shelf) return;
  const states = [one.state, one.starred && "starred", one.note && "noted"];
  const label = "My shelf: " + titleOf(line) + (text && ": " + text);
  line.dataset.shelf = states.filter(Boolean).join(" ");
  find(".shelf-mark", line).setAttribute("aria-label", label);
  drawn.add(line.shelfId);
}

function drawAll() {
  for (const id of new Set([...drawn, ...shelf.all().map((one) => one.id)])) {
    for (const line of shelf.rows.get(id) || []) draw(line);
  }
  drawPaper();
  drawMenu();
  drawProgress();
}

/**
 * Handles an event of the shelf's controls or shortcuts, which shelf.js passes on.
 * @param {Event} event
 */
function handle(event) {
  const { type } = event;
  const target = /** @type {Element} */ (event.target);
  if (type === "keydown") return handleKey(/** @type {KeyboardEvent} */ (event).key);
  if (type === "click") {
    const mark = target.closest(".shelf-mark");
    const line = mark && mark.closest("li");
    if (line) return openMenu(line);
    const one = paper();
    /** @type {HTMLElement | null} */
    const act = one && target.closest(".shelf-paper [data-act]");
    if (one && act) return toggle(one.id, one.title, act.dataset.act);
    if (target.closest("[data-keys]")) return openHelp();
  }
  if (type === "input") typed(target);
  if (shelf.tools) shelf.tools(type, target);
  return undefined;
}

/* Search results are added after the page has loaded. */
const results = document.getElementById("search-results");
if (results) {
  const takeAll = () => {
    for (const line of results.children) shelf.addButton(/** @type {Line} */ (line));
  };
  new MutationObserver(takeAll).observe(results, { childList: true });
  results.classList.add("shelf-results");
  takeAll();
}

Object.assign(shelf, { draw, showMessage, keyList, describe, handle });
document.addEventListener("readinglist-shelf", drawAll);
document.documentElement.classList.add("has-shelf");
if (shelf.problem()) showChange("");
drawAll();
