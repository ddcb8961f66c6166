/* Shows how many papers of each theme the reader has read. */

import { shelf } from "./api.js";

export async function drawProgress() {
  /** @type {NodeListOf<HTMLElement>} */
  const elements = document.querySelectorAll("[data-progress]");
  const read = new Set(shelf.ids("read"));
  const isShown = document.querySelector(".shelf-progress[data-read]");
  if (!elements.length || !(read.size || isShown)) return;
  const { ids, themes } = await shelf.loadData("themes");
  /** @type {Map<string | undefined, number[]>} */
  const below = new Map(themes);
  for (const element of elements) {
    const all = below.get(element.dataset.progress) || [];
    const count = all.filter((at) => read.has(ids[at])).length;
    const of = "long" in element.dataset ? ` of ${all.length}` : "";
    element.dataset.read = String(count);
    element.textContent = count ? `${count}${of} read` : "";
    element.style.setProperty("--read", String(all.length ? count / all.length : 0));
  }
}
