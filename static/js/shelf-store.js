/* The reader's shelf itself: what it is (shelf/records.js and the modules it names), and how it is
   kept. It is loaded when a reader has a shelf, or first uses one of its controls. */
import { readinglist } from "./lib/shared.js";
import { papers as papersOf } from "./lib/words.js";
import { applied, difference, excess, reversed } from "./shelf/changes.js";
import { asLink, canShare, fromLink } from "./shelf/link.js";
import { bothNotes, merge, plan, renamed } from "./shelf/merging.js";
import { blank, isEmpty, isSame, many, MOST, NAMES } from "./shelf/records.js";
import { plain, Refusal, STATES } from "./shelf/records.js";
import { all, aside, change, forgetAside, get, ids, known } from "./shelf/store.js";
import { problem, set, start, tell, transact } from "./shelf/store.js";
import { asText, changesAsText, changesFrom, parse, stored } from "./shelf/text.js";

const records = { STATES, NAMES, MOST, Refusal, many, papersOf, plain, blank, isEmpty, isSame };
const merging = { bothNotes, merge, plan, renamed, difference, applied, reversed, excess };
const texts = { asText, parse, stored, changesAsText, changesFrom, canShare, asLink, fromLink };
const store = { get, set, ids, all, change, transact, known, aside, forgetAside, tell, problem };
const shelf = Object.assign(readinglist.shelf || {}, records, merging, texts, store);
Object.assign(shelf, { upToDate: start().done });
