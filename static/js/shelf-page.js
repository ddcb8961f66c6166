/* The script of the page "My shelf". */
import { readinglist } from "./lib/shared.js";
import { shelf } from "./shelf/api.js";
import { draw } from "./shelf/page-list.js";
import { by, here } from "./shelf/page.js";
import {
  askClear,
  cancelClear,
  confirmClear,
  copyLink,
  exportFile,
  makeLink,
} from "./shelf/export.js";

/** @type {Record<string, () => void>} */
const ACTIONS = {
  add: () => shelf.importer.add(),
  leave: () => shelf.importer.dismiss(),
  save: exportFile,
  link: makeLink,
  copy: copyLink,
  clear: askClear,
  "clear-not": cancelClear,
  "clear-now": confirmClear,
};

async function start() {
  await shelf.open();
  try {
    const [themes, titles, list] = await Promise.all(
      ["themes", "titles", "list"].map((name) => shelf.loadData(name)),
    );
    const ids = /** @type {string[]} */ (themes.ids);
    here.titles = new Map(ids.map((id, at) => [id, titles[at]]));
    here.aliases = list.aliases;
  } catch {
    const advice = "so papers are not linked. Reload the page to try again";
    shelf.showMessage(`The titles of this list could not be loaded, ${advice}.`, 20_000);
  }
  await shelf.idsUpdated;
  by("keys").append(...shelf.keyList());
  draw();
  document.addEventListener("readinglist-shelf", draw);
  await shelf.load(by("offer").dataset.script || "");
}

document.addEventListener("click", ({ target }) => {
  /** @type {HTMLElement | null} */
  const part = target instanceof Element ? target.closest("[data-do]") : null;
  if (part && part.dataset.do) ACTIONS[part.dataset.do]();
});
if (readinglist.shelf) Object.assign(readinglist.shelf, { page: here });
start();
