/* Applies stored settings for lists before the first paint, to avoid layout shifts. */
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
  /* Access to storage is denied. */
}
