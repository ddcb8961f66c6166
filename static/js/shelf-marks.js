/* The shelf where a reader meets it: marks beside the papers of a list and the menu behind them,
   the controls and the note on a paper's page, progress per theme, and the keys. */
import { find } from "./lib/dom.js";
import { idOf, titleOf, toggle, words } from "./shelf/acts.js";
import { keyList, openHelp, press } from "./shelf/keys.js";
import { shelf } from "./shelf/loaded.js";
import { drawMenu, openMenu } from "./shelf/menu.js";
import { drawPaper, paper, typed } from "./shelf/paper.js";
import { drawProgress } from "./shelf/progress.js";
import { say, sayChanged } from "./shelf/saying.js";

/** @typedef {import("./shelf/acts.js").Line} Line */

const drawn = new Set(); // ids that have a mark

/** @param {Line} line */
function draw(line) {
  const one = shelf.get(idOf(line));
  const text = words(one);
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
 * Everything a reader does with the shelf's controls and keys; shelf.js hands it on.
 * @param {Event} event
 */
function handle(event) {
  const { type } = event;
  const target = /** @type {Element} */ (event.target);
  if (type === "keydown") return press(/** @type {KeyboardEvent} */ (event).key);
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

/* Results of a search come and go. */
const results = document.getElementById("search-results");
if (results) {
  const takeAll = () => {
    for (const line of results.children) shelf.take(/** @type {Line} */ (line));
  };
  new MutationObserver(takeAll).observe(results, { childList: true });
  results.classList.add("shelf-results");
  takeAll();
}

Object.assign(shelf, { draw, say, keyList, words, handle });
document.addEventListener("readinglist-shelf", drawAll);
document.documentElement.classList.add("has-shelf");
if (shelf.problem()) sayChanged("");
drawAll();
