/* The page of the shelf: its elements, and list items for papers. */

import { button, find, make } from "../lib/dom.js";
import { page } from "../lib/site.js";
import { shelf } from "./api.js";

/** @typedef {import("./records.js").Paper} Paper */
/** @typedef {import("./changes.js").Changes} Changes */
/** @typedef {import("./store.js").Edit} Edit */

/**
 * The interface of this page for shelf-import.js.
 * @typedef {object} Page
 * @property {Map<string, string>} titles id -> title, for the papers on this list
 * @property {[old: string, now: string][] | null} aliases former ids; null until they are loaded
 * @property {(one: Paper, isShelf: boolean) => HTMLElement} entry
 * @property {(one: Paper) => string} titleOf
 * @property {(text: string) => void} setStatus
 * @property {(text: string, changes?: Changes) => void} showDone
 */

/**
 * An element of the page.
 * @param {string} name
 */
export const by = (name) => find("#shelf-" + name);

/** @type {(text: string, where?: string) => void} */
export const setStatus = (text, where = "said") => {
  by(where).textContent = text;
};

/** @type {Page} */
export const here = { titles: new Map(), aliases: null, entry, titleOf, setStatus, showDone };

/** @param {Paper} one */
function titleOf(one) {
  return here.titles.get(one.id) || shelf.plain(one.title || one.id);
}

/**
 * A list item for a paper. A paper of this list is a link. Other papers stay on the shelf with a
 * note that they are no longer on the list.
 * @param {Paper} one
 * @param {boolean} isShelf whether the paper is on the shelf, or part of an import
 */
function entry(one, isShelf) {
  const isHere = here.titles.has(one.id);
  const title = titleOf(one);
  const path = "papers/" + encodeURIComponent(one.id) + "/";
  const name = isHere ? make("a", { href: page(path) }, title) : title;
  if (!isShelf) {
    const line = make("li", { dir: "auto" }, make("bdi", {}, name));
    const more = [isHere ? "" : "not on this list", shelf.describe(one)].filter(Boolean).join(", ");
    if (more) line.append(" ", make("span", { class: "quiet" }, more));
    return line;
  }
  const line = make("li", {}, make("h3", { dir: "auto" }, name));
  if (!isHere) {
    const label = { class: "shelf-word", "aria-label": "Remove: " + title };
    const remove = button("Remove", () => change((all) => void all.delete(one.id)), label);
    const gone = ["No longer on this list", shelf.describe(one)].filter(Boolean).join("; ");
    line.append(make("p", { class: "quiet" }, gone + ". ", remove));
  }
  if (one.note) line.append(make("p", { class: "shelf-own", dir: "auto" }, one.note));
  if (isHere) shelf.addButton(line);
  return line;
}

/**
 * Changes many papers. If the change cannot be stored, it lasts for this tab, and the page says so.
 * @param {Edit} edit
 */
export const change = (edit) => shelf.transact(edit, { isWhole: false });

/**
 * Shows what was done, with a button to undo it.
 * @param {string} text
 * @param {Changes} [changes]
 */
export function showDone(text, changes) {
  const parts = [make("span", {}, text)];
  if (changes) {
    const undo = async () => {
      try {
        await change((all) => shelf.applied(all, shelf.reversed(changes)));
        showDone("Undone. Your later changes are kept.");
      } catch (error) {
        shelf.showMessage(/** @type {Error} */ (error).message, 20_000); // a limit
      }
    };
    parts.push(button("Undo", undo, { class: "shelf-quiet" }));
  }
  by("done").replaceChildren(...parts);
  find("#main").focus();
}
