/* What a reader can do with a paper, and the buttons that say what they have done. */

import { find } from "../lib/dom.js";
import { shelf } from "./loaded.js";
import { sayChanged, sayFault } from "./saying.js";

/** @typedef {import("./records.js").Paper} Paper */
/** @typedef {import("./records.js").State} State */
/** @typedef {HTMLElement & { shelfId?: string }} Line of a list, with the id of its paper */

/** @param {string} text */
export const capital = (text) => text.replace(/^./, (letter) => letter.toUpperCase());

/** @param {Line} line */
export const linkOf = (line) => /** @type {HTMLAnchorElement} */ (find('a[href*="papers/"]', line));

/** @param {Line} line */
export const titleOf = (line) => linkOf(line).textContent || "";

/** @param {Line} line */
export const idOf = (line) => line.shelfId || "";

/** @param {Paper} paper */
export const words = ({ state, starred, note }) =>
  [shelf.NAMES[state], starred && "starred", note && "with a note"].filter(Boolean).join(", ");

/** @type {(id: string, title: string, values: Partial<Paper>) => void} */
function change(id, title, values) {
  const fault = shelf.set(id, title, values);
  if (fault) sayFault(fault);
  else sayChanged(capital(words(shelf.get(id)) || "not on your shelf") + ": " + title);
}

/**
 * @param {string} id
 * @param {string} title
 * @param {string | undefined} what "star" or a state
 */
export function toggle(id, title, what) {
  const { starred, state } = shelf.get(id);
  if (what === "star") change(id, title, { starred: !starred });
  else change(id, title, { state: state === what ? "" : /** @type {State} */ (what) });
}

/** @type {(id: string, title: string) => void} to read, reading, read, and none of these */
export function cycle(id, title) {
  const { STATES } = shelf;
  const { state } = shelf.get(id);
  change(id, title, { state: STATES[STATES.indexOf(state) + 1] || "" });
}

/**
 * The four buttons that the menu has as well as a paper's page.
 * @param {Element} area
 * @param {string} id
 */
export function press(area, id) {
  const { starred, state } = shelf.get(id);
  /** @type {NodeListOf<HTMLElement>} */
  const buttons = area.querySelectorAll("[data-act]");
  for (const one of buttons) {
    const { act } = one.dataset;
    one.setAttribute("aria-pressed", String(act === "star" ? starred : act === state));
  }
}
