/* Before the first paint, so that nothing moves: what this browser remembers of how lists look. */
import { recall } from "./lib/storage.js";

const html = document.documentElement;
html.classList.add("js");
const density = recall("density." + html.dataset.kind);
if (density) html.dataset.density = density;
try {
  const base = new URL(html.dataset.root || "", location.href).pathname;
  const name = "readinglist.shelf:" + base;
  if (localStorage.getItem(name) || sessionStorage.getItem(name)) html.classList.add("shelved");
} catch {
  /* Storage is refused. */
}
