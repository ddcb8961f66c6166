/* The packed index: how the files of the search index are written, and how they are read.

   What a site ships is the index that lunr would load, but not as JSON, which is six times as large.
   src/readinglist/search/packing.py writes three kinds of strings, all of printable ASCII, so that
   they need no escapes in a script and compress well:

   - Numbers. A digit is one of 91 characters: "!" is 0, "#" is 1, and so on up to "~", leaving out
     the three that JSON or HTML would escape (" \ <). The lowest digit comes first. The last digit
     of a number is below 64, all before it are not, so that numbers need no separator: a number up to
     63 is one character, one up to 1,727 is two.
   - Places: ascending numbers, each as its distance from the one before.
   - Terms: sorted, each as a capital letter that says how many letters it shares with the term
     before it, and the rest: "Aattend", "Ftion" are "attend" and "attention".

   A posting row has the papers in which a term stands and how often. Papers are places, doubled;
   the lowest bit says whether another number follows, which is the count less two. As most terms
   stand in a paper once, most papers cost one character. */

import { tokens } from "./tokens.js";

/**
 * @typedef {object} Row The papers a term stands in, ascending, and how often it does.
 * @property {Uint32Array} papers
 * @property {Uint16Array | Uint32Array} counts
 */

const FINAL = 64;
const BASE = 91 - FINAL;
const VALUE = new Uint8Array(128);
for (let code = 33, digit = 0; code < 127; code++) {
  if (!'"\\<'.includes(String.fromCharCode(code))) VALUE[code] = digit++;
}

/**
 * @param {string} packed
 * @returns {number[]}
 */
export function numbers(packed) {
  const found = [];
  let value = 0;
  let scale = 1;
  for (let at = 0; at < packed.length; at++) {
    const digit = VALUE[packed.charCodeAt(at)];
    if (digit < FINAL) {
      found.push(value + digit * scale);
      value = 0;
      scale = 1;
    } else {
      value += (digit - FINAL) * scale;
      scale *= BASE;
    }
  }
  return found;
}

/**
 * @param {string} packed
 * @returns {number[]} ascending
 */
export function places(packed) {
  let last = 0;
  return numbers(packed).map((distance) => (last += distance));
}

/**
 * @param {string} packed
 * @returns {Row}
 */
export function postingRow(packed) {
  const values = numbers(packed);
  const papers = new Uint32Array(values.length);
  const counts = new Uint16Array(values.length);
  let size = 0;
  let paper = 0;
  for (let at = 0; at < values.length; at++) {
    paper += values[at] >> 1;
    papers[size] = paper;
    counts[size++] = values[at] & 1 ? values[++at] + 2 : 1;
  }
  return { papers: papers.subarray(0, size), counts: counts.subarray(0, size) };
}

/**
 * @param {string} packed
 * @returns {string[]} sorted by UTF-16 units, as JavaScript sorts
 */
export function termList(packed) {
  let last = "";
  return (packed.match(/[A-Z][^A-Z]*/g) || []).map(
    (term) => (last = last.slice(0, term.charCodeAt(0) - 65) + term.slice(1)),
  );
}

/**
 * The first place in a sorted list whose value is not before the one wanted.
 * @template {number | string} Value
 * @param {ArrayLike<Value>} list
 * @param {Value} wanted
 */
export function firstFrom(list, wanted) {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle] < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Where a term is in a sorted list, or -1.
 * @param {string[]} terms
 * @param {string} term
 */
function placeOf(terms, term) {
  const at = firstFrom(terms, term);
  return terms[at] === term ? at : -1;
}

/**
 * @typedef {object} PackedField
 * @property {string} terms a term list
 * @property {string} papers numbers: in how many papers each term is
 * @property {string} begins places: the number of the first term of each piece
 */

const UNPACKED = 4000; // rows that are kept unpacked

/**
 * A field of the index. Its terms are always here; its rows come in pieces, each with the rows
 * of some hundred terms, that are fetched when a query needs them (or all at once, where the list is
 * small). A row is unpacked when it is first asked for.
 */
export class Field {
  /**
   * @param {string} name
   * @param {PackedField} packed
   * @param {Map<string, unknown>} pieces by name; more of them come later
   */
  constructor(name, { terms, papers, begins }, pieces) {
    this.name = name;
    this.terms = termList(terms);
    this.papers = numbers(papers);
    this.begins = places(begins);
    this.pieces = pieces;
    /** @type {Map<string, string[]>} the packed rows of each piece */
    this.rows = new Map();
    /** @type {Map<number, Row>} */
    this.unpacked = new Map();
  }

  /** @param {string} term */
  find(term) {
    return placeOf(this.terms, term);
  }

  /**
   * The piece that has the row of a term, and the place of the row in it.
   * @param {number} at
   * @returns {[string, number]}
   */
  pieceOf(at) {
    const piece = firstFrom(this.begins, at + 1) - 1;
    return [this.name + "-" + piece, at - this.begins[piece]];
  }

  /**
   * The row of a term whose piece is here.
   * @param {number} at
   * @returns {Row}
   */
  row(at) {
    const known = this.unpacked.get(at);
    if (known) return known;
    const [piece, place] = this.pieceOf(at);
    let rows = this.rows.get(piece);
    if (!rows) {
      rows = /** @type {string} */ (this.pieces.get(piece)).split(" ");
      this.rows.set(piece, rows);
    }
    if (this.unpacked.size > UNPACKED) this.unpacked.clear();
    const row = postingRow(rows[place]);
    this.unpacked.set(at, row);
    return row;
  }
}

/**
 * The field "themes" is not shipped: it follows from the titles of themes and the papers they have.
 */
export class ThemeField {
  /** @param {{ title: string, papers: Uint32Array }[]} themes */
  constructor(themes) {
    /** @type {Map<string, Map<number, number>>} term -> paper -> how often */
    const found = new Map();
    for (const { title, papers } of themes) {
      if (!papers.length) continue;
      for (const term of tokens(title)) {
        const counts = found.get(term) || new Map();
        for (const paper of papers) counts.set(paper, (counts.get(paper) || 0) + 1);
        found.set(term, counts);
      }
    }
    this.terms = [...found.keys()].sort();
    /** @type {Row[]} */
    this.rows = this.terms.map((term) => {
      const counts = /** @type {Map<number, number>} */ (found.get(term));
      const papers = Uint32Array.from(counts.keys()).sort();
      return { papers, counts: papers.map((paper) => counts.get(paper) || 0) };
    });
    this.papers = this.rows.map((row) => row.papers.length);
  }

  /** @param {string} term */
  find(term) {
    return placeOf(this.terms, term);
  }

  /** @returns {[string, number]} "": its rows are always here */
  pieceOf() {
    return ["", 0];
  }

  /** @param {number} at */
  row(at) {
    return this.rows[at];
  }
}
