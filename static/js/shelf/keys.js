/* Keyboard shortcuts: move from paper to paper, and set the state of a paper. */

import { button, find, isField, make } from "../lib/dom.js";
import { readinglist } from "../lib/shared.js";
import { cycleState, idOf, titleOf, toggle } from "./actions.js";
import { paper } from "./paper.js";
import { showMessage } from "./messages.js";

/** @typedef {import("./actions.js").Line} Line */

const { hasShortcuts, setShortcuts } = /** @type {import("../lib/shared.js").SearchBox} */ (
  readinglist.searchBox
);

const KEYS = [
  ["/", "search"],
  ["j", "next paper in the list; on the page of a paper, the next paper in its theme"],
  ["k", "previous paper"],
  ["s", "star the paper, or remove its star"],
  ["r", "change the state: to read, reading, read, none"],
  ["?", "show the keyboard shortcuts"],
  ["↓ ↑", "move through search results"],
  ["Esc", "close a dialog"],
];

/** The list of shortcuts, and a check box that turns them off. */
export function keyList() {
  const box = make("input", { type: "checkbox" });
  box.checked = hasShortcuts();
  box.addEventListener("change", () => {
    if (setShortcuts(box.checked)) return;
    showMessage("This browser stores no data for this site, so the setting cannot be changed.");
    box.checked = true;
    setShortcuts(true);
  });
  const lines = KEYS.map(([name, text]) => {
    const key = make("dt", {}, make("kbd", {}, name));
    return make("div", {}, key, make("dd", {}, text));
  });
  const label = make("label", {}, box, " Use keyboard shortcuts of a single character");
  return [make("dl", {}, ...lines), make("p", {}, label)];
}

/** @type {HTMLDialogElement | null} */
let help = null;

export function openHelp() {
  if (help) help.remove();
  const made = make("dialog", { class: "shelf-keys", "aria-labelledby": "keys-title" });
  const close = button("Close", () => made.close());
  made.append(make("h2", { id: "keys-title" }, "Keyboard shortcuts"), ...keyList(), close);
  made.addEventListener("click", (event) => event.target === made && made.close());
  document.body.append(made);
  made.showModal();
  help = made;
}

/** @param {1 | -1} by */
function step(by) {
  if (paper()) {
    /** @type {HTMLElement | null} */
    const link = document.querySelector(by > 0 ? 'a[rel="next"]' : 'a[rel="prev"]');
    if (link) link.click();
    else showMessage(`This is the ${by > 0 ? "last" : "first"} paper of its theme.`);
    return;
  }
  const lines = [...document.querySelectorAll("[data-papers] > li:not([hidden])")];
  const here = document.activeElement && document.activeElement.closest("[data-papers] > li");
  const at = here ? lines.indexOf(here) : -1;
  const firstVisible = () => lines.findIndex((line) => line.getBoundingClientRect().top >= 0);
  const line = lines[at < 0 ? Math.max(0, firstVisible()) : at + by];
  if (line) find('a[href*="papers/"]', line).focus();
}

/** The paper that shortcuts apply to: that of the page, or of the list item with the focus. */
function currentPaper() {
  /** @type {Line | null | undefined} */
  const line = document.activeElement && document.activeElement.closest("li");
  return paper() || (line && line.shelfId ? { id: idOf(line), title: titleOf(line) } : null);
}

/** @param {string} name */
export function handleKey(name) {
  const { activeElement } = document;
  if (activeElement && isField(activeElement)) return;
  if (document.querySelector("dialog[open]") || !hasShortcuts()) return;
  if (name === "?") openHelp();
  else if (name === "j" || name === "k") step(name === "j" ? 1 : -1);
  else {
    const one = currentPaper();
    if (one && name === "s") toggle(one.id, one.title, "star");
    else if (one) cycleState(one.id, one.title);
    else if (document.querySelector("[data-papers]")) {
      showMessage("Select a paper first: press j for the next paper or k for the previous one.");
    }
  }
}
