/* The keyboard in results, and the switch that turns single letters off. */

import { make } from "../lib/dom.js";
import { readinglist } from "../lib/shared.js";

/**
 * Up and down go from the box through the titles, and a letter goes back to the box, but on the
 * page for those that mean something to the reader's shelf.
 * @param {HTMLElement} area
 * @param {HTMLInputElement} input
 * @param {HTMLElement} list
 */
export function withArrows(area, input, list) {
  const isPage = area.localName !== "dialog";
  const keys = isPage ? " jkrs?" : " ";
  area.addEventListener("keydown", (event) => {
    const { key, isComposing, ctrlKey, metaKey, altKey } = event;
    if (isComposing || ctrlKey || metaKey || altKey) return;
    /** @type {NodeListOf<HTMLElement>} */
    const titles = list.querySelectorAll("h3 a");
    const stops = [input, ...titles];
    const at = stops.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    const stop = step && at >= 0 && stops[at + step];
    if (stop) {
      event.preventDefault();
      stop.focus();
      if (stop === input) input.setSelectionRange(input.value.length, input.value.length);
    } else if (at > 0 && (key === "Backspace" || (key.length === 1 && !keys.includes(key)))) {
      input.focus();
    }
  });
}

export function slashSwitch() {
  const { hasSlash, turnSlash } = /** @type {import("../lib/shared.js").SearchBox} */ (
    readinglist.searchBox
  );
  const box = make("input", { type: "checkbox" });
  box.checked = hasSlash();
  box.addEventListener("change", () => turnSlash(box.checked));
  const label = make("label", {}, box, " Press ", make("kbd", {}, "/"), " on any page to search");
  return make("p", { class: "slash" }, label);
}
