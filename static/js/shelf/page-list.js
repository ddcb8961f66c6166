/* The list of papers on the page of the shelf, by state, and the notice about unreadable data. */

import { button, find, make } from "../lib/dom.js";
import { papers } from "../lib/words.js";
import { shelf } from "./api.js";
import { by, here } from "./page.js";
import { download } from "./export.js";

/** @typedef {import("./actions.js").Line} Line */
/** @typedef {import("./records.js").Paper} Paper */

const SECTIONS = [
  ["reading", "Reading"],
  ["to-read", "To read"],
  ["starred", "Starred"],
  ["read", "Read"],
  ["note", "With a note"],
];

/** @param {Paper} one */
const sectionOf = (one) => one.state || (one.starred ? "starred" : "note");

/** @type {(a: Paper, b: Paper) => number} */
const newestFirst = (a, b) => (a.changed < b.changed ? 1 : a.changed > b.changed ? -1 : 0);

export function draw() {
  if (document.querySelector(".shelf-menu[open]")) return; // drawn again when the menu closes
  const all = shelf.all().sort(newestFirst);
  const { activeElement } = document;
  /** @type {Line | null} */
  const focused = activeElement && activeElement.closest("#shelf-list li");
  shelf.rows.clear();
  by("list").replaceChildren(...SECTIONS.flatMap(([state, title]) => section(state, title, all)));
  by("empty").hidden = all.length > 0;
  by("tally").textContent = tally(all);
  drawProblem();
  if (!focused || !focused.shelfId || focused.isConnected) return;
  const [line] = shelf.rows.get(focused.shelfId) || [];
  if (line) find("a", line).focus();
}

/** @type {(state: string, title: string, all: Paper[]) => HTMLElement[]} */
function section(state, title, all) {
  const inside = all.filter((one) => sectionOf(one) === state);
  if (!inside.length) return [];
  const id = "state-" + state;
  const count = make("p", {}, papers(inside.length));
  const head = make("header", {}, make("h2", { id }, title), count);
  const lines = inside.map((one) => here.entry(one, true));
  const list = make("ul", { class: "papers", role: "list", "data-papers": "" }, ...lines);
  return [make("section", { class: "row", "aria-labelledby": id }, head, list)];
}

/** @param {Paper[]} all */
function tally(all) {
  if (!all.length) return "";
  const starred = all.filter((one) => one.starred).length;
  const read = all.filter((one) => one.state === "read").length;
  return `${papers(all.length)}, ${starred} starred, ${read} read.`;
}

function drawProblem() {
  const unreadable = shelf.unreadable();
  const notice = "Some stored data of your shelf could not be read. It was set aside.";
  const problem = shelf.problem() || (unreadable && notice);
  const found = problem ? [make("p", {}, shelf.plain(problem))] : [];
  if (unreadable) {
    const discard = () => {
      if (!shelf.discardUnreadable()) {
        shelf.showMessage(
          "The browser could not delete the data. Try again when it has more space.",
        );
      }
      drawProblem();
    };
    const save = button("Save the unreadable data", () => download(unreadable, "unreadable.txt"));
    const drop = button("Delete it", discard, { class: "shelf-quiet" });
    found.push(make("p", { class: "shelf-ways" }, save, drop));
  }
  by("problem").replaceChildren(...found);
}
