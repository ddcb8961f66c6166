/* The page of the shelf: its parts, and what is on the shelf as elements. */

import { button, find, make } from "../lib/dom.js";
import { page } from "../lib/site.js";
import { shelf } from "./loaded.js";

/** @typedef {import("./records.js").Paper} Paper */
/** @typedef {import("./changes.js").Changes} Changes */
/** @typedef {import("./store.js").Edit} Edit */

/**
 * What shelf-offer.js needs of this page.
 * @typedef {object} Page
 * @property {Map<string, string>} titles id -> title, of the papers this list has
 * @property {[old: string, now: string][] | null} aliases null until the list is here
 * @property {(one: Paper, isShelf: boolean) => HTMLElement} entry
 * @property {(one: Paper) => string} titleOf
 * @property {(text: string) => void} say
 * @property {(text: string, changes?: Changes) => void} done
 */

/**
 * A part of the page.
 * @param {string} name
 */
export const by = (name) => find("#shelf-" + name);

/** @type {(text: string, where?: string) => void} */
export const say = (text, where = "said") => {
  by(where).textContent = text;
};

/** @type {Page} */
export const here = { titles: new Map(), aliases: null, entry, titleOf, say, done };

/** @param {Paper} one */
function titleOf(one) {
  return here.titles.get(one.id) || shelf.plain(one.title || one.id);
}

/**
 * A paper of this list is a link; another is kept, and said to be gone.
 * @param {Paper} one
 * @param {boolean} isShelf whether it is on the shelf, or offered
 */
function entry(one, isShelf) {
  const isHere = here.titles.has(one.id);
  const title = titleOf(one);
  const path = "papers/" + encodeURIComponent(one.id) + "/";
  const name = isHere ? make("a", { href: page(path) }, title) : title;
  if (!isShelf) {
    const line = make("li", { dir: "auto" }, make("bdi", {}, name));
    const more = [isHere ? "" : "not on this list", shelf.words(one)].filter(Boolean).join(", ");
    if (more) line.append(" ", make("span", { class: "quiet" }, more));
    return line;
  }
  const line = make("li", {}, make("h3", { dir: "auto" }, name));
  if (!isHere) {
    const label = { class: "shelf-word", "aria-label": "Remove: " + title };
    const remove = button("Remove", () => change((all) => void all.delete(one.id)), label);
    const gone = ["No longer on this list", shelf.words(one)].filter(Boolean).join("; ");
    line.append(make("p", { class: "quiet" }, gone + ". ", remove));
  }
  if (one.note) line.append(make("p", { class: "shelf-own", dir: "auto" }, one.note));
  if (isHere) shelf.take(line);
  return line;
}

/**
 * A change of many papers; where it cannot be stored it holds for this tab, and the page says so.
 * @param {Edit} edit
 */
export const change = (edit) => shelf.transact(edit, { isWhole: false });

/**
 * Says what was done, with a button that takes it back.
 * @param {string} text
 * @param {Changes} [changes]
 */
export function done(text, changes) {
  const parts = [make("span", {}, text)];
  if (changes) {
    const undo = async () => {
      try {
        await change((all) => shelf.applied(all, shelf.reversed(changes)));
        done("Undone. What you have changed since then stays.");
      } catch (error) {
        shelf.say(/** @type {Error} */ (error).message, 20_000); // a limit
      }
    };
    parts.push(button("Undo", undo, { class: "shelf-quiet" }));
  }
  by("done").replaceChildren(...parts);
  find("#main").focus();
}
