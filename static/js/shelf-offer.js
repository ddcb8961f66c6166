/* The ways into the shelf, a link and a file: what came is shown first, and added only when the
   reader says so. */
import { find, make } from "./lib/dom.js";
import { papers } from "./lib/words.js";
import { shelf } from "./shelf/loaded.js";
import { awayLabel, counts, fits, leftOut, limits, where } from "./shelf/offered.js";

/** @typedef {import("./shelf/records.js").Papers} Papers */
/** @typedef {[id: string, one: import("./shelf/records.js").Paper][]} Entries */
/** @typedef {ReturnType<typeof shelf.plan>} Plan */

/**
 * @typedef {object} Offer
 * @property {Entries} here papers that are on this list,
 * @property {Entries} away and those that are not
 * @property {string[]} faults
 * @property {Plan} [plan] what would come of it, as it is shown
 * @property {boolean} isBusy
 */

const SHOWN = 50; // papers
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
/** @type {Offer | null} */
let offered = null;

/* ---- What came ----------------------------------------------------------------------------- */

/**
 * Papers that are not on this list are added from a reader's own file; of a link only when the
 * reader says so.
 * @param {string} title
 * @param {{ papers: Papers, faults: string[] }} found
 * @param {boolean} isOwn
 */
function offer(title, found, isOwn) {
  const all = [...shelf.renamed(found.papers, page.aliases || [])];
  const here = all.filter(([id]) => page.titles.has(id));
  const away = all.filter(([id]) => !page.titles.has(id));
  offered = { here, away, faults: found.faults, isBusy: false };
  also.checked = isOwn;
  find("span", by("away")).textContent = awayLabel(here.length, away.length);
  by("away").hidden = !away.length;
  find("h2", box).textContent = title;
  const lines = [...here, ...away].slice(0, SHOWN).map(([, one]) => page.entry(one, false));
  if (all.length > SHOWN) {
    lines.push(make("li", { class: "quiet" }, "and " + many(all.length - SHOWN) + " more"));
  }
  find("ul", box).replaceChildren(...lines);
  box.hidden = false;
  draw();
  find("h2", box).focus();
}

/**
 * What would come of it now.
 * @param {Offer} offer
 * @param {Papers} papers
 */
const planned = ({ here, away }, papers) =>
  shelf.plan(papers, also.checked ? [...here, ...away] : here);

function draw() {
  if (!offered) return;
  const { here, away, faults } = offered;
  const plan = planned(offered, new Map(shelf.all().map((one) => [one.id, one])));
  offered.plan = plan;
  const said = where(here.length, away.length) + counts(plan) + ".";
  find("header p", box).textContent = [said, leftOut(faults)].join(" ");
  add.textContent = fits(plan) ? "Add these to my shelf" : "Add what fits";
  by("limit").textContent = limits(plan);
  refuse("");
}

/** @param {string} text */
function refuse(text) {
  by("refused").textContent = text;
}

/* ---- What is done with it ------------------------------------------------------------------ */

function leave() {
  offered = null;
  box.hidden = true;
  if (!location.hash) return;
  try {
    history.replaceState(null, "", location.pathname + location.search);
  } catch {
    location.hash = ""; // a page opened from a disk
  }
}

/** @type {(offer: Offer, plan: Plan) => void} */
function addNothing({ away }, plan) {
  const none = "Nothing was added: ";
  if (!fits(plan)) refuse(none + "nothing of it fits.");
  else if (away.length && !also.checked) {
    refuse(none + "papers that are not on this list are added only if you tick the box.");
  } else {
    leave();
    page.done(none + "you have all of it already.");
  }
}

/** Nothing is added but what was shown: another tab may have changed the shelf. */
async function addAll() {
  const mine = offered;
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
        throw new Refusal(`Nothing was added: ${why}. Look at what would be added now.`);
      }
      return now.papers;
    });
    leave();
    const more = plan.changed ? ` Added to what you had: ${papers(plan.changed)}.` : "";
    page.done(`Added to your shelf: ${papers(plan.fresh)}.${more}`, changes);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    refuse(error.message);
  } finally {
    mine.isBusy = false;
  }
}

/* ---- How it comes -------------------------------------------------------------------------- */

/** Without the list nobody can say what is on it, and which papers have other ids today. */
function isListMissing() {
  if (!page.aliases) {
    const advice = "so nothing can be added; load the page again";
    shelf.say(`This list could not be loaded, ${advice}.`, LONG);
  }
  return !page.aliases;
}

async function readFragment() {
  const { hash } = location;
  const [, text] = /^#s=(.*)$/s.exec(hash) || [];
  if (text === undefined || isListMissing()) return;
  try {
    const found = await shelf.fromLink(text);
    if (location.hash === hash) offer("Someone’s shelf", found, false);
  } catch (error) {
    leave();
    const why = error instanceof Refusal ? error.message : "it may have been cut off";
    shelf.say(`This link holds no shelf that can be read: ${why}.`, LONG);
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

async function bringIn() {
  const [file] = field.files || [];
  if (!file || isListMissing()) return;
  try {
    offer("From the file", shelf.parse(await textOf(file)), true);
    page.say("");
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    page.say("This file cannot be brought in: " + error.message + ".");
  }
  field.value = "";
}

shelf.offer = { add: addAll, leave };
also.addEventListener("change", draw);
field.addEventListener("change", bringIn);
document.addEventListener("readinglist-shelf", draw);
addEventListener("hashchange", readFragment);
readFragment();
bringIn(); // a file may have been chosen before this script was there
