/* The search dialog. Every page can open it. */

import { button, make } from "../lib/dom.js";
import { page } from "../lib/site.js";
import { noFilters } from "../search/filters.js";
import { addArrowKeys, shortcutSwitch } from "./keys.js";
import { keepRecent } from "./recent.js";
import { View } from "./view.js";

/**
 * Creates the dialog. The returned function opens it, with a text for its box or with the last
 * query.
 * @returns {(text?: string) => void}
 */
export function makeDialog() {
  const input = make("input", {
    id: "search-box",
    type: "search",
    name: "q",
    autocomplete: "off",
    spellcheck: "false",
    enterkeyhint: "search",
  });
  const form = make(
    "form",
    { role: "search", class: "search", action: page("search/"), method: "get" },
    make("label", { for: "search-box" }, "Search"),
    input,
  );
  const status = make("p", { role: "status" });
  const list = make("ol", { class: "found", role: "list" });
  const aside = make("div", { class: "aside" });
  const dialog = make("dialog", { id: "search-dialog", "aria-label": "Search" });
  form.append(button("Close", () => dialog.close()));
  dialog.append(form, status, list, aside, shortcutSwitch());
  document.body.append(dialog);
  const none = noFilters();
  const view = new View({ input, status, list, aside, changed() {}, filters: () => none });
  addArrowKeys(dialog, input, list);
  form.addEventListener("submit", () => keepRecent(input.value));
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault(); // the default would only clear the box
    dialog.close();
  });
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  return (text) => {
    if (text !== undefined) input.value = text;
    if (!dialog.open) dialog.showModal();
    input.focus();
    if (text === undefined) input.select();
    view.update();
  };
}
