/* The controls of the map: a search box for points, and zoom buttons. */

import { button, make } from "../lib/dom.js";

const KEYS =
  "Use the arrow keys to move between papers, Enter to open a paper, plus and minus to zoom, and 0 to show the whole map.";

/**
 * @param {import("./view.js").View} view
 * @param {import("./tooltip.js").Tooltip} tooltip
 * @param {import("./keyboard.js").KeyboardNavigation} keyboard
 * @param {HTMLElement} container the element for the controls
 */
export function addControls(view, tooltip, keyboard, container) {
  const input = make("input", {
    type: "search",
    id: "map-find",
    autocomplete: "off",
    spellcheck: "false",
  });
  const count = make("output", { for: "map-find" });
  const label = make("label", { for: "map-find" }, "Find on the map");
  container.replaceChildren(
    make("div", { class: "search" }, label, input),
    count,
    button("−", () => view.zoom(1 / 1.6), { "aria-label": "Zoom out" }),
    button("+", () => view.zoom(1.6), { "aria-label": "Zoom in" }),
    button("Whole map", () => view.zoomOut()),
  );
  tooltip.frame.append(make("p", { class: "unseen", id: "map-keys" }, KEYS));
  view.svg.setAttribute("aria-describedby", "map-keys");

  function filter() {
    const { dots } = keyboard;
    const wanted = input.value.trim().toLowerCase();
    for (const dot of dots) {
      dot.isOut = !dot.text.includes(wanted);
      dot.link.classList.toggle("out", dot.isOut);
    }
    const found = dots.filter((dot) => !dot.isOut);
    count.textContent = wanted ? `${found.length} of ${dots.length}` : "";
    if (tooltip.current && tooltip.current.isOut) tooltip.showFor(null);
    if (found.length && keyboard.tabStop.isOut) keyboard.setTabStop(found[0]);
  }

  input.addEventListener("input", filter);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !keyboard.tabStop.isOut) keyboard.focusDot(keyboard.tabStop);
    else if (event.key === "Escape" && input.value) {
      input.value = "";
      filter();
    } else return;
    event.preventDefault();
  });
}
