/* The script with the data of the reader's shelf: records, merging, formats and storage. It is
   loaded for readers who have a shelf, and for others when they first use a control of the shelf. */
import { readinglist } from "./lib/shared.js";
import { papers as papersOf } from "./lib/words.js";
import { applied, difference, excess, reversed } from "./shelf/changes.js";
import { asLink, canShare, fromLink } from "./shelf/link.js";
import { bothNotes, merge, plan, renamed } from "./shelf/merging.js";
import { blank, isEmpty, isSame, many, MOST, NAMES } from "./shelf/records.js";
import { plain, Refusal, STATES } from "./shelf/records.js";
import { all, unreadable, change, discardUnreadable, get, ids, loadData } from "./shelf/store.js";
import { problem, set, start, notify, transact } from "./shelf/store.js";
import { asText, changesAsText, changesFrom, parse, stored } from "./shelf/text.js";

const records = { STATES, NAMES, MOST, Refusal, many, papersOf, plain, blank, isEmpty, isSame };
const merging = { bothNotes, merge, plan, renamed, difference, applied, reversed, excess };
const texts = { asText, parse, stored, changesAsText, changesFrom, canShare, asLink, fromLink };
const store = {
  get,
  set,
  ids,
  all,
  change,
  transact,
  loadData,
  unreadable,
  discardUnreadable,
  notify,
  problem,
};
const shelf = Object.assign(readinglist.shelf || {}, records, merging, texts, store);
Object.assign(shelf, { idsUpdated: start().done });
