/* The loaded part of the index.

   The index is loaded in two tiers, so that titles can be searched before the abstracts have
   arrived over a slow connection. The first file ("start") contains the terms of titles, the themes
   and the facets. The second file ("full") contains the terms of abstracts and the synonyms. When
   it has arrived, the same query finds more.

   Posting rows and texts are divided into pieces. For a list of up to some thousand papers, the two
   files contain all pieces; then `isWhole` is true and no query has to wait. For a larger list,
   each piece is a file, and a query fetches the few pieces that it needs. */

import { Field, lowerBound, numbers, ThemeField } from "./packed.js";

/**
 * @typedef {object} Start The first file. src/readinglist/search/files.py writes it.
 * @property {number} count the number of papers
 * @property {[number, number]} sizes papers per piece of titles, and per piece of abstracts
 * @property {string[]} common stop words, which are indexed for titles only
 * @property {string} lengths numbers: the number of terms in the title of each paper
 * @property {Record<string, unknown>} pieces
 * @property {[string, string]} address the parts of a piece's address before and after its name
 * @property {Record<string, [key: string, title: string, papers: string, above?: string][]>} facets
 * @property {import("./packed.js").PackedField} title
 */

/**
 * @typedef {object} Full The second file.
 * @property {Record<string, unknown>} pieces
 * @property {import("./packed.js").PackedField} abstract
 * @property {string[]} synonyms groups: "token token,token,…"
 */

/** @typedef {"title" | "abstract" | "themes"} FieldName */
/** @typedef {(name: string, address: string) => Promise<unknown>} Load */

/** @type {FieldName[]} */
export const FIELDS = ["title", "abstract", "themes"];

const MAX_COMPLETIONS = 64; // terms that a prefix expands to
const CACHE_SIZE = 500; // prefixes whose completions are kept

/**
 * The terms with the highest counts.
 * @param {[term: string, number: number][]} counted
 * @param {number} limit
 */
export function mostFrequent(counted, limit) {
  return counted
    .sort((a, b) => b[1] - a[1])
    .slice(0, limit)
    .map(([term]) => term);
}

export class Index {
  /**
   * @param {Start} start
   * @param {{ title: string, papers: Uint32Array }[]} themes
   * @param {Load} load
   */
  constructor(start, themes, load) {
    this.count = start.count;
    this.sizes = start.sizes;
    this.common = new Set(start.common);
    this.lengths = numbers(start.lengths);
    this.load = load;
    /** @type {Map<string, unknown>} */
    this.pieces = new Map(Object.entries(start.pieces));
    this.isWhole = this.pieces.size > 0; // all pieces are in the two files
    /** @type {(name: string) => string} */
    this.address = (name) => start.address[0] + name + start.address[1];
    /** @type {Partial<Record<FieldName, Field | ThemeField>>} */
    this.fields = {
      title: new Field("title", start.title, this.pieces),
      themes: new ThemeField(themes),
    };
    /** @type {"titles" | "full"} */
    this.tier = "titles";
    /** @type {Map<string, string[]>} */
    this.completions = new Map();
  }

  /** Loads the second tier. */
  async loadFull() {
    const full = /** @type {Full} */ (await this.load("full", this.address("full")));
    for (const [name, piece] of Object.entries(full.pieces)) this.pieces.set(name, piece);
    this.fields.abstract = new Field("abstract", full.abstract, this.pieces);
    this.completions.clear();
    this.tier = "full";
    return full;
  }

  /**
   * Fetches the pieces that are not loaded yet.
   * @param {string[]} names "" is ignored
   */
  async loadPieces(names) {
    const absent = [...new Set(names)].filter((name) => name && !this.pieces.has(name));
    /** @param {string} name */
    const load = async (name) => this.pieces.set(name, await this.load(name, this.address(name)));
    if (absent.length) await Promise.all(absent.map(load));
  }

  /**
   * The fields that contain a term, and the position of the term in each.
   * @param {string} term
   * @returns {Generator<[FieldName, Field | ThemeField, number]>}
   */
  *fieldsOf(term) {
    for (const name of FIELDS) {
      const field = this.fields[name];
      const at = field ? field.find(term) : -1;
      if (field && at >= 0) yield [name, field, at];
    }
  }

  /**
   * The paper numbers of each posting row of these terms.
   * @param {Iterable<string>} terms
   */
  rowsOf(terms) {
    const rows = [];
    for (const term of terms) {
      for (const [, field, at] of this.fieldsOf(term)) rows.push(field.row(at).papers);
    }
    return rows;
  }

  /**
   * The names of the pieces with the posting rows of these terms.
   * @param {Iterable<string>} terms
   */
  rowPieces(terms) {
    const names = [];
    for (const term of terms) {
      for (const [, field, at] of this.fieldsOf(term)) names.push(field.pieceOf(at)[0]);
    }
    return names;
  }

  /**
   * The document frequency of a term. As in lunr, a paper counts once per field with the term.
   * @param {string} term
   */
  papersWith(term) {
    let sum = 0;
    for (const [, field, at] of this.fieldsOf(term)) sum += field.papers[at];
    return sum;
  }

  /** @param {string} term */
  has(term) {
    return this.papersWith(term) > 0;
  }

  /**
   * How much a query word weighs, from its document frequency: about the square root of the inverse
   * document frequency. The root is used because people who describe a paper from memory do not
   * choose its rarest words, so that rare words must not dominate.
   * @param {number} papers the document frequency
   */
  termWeight(papers) {
    return Math.sqrt(Math.log(1 + this.count / Math.max(1, papers)));
  }

  /**
   * The terms with a prefix, and the document frequency of each.
   * @param {string} beginning
   */
  termsWithPrefix(beginning) {
    /** @type {Map<string, number>} */
    const found = new Map();
    for (const name of FIELDS) {
      const field = this.fields[name];
      if (!field) continue;
      const { terms, papers } = field;
      for (let at = lowerBound(terms, beginning); at < terms.length; at++) {
        const term = terms[at];
        if (!term.startsWith(beginning)) break;
        found.set(term, (found.get(term) || 0) + papers[at]);
      }
    }
    return found;
  }

  /**
   * The most frequent terms with a prefix.
   * @param {string} beginning
   */
  completionsOf(beginning) {
    const known = this.completions.get(beginning);
    if (known) return known;
    if (this.completions.size > CACHE_SIZE) this.completions.clear();
    const completions = mostFrequent([...this.termsWithPrefix(beginning)], MAX_COMPLETIONS);
    this.completions.set(beginning, completions);
    return completions;
  }
}
