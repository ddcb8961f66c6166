/* The user interface of the search: a dialog on every page, and the search page. search.js loads
   this script when the reader starts to search; search-engine.js is the engine. */
import { readinglist } from "./lib/shared.js";
import { makeDialog } from "./search-ui/dialog.js";
import { loadEngine } from "./search-ui/load-engine.js";
import { searchPage } from "./search-ui/page.js";

/** @type {((text?: string) => void) | undefined} */
let dialog;

readinglist.searchUi = {
  loadEngine,
  searchPage,
  openDialog(text) {
    dialog = dialog || makeDialog();
    dialog(text);
  },
};
