/* The controls of the map: a box that finds points, and buttons that zoom. */

import { button, make } from "../lib/dom.js";

const KEYS =
  "Arrow keys go from paper to paper, Enter opens one, plus and minus zoom, 0 shows the whole map.";

/**
 * @param {import("./view.js").View} view
 * @param {import("./tip.js").Tip} tip
 * @param {import("./walk.js").Walk} walk
 * @param {HTMLElement} place where the controls go
 */
export function addTools(view, tip, walk, place) {
  const input = make("input", {
    type: "search",
    id: "map-find",
    autocomplete: "off",
    spellcheck: "false",
  });
  const count = make("output", { for: "map-find" });
  const label = make("label", { for: "map-find" }, "Find on the map");
  place.replaceChildren(
    make("div", { class: "search" }, label, input),
    count,
    button("−", () => view.zoom(1 / 1.6), { "aria-label": "Zoom out" }),
    button("+", () => view.zoom(1.6), { "aria-label": "Zoom in" }),
    button("Whole map", () => view.zoomOut()),
  );
  tip.frame.append(make("p", { class: "unseen", id: "map-keys" }, KEYS));
  view.svg.setAttribute("aria-describedby", "map-keys");

  function filter() {
    const { dots } = walk;
    const wanted = input.value.trim().toLowerCase();
    for (const dot of dots) {
      dot.isOut = !dot.text.includes(wanted);
      dot.link.classList.toggle("out", dot.isOut);
    }
    const found = dots.filter((dot) => !dot.isOut);
    count.textContent = wanted ? `${found.length} of ${dots.length}` : "";
    if (tip.now && tip.now.isOut) tip.point(null);
    if (found.length && walk.stop.isOut) walk.moveStop(found[0]);
  }

  input.addEventListener("input", filter);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !walk.stop.isOut) walk.goTo(walk.stop);
    else if (event.key === "Escape" && input.value) {
      input.value = "";
      filter();
    } else return;
    event.preventDefault();
  });
}
