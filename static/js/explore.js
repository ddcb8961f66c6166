/* Loads the script of the map when the page has been shown and the browser is idle. */
import { loadScript } from "./lib/load-script.js";

/** @type {SVGElement | null} */
const map = document.querySelector("svg.map");
const soon = globalThis.requestIdleCallback || setTimeout;
if (map) {
  const { script = "" } = map.dataset;
  addEventListener("load", () => soon(() => loadScript(script).catch(() => {})));
}
