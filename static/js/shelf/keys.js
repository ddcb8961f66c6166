/* Single letters as keys: from paper to paper, and what is done with them. */

import { button, find, isField, make } from "../lib/dom.js";
import { readinglist } from "../lib/shared.js";
import { cycle, idOf, titleOf, toggle } from "./acts.js";
import { paper } from "./paper.js";
import { say } from "./saying.js";

/** @typedef {import("./acts.js").Line} Line */

const { hasSlash, turnSlash } = /** @type {import("../lib/shared.js").SearchBox} */ (
  readinglist.searchBox
);

const KEYS = [
  ["/", "search"],
  ["j", "next paper of a list; on a paper’s page the next of its theme"],
  ["k", "previous paper"],
  ["s", "star the paper, or take its star away"],
  ["r", "to read, reading, read, and none of these"],
  ["?", "show these keys"],
  ["↓ ↑", "through search results"],
  ["Esc", "close a dialog"],
];

/** The keys, and a switch that turns letters off. */
export function keyList() {
  const box = make("input", { type: "checkbox" });
  box.checked = hasSlash();
  box.addEventListener("change", () => {
    if (turnSlash(box.checked)) return;
    say("This browser keeps nothing for this site, so the keys stay as they are.");
    box.checked = true;
    turnSlash(true);
  });
  const lines = KEYS.map(([name, text]) => {
    const key = make("dt", {}, make("kbd", {}, name));
    return make("div", {}, key, make("dd", {}, text));
  });
  const label = make("label", {}, box, " Use single letters, / and ? as keys");
  return [make("dl", {}, ...lines), make("p", {}, label)];
}

/** @type {HTMLDialogElement | null} */
let help = null;

export function openHelp() {
  if (help) help.remove();
  const made = make("dialog", { class: "shelf-keys", "aria-labelledby": "keys-title" });
  const close = button("Close", () => made.close());
  made.append(make("h2", { id: "keys-title" }, "Keys"), ...keyList(), close);
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
    else say(`This is the ${by > 0 ? "last" : "first"} paper of its theme.`);
    return;
  }
  const lines = [...document.querySelectorAll("[data-papers] > li:not([hidden])")];
  const here = document.activeElement && document.activeElement.closest("[data-papers] > li");
  const at = here ? lines.indexOf(here) : -1;
  const inSight = () => lines.findIndex((line) => line.getBoundingClientRect().top >= 0);
  const line = lines[at < 0 ? Math.max(0, inSight()) : at + by];
  if (line) find('a[href*="papers/"]', line).focus();
}

/** The paper that is meant: that of the page, or of the line with the focus. */
function meant() {
  /** @type {Line | null | undefined} */
  const line = document.activeElement && document.activeElement.closest("li");
  return paper() || (line && line.shelfId ? { id: idOf(line), title: titleOf(line) } : null);
}

/** @param {string} name */
export function press(name) {
  const { activeElement } = document;
  if (activeElement && isField(activeElement)) return;
  if (document.querySelector("dialog[open]") || !hasSlash()) return;
  if (name === "?") openHelp();
  else if (name === "j" || name === "k") step(name === "j" ? 1 : -1);
  else {
    const one = meant();
    if (one && name === "s") toggle(one.id, one.title, "star");
    else if (one) cycle(one.id, one.title);
    else if (document.querySelector("[data-papers]")) {
      say("Go to a paper first: j is the next, k the one before.");
    }
  }
}
