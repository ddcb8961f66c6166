/* Keyboard navigation in the results, and the setting for keyboard shortcuts. */

import { make } from "../lib/dom.js";
import { readinglist } from "../lib/shared.js";

/**
 * The arrow keys move between the box and the titles. Typing a letter in the results moves the
 * focus back to the box, except for letters that are shortcuts of the shelf.
 * @param {HTMLElement} area
 * @param {HTMLInputElement} input
 * @param {HTMLElement} list
 */
export function addArrowKeys(area, input, list) {
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

/** A check box that turns keyboard shortcuts on or off. */
export function shortcutSwitch() {
  const { hasShortcuts, setShortcuts } = /** @type {import("../lib/shared.js").SearchBox} */ (
    readinglist.searchBox
  );
  const box = make("input", { type: "checkbox" });
  box.checked = hasShortcuts();
  box.addEventListener("change", () => setShortcuts(box.checked));
  const label = make("label", {}, box, " Press ", make("kbd", {}, "/"), " on any page to search");
  return make("p", { class: "slash" }, label);
}
