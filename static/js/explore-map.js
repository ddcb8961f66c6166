/* The map: zoom and pan, what a point is, finding points, and a way through by keyboard. The
   drawing with its links is in the page; without this script it is a picture whose points lead
   to their papers. */
import { find } from "./lib/dom.js";
import { readDrawing } from "./map/drawing.js";
import { Pointers } from "./map/pointers.js";
import { Tip } from "./map/tip.js";
import { addTools } from "./map/tools.js";
import { View } from "./map/view.js";
import { Walk } from "./map/walk.js";

/** @param {SVGSVGElement} svg */
function begin(svg) {
  const drawing = readDrawing(svg);
  const frame = /** @type {HTMLElement} */ (svg.parentElement);
  const view = new View(svg, drawing.labels);
  const tip = new Tip(view, drawing.dots, frame);
  const walk = new Walk(view, tip, drawing);
  new Pointers(view, tip, walk);
  addTools(view, tip, walk, find(".map-tools"));

  function showTarget() {
    const id = decodeURIComponent(location.hash.slice(1));
    const dot = drawing.byLink.get(document.getElementById(id));
    if (!dot) return;
    walk.moveStop(dot);
    view.bringIn(dot);
    tip.point(dot, true);
  }

  /* In steps, so that a slow phone is never kept from scrolling. */
  setTimeout(() => {
    walk.moveStop(walk.stop);
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
