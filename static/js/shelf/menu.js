/* The menu that the shelf button of a paper opens. */

import { button, find, make } from "../lib/dom.js";
import { capitalize, idOf, linkOf, showPressed, titleOf, toggle } from "./actions.js";
import { shelf } from "./api.js";

/** @typedef {import("./actions.js").Line} Line */

/** @type {HTMLDialogElement | null} */
let menu = null;
/** @type {Line} */
let line;

function makeMenu() {
  const made = make("dialog", { class: "shelf-menu" });
  /** @type {(what: string, text: string) => HTMLButtonElement} */
  const act = (what, text) => {
    const press = () => {
      toggle(idOf(line), titleOf(line), what);
      showPressed(made, idOf(line));
    };
    return button(text, press, { "data-act": what, "aria-pressed": "false" });
  };
  made.append(
    make("h2", { dir: "auto" }),
    act("star", "Star"),
    ...shelf.STATES.map((state) => act(state, capitalize(shelf.NAMES[state]))),
    make("a", {}, "Note"),
    button("Done", () => made.close()),
  );
  made.addEventListener("click", (event) => event.target === made && made.close());
  made.addEventListener("close", () => shelf.notify());
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
  showPressed(menu, idOf(line));
  menu.showModal();
  find("button", menu).focus();
  menu.style.inset = insetBeside(menu);
}

/**
 * The position of the menu beside the button. On a small screen it is at the bottom, within reach
 * of a thumb.
 * @param {HTMLElement} menu
 */
function insetBeside(menu) {
  if (matchMedia("(max-width: 43.99rem)").matches) return "";
  const { left, bottom, top } = find(".shelf-mark", line).getBoundingClientRect();
  const { offsetHeight: height, offsetWidth: width } = menu;
  const below = bottom + height < innerHeight ? bottom : Math.max(0, top - height);
  return below + "px auto auto " + Math.max(0, Math.min(left, innerWidth - width)) + "px";
}

/** Updates the menu if it is open. */
export function drawMenu() {
  if (menu && menu.open) showPressed(menu, idOf(line));
}
