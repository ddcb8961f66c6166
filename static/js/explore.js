/* Loads what makes the map answer, once the page has been shown and nothing else is to be done. */
import { loadScript } from "./lib/load-script.js";

/** @type {SVGElement | null} */
const map = document.querySelector("svg.map");
const soon = globalThis.requestIdleCallback || setTimeout;
if (map) {
  const { script = "" } = map.dataset;
  addEventListener("load", () => soon(() => loadScript(script).catch(() => {})));
}
