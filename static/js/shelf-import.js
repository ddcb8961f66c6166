/* Imports a shelf from a link or a file. The papers are shown first, and added only when the reader
   confirms. */
import { find, make } from "./lib/dom.js";
import { papers } from "./lib/words.js";
import { shelf } from "./shelf/api.js";
import { counts, elsewhereLabel, fits, leftOut, limits, total } from "./shelf/import-summary.js";

/** @typedef {import("./shelf/records.js").Papers} Papers */
/** @typedef {[id: string, one: import("./shelf/records.js").Paper][]} Entries */
/** @typedef {ReturnType<typeof shelf.plan>} Plan */

/**
 * @typedef {object} Import
 * @property {Entries} here papers that are on this list
 * @property {Entries} elsewhere papers that are not
 * @property {string[]} errors
 * @property {Plan} [plan] the result of the import, as it is shown
 * @property {boolean} isBusy
 */

const SHOWN = 50; // papers that are listed
const LONG = 20_000; // milliseconds
const { page, many, Refusal } = shelf;
/** @param {string} name */
const by = (name) => find("#shelf-" + name);
const box = by("offer");
const add = find('[data-do="add"]', box);
/** @type {HTMLInputElement} */
const also = find("input", by("away"));
/** @type {HTMLInputElement} */
const field = find(".shelf-file input");
/** @type {Import | null} */
let current = null;

/* ---- Showing ------------------------------------------------------------------------------- */

/**
 * Shows an import. Papers that are not on this list are included by default from a file, which is
 * usually the reader's own, but not from a link.
 * @param {string} title
 * @param {{ papers: Papers, errors: string[] }} found
 * @param {boolean} isOwn
 */
function show(title, found, isOwn) {
  const all = [...shelf.renamed(found.papers, page.aliases || [])];
  const here = all.filter(([id]) => page.titles.has(id));
  const elsewhere = all.filter(([id]) => !page.titles.has(id));
  current = { here, elsewhere, errors: found.errors, isBusy: false };
  also.checked = isOwn;
  find("span", by("away")).textContent = elsewhereLabel(here.length, elsewhere.length);
  by("away").hidden = !elsewhere.length;
  find("h2", box).textContent = title;
  const lines = [...here, ...elsewhere].slice(0, SHOWN).map(([, one]) => page.entry(one, false));
  if (all.length > SHOWN) {
    lines.push(make("li", { class: "quiet" }, "and " + many(all.length - SHOWN) + " more"));
  }
  find("ul", box).replaceChildren(...lines);
  box.hidden = false;
  draw();
  find("h2", box).focus();
}

/**
 * The result of the import for a shelf.
 * @param {Import} offer
 * @param {Papers} papers
 */
const planned = ({ here, elsewhere }, papers) =>
  shelf.plan(papers, also.checked ? [...here, ...elsewhere] : here);

function draw() {
  if (!current) return;
  const { here, elsewhere, errors } = current;
  const plan = planned(current, new Map(shelf.all().map((one) => [one.id, one])));
  current.plan = plan;
  const summary = total(here.length, elsewhere.length) + counts(plan) + ".";
  find("header p", box).textContent = [summary, leftOut(errors)].join(" ");
  add.textContent = fits(plan) ? "Add these to my shelf" : "Add what fits";
  by("limit").textContent = limits(plan);
  showRefusal("");
}

/** @param {string} text */
function showRefusal(text) {
  by("refused").textContent = text;
}

/* ---- Adding -------------------------------------------------------------------------------- */

function dismiss() {
  current = null;
  box.hidden = true;
  if (!location.hash) return;
  try {
    history.replaceState(null, "", location.pathname + location.search);
  } catch {
    location.hash = ""; // a page opened from a disk
  }
}

/** @type {(offer: Import, plan: Plan) => void} */
function addNothing({ elsewhere }, plan) {
  const none = "Nothing was added: ";
  if (!fits(plan)) showRefusal(none + "no paper fits.");
  else if (elsewhere.length && !also.checked) {
    showRefusal(none + "to add papers that are not on this list, select the check box.");
  } else {
    dismiss();
    page.showDone(none + "all of it is already on your shelf.");
  }
}

/** Adds what was shown. If another tab has changed the shelf, the reader must confirm again. */
async function addAll() {
  const mine = current;
  if (!mine || !mine.plan || mine.isBusy) return;
  const { plan } = mine;
  if (!plan.fresh && !plan.changed) {
    addNothing(mine, plan);
    return;
  }
  mine.isBusy = true;
  try {
    const changes = await shelf.transact((all) => {
      const now = planned(mine, all);
      if (limits(now) !== limits(plan)) {
        const why = "your shelf has changed in another tab";
        throw new Refusal(`Nothing was added: ${why}. Check what would be added now.`);
      }
      return now.papers;
    });
    dismiss();
    const more = plan.changed ? ` Updated on your shelf: ${papers(plan.changed)}.` : "";
    page.showDone(`Added to your shelf: ${papers(plan.fresh)}.${more}`, changes);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    showRefusal(error.message);
  } finally {
    mine.isBusy = false;
  }
}

/* ---- Reading ------------------------------------------------------------------------------- */

/** Whether the data files of the list, which are needed for an import, could not be loaded. */
function isListMissing() {
  if (!page.aliases) {
    const advice = "so nothing can be added. Reload the page to try again";
    shelf.showMessage(`This list could not be loaded, ${advice}.`, LONG);
  }
  return !page.aliases;
}

async function readFragment() {
  const { hash } = location;
  const [, text] = /^#s=(.*)$/s.exec(hash) || [];
  if (text === undefined || isListMissing()) return;
  try {
    const found = await shelf.fromLink(text);
    if (location.hash === hash) show("Someone’s shelf", found, false);
  } catch (error) {
    dismiss();
    const why = error instanceof Refusal ? error.message : "it may have been cut off";
    shelf.showMessage(`This link does not contain a readable shelf: ${why}.`, LONG);
  }
}

/** @param {File} file */
async function textOf(file) {
  const most = shelf.MOST.text;
  if (file.size > most) {
    throw new Refusal(`it has ${many(file.size)} bytes, and a shelf at most ${many(most)}`);
  }
  const raw = await file.arrayBuffer();
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(raw);
  } catch {
    throw new Refusal("it is not UTF-8 text");
  }
}

async function importFile() {
  const [file] = field.files || [];
  if (!file || isListMissing()) return;
  try {
    show("From the file", shelf.parse(await textOf(file)), true);
    page.setStatus("");
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    page.setStatus("This file cannot be imported: " + error.message + ".");
  }
  field.value = "";
}

shelf.importer = { add: addAll, dismiss };
also.addEventListener("change", draw);
field.addEventListener("change", importFile);
document.addEventListener("readinglist-shelf", draw);
addEventListener("hashchange", readFragment);
readFragment();
importFile(); // the reader may have chosen a file before this script was loaded
