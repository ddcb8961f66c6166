/* Marks the next presentation and moves past ones to a collapsed list, the latest first. This is
   done in the browser, because the built site must not depend on the date of the build. */
import { find, make } from "./lib/dom.js";

/** @param {number} number */
const twoDigits = (number) => String(number).padStart(2, "0");

/** @param {Element} item */
const dateOf = (item) => /** @type {HTMLTimeElement} */ (find("time", item)).dateTime;

/** @param {HTMLElement} agenda */
function begin(agenda) {
  const now = new Date();
  const month = twoDigits(now.getMonth() + 1);
  const today = [now.getFullYear(), month, twoDigits(now.getDate())].join("-");
  const over = [...agenda.children].filter((item) => dateOf(item) < today);
  const next = agenda.children[over.length];
  if (next) {
    const date = dateOf(next);
    for (const item of agenda.children) item.classList.toggle("next", dateOf(item) === date);
    find(".when", next).append(" ", make("span", {}, date === today ? "today" : "next"));
  }
  if (!over.length) return;
  const list = /** @type {HTMLElement} */ (agenda.cloneNode(false));
  list.id = "earlier";
  list.append(...over.reverse());
  const summary = make("summary", {}, over.length + " earlier");
  const earlier = make("details", { class: "earlier" }, summary, list);
  if (next) agenda.after(earlier);
  else agenda.replaceWith(earlier);
}

const agenda = document.getElementById("agenda");
if (agenda) begin(agenda);
