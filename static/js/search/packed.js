/* The packed index: the encoding of the search index, and its decoder.

   The index is an inverted index: for each field (title, abstract, themes) a sorted list of terms,
   and for each term a posting row, the papers that contain the term and how often they do. A site
   ships the same data that lunr.js would load, but lunr's JSON is six times as large, so
   src/readinglist/search/packing.py encodes it as strings of printable ASCII. They need no escapes
   in a script, and they compress well.

   Numbers. A digit is one of 91 characters: "!" is 0, "#" is 1, and so on up to "~", without the
   three characters that JSON or HTML would escape (" \ <). The digits 64 to 90 continue a number
   (base 27, lowest digit first), and a digit from 0 to 63 ends it, so numbers need no separator.
   This is a variable-length code like variable-byte encoding (Manning, Raghavan and Schütze,
   "Introduction to Information Retrieval", 2008, section 5.3.1): a number up to 63 takes one
   character, a number up to 1,727 takes two.

   Ascending numbers. Each number is stored as its difference from the one before (delta encoding),
   because small numbers are short.

   Term lists. The terms are sorted, and neighbours often begin alike. Each term is a capital
   letter, which is the length of the prefix that it shares with the term before (A is 0, B is 1),
   and the rest of the term (front coding, section 5.2.2 of the same book): "Aattend" and "Ftion"
   stand for "attend" and "attention". No term contains an ASCII capital letter, so terms need no
   separator.

   Posting rows. Each paper number is delta-encoded and doubled. The lowest bit is 1 if the term
   occurs more than once; then the number of occurrences, less two, follows. Most terms occur once
   in a paper, so most postings take one character. */

import { tokens } from "./tokens.js";

/**
 * @typedef {object} Row A decoded posting row: paper numbers in ascending order, and term counts.
 * @property {Uint32Array} papers
 * @property {Uint16Array | Uint32Array} counts
 */

const FINAL = 64; // digits below this one end a number
const BASE = 91 - FINAL; // the base of the other digits
const VALUE = new Uint8Array(128);
for (let code = 33, digit = 0; code < 127; code++) {
  if (!'"\\<'.includes(String.fromCharCode(code))) VALUE[code] = digit++;
}

/**
 * Decodes numbers.
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
 * Decodes ascending numbers.
 * @param {string} packed
 * @returns {number[]}
 */
export function ascending(packed) {
  let last = 0;
  return numbers(packed).map((distance) => (last += distance));
}

/**
 * Decodes a posting row.
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
 * Decodes a term list.
 * @param {string} packed
 * @returns {string[]} sorted by UTF-16 code units, which is the order of JavaScript's `<`
 */
export function termList(packed) {
  let last = "";
  return (packed.match(/[A-Z][^A-Z]*/g) || []).map(
    (term) => (last = last.slice(0, term.charCodeAt(0) - 65) + term.slice(1)),
  );
}

/**
 * The position of the first value in a sorted list that is not less than the wanted one (binary
 * search).
 * @template {number | string} Value
 * @param {ArrayLike<Value>} list
 * @param {Value} wanted
 */
export function lowerBound(list, wanted) {
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
 * The position of a term in a sorted list, or -1.
 * @param {string[]} terms
 * @param {string} term
 */
function positionOf(terms, term) {
  const at = lowerBound(terms, term);
  return terms[at] === term ? at : -1;
}

/**
 * @typedef {object} PackedField
 * @property {string} terms a term list
 * @property {string} papers numbers: the document frequency of each term, in papers
 * @property {string} begins ascending numbers: the position of the first term of each piece
 */

const CACHE_SIZE = 4000; // decoded rows that are kept

/**
 * A field of the index. All its terms are in memory. Its posting rows are in pieces of some hundred
 * rows, which are fetched when a query needs them; for a small list all pieces are loaded at the
 * start. A row is decoded when it is first used.
 */
export class Field {
  /**
   * @param {string} name
   * @param {PackedField} packed
   * @param {Map<string, unknown>} pieces the loaded pieces by name
   */
  constructor(name, { terms, papers, begins }, pieces) {
    this.name = name;
    this.terms = termList(terms);
    this.papers = numbers(papers);
    this.begins = ascending(begins);
    this.pieces = pieces;
    /** @type {Map<string, string[]>} the packed rows of each piece, split */
    this.rows = new Map();
    /** @type {Map<number, Row>} */
    this.unpacked = new Map();
  }

  /** @param {string} term */
  find(term) {
    return positionOf(this.terms, term);
  }

  /**
   * The piece with the row of a term, and the position of the row in the piece.
   * @param {number} at the position of the term
   * @returns {[string, number]}
   */
  pieceOf(at) {
    const piece = lowerBound(this.begins, at + 1) - 1;
    return [this.name + "-" + piece, at - this.begins[piece]];
  }

  /**
   * The row of a term. Its piece must be loaded.
   * @param {number} at the position of the term
   * @returns {Row}
   */
  row(at) {
    const known = this.unpacked.get(at);
    if (known) return known;
    const [piece, position] = this.pieceOf(at);
    let rows = this.rows.get(piece);
    if (!rows) {
      rows = /** @type {string} */ (this.pieces.get(piece)).split(" ");
      this.rows.set(piece, rows);
    }
    if (this.unpacked.size > CACHE_SIZE) this.unpacked.clear();
    const row = postingRow(rows[position]);
    this.unpacked.set(at, row);
    return row;
  }
}

/**
 * The field "themes": the terms of the titles of a paper's themes. It is not shipped, because it
 * can be computed from the titles of the themes and the papers in them.
 */
export class ThemeField {
  /** @param {{ title: string, papers: Uint32Array }[]} themes */
  constructor(themes) {
    /** @type {Map<string, Map<number, number>>} term -> paper -> count */
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
    return positionOf(this.terms, term);
  }

  /** @returns {[string, number]} "": all rows are in memory */
  pieceOf() {
    return ["", 0];
  }

  /** @param {number} at */
  row(at) {
    return this.rows[at];
  }
}
