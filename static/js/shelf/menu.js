/* The menu behind a paper's mark in a list. */

import { button, find, make } from "../lib/dom.js";
import { capital, idOf, linkOf, press, titleOf, toggle } from "./acts.js";
import { shelf } from "./loaded.js";

/** @typedef {import("./acts.js").Line} Line */

/** @type {HTMLDialogElement | null} */
let menu = null;
/** @type {Line} */
let line;

function makeMenu() {
  const made = make("dialog", { class: "shelf-menu" });
  /** @type {(what: string, text: string) => HTMLButtonElement} */
  const act = (what, text) => {
    const press_ = () => {
      toggle(idOf(line), titleOf(line), what);
      press(made, idOf(line));
    };
    return button(text, press_, { "data-act": what, "aria-pressed": "false" });
  };
  made.append(
    make("h2", { dir: "auto" }),
    act("star", "Star"),
    ...shelf.STATES.map((state) => act(state, capital(shelf.NAMES[state]))),
    make("a", {}, "Note"),
    button("Done", () => made.close()),
  );
  made.addEventListener("click", (event) => event.target === made && made.close());
  made.addEventListener("close", () => shelf.tell());
  document.body.append(made);
  return made;
}

/** @param {Line} of */
export function openMenu(of) {
  line = of;
  menu = menu || makeMenu();
  const title = titleOf(line);
  /** @type {HTMLAnchorElement} */
  const link = find("a", menu);
  menu.setAttribute("aria-label", "My shelf: " + title);
  find("h2", menu).textContent = title;
  link.href = linkOf(line).href + "#my-note";
  link.textContent = shelf.get(idOf(line)).note ? "Read your note" : "Write a note";
  press(menu, idOf(line));
  menu.showModal();
  find("button", menu).focus();
  menu.style.inset = place(menu);
}

/**
 * Beside the mark; on a small screen at its foot, where a thumb is.
 * @param {HTMLElement} menu
 */
function place(menu) {
  if (matchMedia("(max-width: 43.99rem)").matches) return "";
  const { left, bottom, top } = find(".shelf-mark", line).getBoundingClientRect();
  const { offsetHeight: height, offsetWidth: width } = menu;
  const below = bottom + height < innerHeight ? bottom : Math.max(0, top - height);
  return below + "px auto auto " + Math.max(0, Math.min(left, innerWidth - width)) + "px";
}

/** Shows what has changed while it is open. */
export function drawMenu() {
  if (menu && menu.open) press(menu, idOf(line));
}
