/* Search as the reader meets it: a dialog on every page, and the search page. search.js loads this
   when the reader first shows that they mean to search; what finds is search-engine.js. */
import { readinglist } from "./lib/shared.js";
import { makeDialog } from "./search-ui/dialog.js";
import { open } from "./search-ui/opening.js";
import { searchPage } from "./search-ui/page.js";

/** @type {((text?: string) => void) | undefined} */
let dialog;

readinglist.searchUi = {
  open,
  searchPage,
  openDialog(text) {
    dialog = dialog || makeDialog();
    dialog(text);
  },
};
