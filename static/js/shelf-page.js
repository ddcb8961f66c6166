/* The page of the shelf: what is on it, and the ways in and out of it. */
import { readinglist } from "./lib/shared.js";
import { shelf } from "./shelf/loaded.js";
import { draw } from "./shelf/page-list.js";
import { by, here } from "./shelf/page.js";
import { clear, clearNot, clearNow, copyLink, makeLink, saveAll } from "./shelf/ways-out.js";

/** @type {Record<string, () => void>} */
const DO = {
  add: () => shelf.offer.add(),
  leave: () => shelf.offer.leave(),
  save: saveAll,
  link: makeLink,
  copy: copyLink,
  clear,
  "clear-not": clearNot,
  "clear-now": clearNow,
};

async function start() {
  await shelf.open();
  try {
    const [themes, titles, list] = await Promise.all(
      ["themes", "titles", "list"].map((name) => shelf.known(name)),
    );
    const ids = /** @type {string[]} */ (themes.ids);
    here.titles = new Map(ids.map((id, at) => [id, titles[at]]));
    here.aliases = list.aliases;
  } catch {
    const advice = "so papers are not links; load the page again";
    shelf.say(`The titles of this list could not be loaded, ${advice}.`, 20_000);
  }
  await shelf.upToDate;
  by("keys").append(...shelf.keyList());
  draw();
  document.addEventListener("readinglist-shelf", draw);
  await shelf.load(by("offer").dataset.script || "");
}

document.addEventListener("click", ({ target }) => {
  /** @type {HTMLElement | null} */
  const part = target instanceof Element ? target.closest("[data-do]") : null;
  if (part && part.dataset.do) DO[part.dataset.do]();
});
if (readinglist.shelf) Object.assign(readinglist.shelf, { page: here });
start();
