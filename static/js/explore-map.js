/* The script of the map: zoom, pan, tooltips, search and keyboard navigation. The drawing with its
   links is in the page, so without this script the points still link to their papers. */
import { find } from "./lib/dom.js";
import { readDrawing } from "./map/drawing.js";
import { Pointers } from "./map/pointers.js";
import { Tooltip } from "./map/tooltip.js";
import { addControls } from "./map/controls.js";
import { View } from "./map/view.js";
import { KeyboardNavigation } from "./map/keyboard.js";

/** @param {SVGSVGElement} svg */
function begin(svg) {
  const drawing = readDrawing(svg);
  const frame = /** @type {HTMLElement} */ (svg.parentElement);
  const view = new View(svg, drawing.labels);
  const tooltip = new Tooltip(view, drawing.dots, frame);
  const keyboard = new KeyboardNavigation(view, tooltip, drawing);
  new Pointers(view, tooltip, keyboard);
  addControls(view, tooltip, keyboard, find(".map-tools"));

  function showTarget() {
    const id = decodeURIComponent(location.hash.slice(1));
    const dot = drawing.byLink.get(document.getElementById(id));
    if (!dot) return;
    keyboard.setTabStop(dot);
    view.scrollToDot(dot);
    tooltip.showFor(dot, true);
  }

  /* In steps, so that scrolling is not blocked on a slow phone. */
  setTimeout(() => {
    keyboard.setTabStop(keyboard.tabStop);
    view.fit();
    view.show();
    setTimeout(() => {
      svg.classList.add("live");
      showTarget();
      addEventListener("hashchange", showTarget);
      addEventListener("resize", () => {
        view.fit();
        view.showSoon();
      });
    });
  });
}

/** @type {SVGSVGElement | null} */
const svg = document.querySelector("svg.map");
if (svg) begin(svg);
