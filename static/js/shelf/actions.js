/* The actions of the shelf: star a paper and set its state; and the buttons for them. */

import { find } from "../lib/dom.js";
import { shelf } from "./api.js";
import { showChange, showError } from "./messages.js";

/** @typedef {import("./records.js").Paper} Paper */
/** @typedef {import("./records.js").State} State */
/** @typedef {HTMLElement & { shelfId?: string }} Line a list item, with the id of its paper */

/** @param {string} text */
export const capitalize = (text) => text.replace(/^./, (letter) => letter.toUpperCase());

/** @param {Line} line */
export const linkOf = (line) => /** @type {HTMLAnchorElement} */ (find('a[href*="papers/"]', line));

/** @param {Line} line */
export const titleOf = (line) => linkOf(line).textContent || "";

/** @param {Line} line */
export const idOf = (line) => line.shelfId || "";

/**
 * The state of a paper in words: "reading, starred, with a note".
 * @param {Paper} paper
 */
export const describe = ({ state, starred, note }) =>
  [shelf.NAMES[state], starred && "starred", note && "with a note"].filter(Boolean).join(", ");

/** @type {(id: string, title: string, values: Partial<Paper>) => void} */
function change(id, title, values) {
  const error = shelf.set(id, title, values);
  if (error) showError(error);
  else showChange(capitalize(describe(shelf.get(id)) || "not on your shelf") + ": " + title);
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

/** @type {(id: string, title: string) => void} sets the next state: to read, reading, read, none */
export function cycleState(id, title) {
  const { STATES } = shelf;
  const { state } = shelf.get(id);
  change(id, title, { state: STATES[STATES.indexOf(state) + 1] || "" });
}

/**
 * Updates the four buttons in the menu or on the page of a paper.
 * @param {Element} area
 * @param {string} id
 */
export function showPressed(area, id) {
  const { starred, state } = shelf.get(id);
  /** @type {NodeListOf<HTMLElement>} */
  const buttons = area.querySelectorAll("[data-act]");
  for (const one of buttons) {
    const { act } = one.dataset;
    one.setAttribute("aria-pressed", String(act === "star" ? starred : act === state));
  }
}
