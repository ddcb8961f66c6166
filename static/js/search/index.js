/* What is known of the list so far, and its terms.

   The index comes in two tiers, so that titles can be searched before abstracts have come over a
   slow line. The first file ("start") has the terms of titles, the themes and the facets. The second
   ("full") has the terms of abstracts and the synonyms; its field joins those that are here, and a
   query asked again then finds more.

   Rows and texts come in pieces. Up to some thousand papers the two files bring all pieces along;
   then `isWhole` is true and no query ever waits. A larger list has too many for that: a query fetches
   the few pieces that it needs. */

import { Field, firstFrom, numbers, ThemeField } from "./packed.js";

/**
 * @typedef {object} Start The first file, as src/readinglist/search/files.py writes it.
 * @property {number} count how many papers there are
 * @property {[number, number]} sizes how many papers are in a piece of titles, and of texts
 * @property {string[]} common words that are looked for in titles only
 * @property {string} lengths numbers: how many terms the title of each paper has
 * @property {Record<string, unknown>} pieces
 * @property {[string, string]} address what stands before and after the name of a piece in its address
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

const MAX_ENDINGS = 64; // terms that one beginning stands for
const KEPT = 500; // beginnings whose terms are kept

/**
 * The terms with the highest numbers.
 * @param {[term: string, number: number][]} counted
 * @param {number} limit
 */
export function most(counted, limit) {
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
    this.isWhole = this.pieces.size > 0; // nothing is left to be fetched piece by piece
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
    this.endings = new Map();
  }

  /** Takes the second tier in; returns it. */
  async loadFull() {
    const full = /** @type {Full} */ (await this.load("full", this.address("full")));
    for (const [name, piece] of Object.entries(full.pieces)) this.pieces.set(name, piece);
    this.fields.abstract = new Field("abstract", full.abstract, this.pieces);
    this.endings.clear();
    this.tier = "full";
    return full;
  }

  /**
   * Waits for pieces that are not here yet.
   * @param {string[]} names "" is none
   */
  async need(names) {
    const absent = [...new Set(names)].filter((name) => name && !this.pieces.has(name));
    /** @param {string} name */
    const load = async (name) => this.pieces.set(name, await this.load(name, this.address(name)));
    if (absent.length) await Promise.all(absent.map(load));
  }

  /**
   * The fields that have a term, and its place in each.
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
   * The papers of every row of these terms.
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
   * The pieces that have the rows of these terms.
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
   * In how many papers a term is, a paper counted once for each field: lunr's own count.
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
   * How much a term in so many papers tells: the root of lunr's rarity, about, since who gives the
   * gist of a paper does not choose its rarest words.
   * @param {number} papers
   */
  tells(papers) {
    return Math.sqrt(Math.log(1 + this.count / Math.max(1, papers)));
  }

  /**
   * The terms with a beginning, and in how many papers each is.
   * @param {string} beginning
   */
  termsFrom(beginning) {
    /** @type {Map<string, number>} */
    const found = new Map();
    for (const name of FIELDS) {
      const field = this.fields[name];
      if (!field) continue;
      const { terms, papers } = field;
      for (let at = firstFrom(terms, beginning); at < terms.length; at++) {
        const term = terms[at];
        if (!term.startsWith(beginning)) break;
        found.set(term, (found.get(term) || 0) + papers[at]);
      }
    }
    return found;
  }

  /**
   * The most frequent terms with a beginning.
   * @param {string} beginning
   */
  endingsOf(beginning) {
    const known = this.endings.get(beginning);
    if (known) return known;
    if (this.endings.size > KEPT) this.endings.clear();
    const endings = most([...this.termsFrom(beginning)], MAX_ENDINGS);
    this.endings.set(beginning, endings);
    return endings;
  }
}
