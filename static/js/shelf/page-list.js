/* What is on the shelf, by state, and what could not be read. */

import { button, find, make } from "../lib/dom.js";
import { papers } from "../lib/words.js";
import { shelf } from "./loaded.js";
import { by, here } from "./page.js";
import { save } from "./ways-out.js";

/** @typedef {import("./acts.js").Line} Line */
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
  if (document.querySelector(".shelf-menu[open]")) return; // drawn anew when it closes
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
  const aside = shelf.aside();
  const unread = "Something this browser had kept could not be read, and was put aside.";
  const problem = shelf.problem() || (aside && unread);
  const found = problem ? [make("p", {}, shelf.plain(problem))] : [];
  if (aside) {
    const forget = () => {
      if (!shelf.forgetAside()) {
        shelf.say("This browser did not let go of it; try again when it has more room.");
      }
      drawProblem();
    };
    const keep = button("Save what was put aside", () => save(aside, "put-aside.txt"));
    const leave = button("Throw it away", forget, { class: "shelf-quiet" });
    found.push(make("p", { class: "shelf-ways" }, keep, leave));
  }
  by("problem").replaceChildren(...found);
}
