/* How many papers of each theme the reader has read. */

import { shelf } from "./loaded.js";

export async function drawProgress() {
  /** @type {NodeListOf<HTMLElement>} */
  const places = document.querySelectorAll("[data-progress]");
  const read = new Set(shelf.ids("read"));
  const isShown = document.querySelector(".shelf-progress[data-read]");
  if (!places.length || !(read.size || isShown)) return;
  const { ids, themes } = await shelf.known("themes");
  /** @type {Map<string | undefined, number[]>} */
  const below = new Map(themes);
  for (const place of places) {
    const all = below.get(place.dataset.progress) || [];
    const count = all.filter((at) => read.has(ids[at])).length;
    const of = "long" in place.dataset ? ` of ${all.length}` : "";
    place.dataset.read = String(count);
    place.textContent = count ? `${count}${of} read` : "";
    place.style.setProperty("--read", String(all.length ? count / all.length : 0));
  }
}
