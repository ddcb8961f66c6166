/* Before the first paint, so that nothing moves: what this browser remembers of how lists look. */
import { recall } from "./lib/storage.js";

const html = document.documentElement;
html.classList.add("js");
const density = recall("density." + html.dataset.kind);
if (density) html.dataset.density = density;
try {
  const base = new URL(html.dataset.root || "", location.href).pathname;
  if (localStorage.getItem("readinglist.shelf:" + base)) html.classList.add("shelved");
} catch {
  /* Storage is refused. */
}
