/* Coverage: how much of the query each paper covers.

   BM25 adds up the weights of all matching terms, so that a paper with one rare word three times
   can rank above a paper with all words of the query. Coverage corrects this. Each query word
   counts once, with the quality of the best term that the paper contains for it:

     coverage = Σ over the query words of  weight × best quality

   This is computed for all papers at once, one posting row at a time. The arrays are reused for the
   next query, because allocating them takes time for a long list. */

import { COMMON } from "./units.js";

/** @typedef {import("./units.js").Terms} Terms */
/** @typedef {import("./units.js").Part} Part */
/** @typedef {import("./units.js").Unit} Unit */

const WORD_QUALITY = 0.3; // the least quality with which a paper matches a word
const COMPOUND_QUALITY = 0.51; // the same for a compound; one of two parts is not enough
const TITLE_QUALITY = 0.8; // the least quality with which a term of a title counts as asked for

export class Coverage {
  /** @param {import("./index.js").Index} index */
  constructor(index) {
    this.index = index;
    const array = () => new Float32Array(index.count);
    /* Coverage by the whole paper, and by its title. */
    this.any = array();
    this.title = array();
    /* The best quality for the current word. */
    this.bestAny = array();
    this.bestTitle = array();
    /* The current alternative: the sum of its parts, the current part, and the number of parts. */
    this.sumAny = array();
    this.sumTitle = array();
    this.partAny = array();
    this.partTitle = array();
    this.parts = array();
    /* How many terms of each title the query asks for, and the terms that are already counted. */
    this.titleTerms = new Uint16Array(index.count);
    /** @type {Set<string>} */
    this.counted = new Set();
  }

  /**
   * For each paper: the coverage by the whole paper and by its title, how many query words are
   * missing, and how many terms of its title the query asks for. The arrays are valid until the
   * next call.
   * @param {Unit[]} units
   */
  of(units) {
    const { any, title, bestAny, bestTitle, titleTerms } = this;
    const missing = new Uint8Array(this.index.count);
    for (const list of [any, title, titleTerms]) list.fill(0);
    this.counted.clear();
    for (const { alternatives, weight, isCommon } of units) {
      bestAny.fill(0);
      bestTitle.fill(0);
      for (const parts of alternatives) {
        if (parts.length === 1) this.coverTerms(parts[0].terms, bestAny, bestTitle);
        else this.coverParts(parts);
      }
      const least = alternatives[0].length > 1 ? COMPOUND_QUALITY : WORD_QUALITY;
      for (let paper = 0; paper < missing.length; paper++) {
        any[paper] += weight * bestAny[paper];
        title[paper] += weight * bestTitle[paper];
        if (bestAny[paper] < least && !isCommon) missing[paper]++;
      }
    }
    return { any, title, missing, titleTerms };
  }

  /**
   * Covers an alternative with several parts. A paper with some of the parts gets their share of
   * the quality; a synonym needs all parts. Only papers in the posting rows are visited, because a
   * query can have many alternatives.
   * @param {Part[]} parts
   */
  coverParts(parts) {
    const { bestAny, bestTitle, sumAny, sumTitle, partAny, partTitle, parts: counted } = this;
    const weights = parts.map(({ isCommon }) => (isCommon ? COMMON : 1));
    const total = weights.reduce((a, b) => a + b, 0);
    const wanted = parts[0].isSynonym ? parts.filter((part) => !part.isCommon).length : 0;
    /** @type {Uint32Array[]} */
    const touched = [];
    for (const [number, { terms, isCommon }] of parts.entries()) {
      const share = weights[number] / total;
      this.coverTerms(terms, partAny, partTitle);
      for (const row of this.index.rowsOf(terms.keys())) {
        touched.push(row);
        for (let at = 0; at < row.length; at++) {
          const paper = row[at];
          if (!partAny[paper]) continue; // already counted from another row
          sumAny[paper] += share * partAny[paper];
          sumTitle[paper] += share * partTitle[paper];
          counted[paper] += isCommon ? 0 : 1;
          partAny[paper] = partTitle[paper] = 0;
        }
      }
    }
    for (const row of touched) {
      for (let at = 0; at < row.length; at++) {
        const paper = row[at];
        if (counted[paper] >= wanted) {
          if (sumAny[paper] > bestAny[paper]) bestAny[paper] = sumAny[paper];
          if (sumTitle[paper] > bestTitle[paper]) bestTitle[paper] = sumTitle[paper];
        }
        sumAny[paper] = sumTitle[paper] = counted[paper] = 0;
      }
    }
  }

  /**
   * Raises the quality of each paper, and of its title, to that of the best term it contains.
   * @param {Terms} terms
   * @param {Float32Array} any
   * @param {Float32Array} title
   */
  coverTerms(terms, any, title) {
    const { titleTerms } = this;
    for (const [term, { quality }] of terms) {
      const isAsked = quality >= TITLE_QUALITY && !this.counted.has(term);
      this.counted.add(term);
      for (const [name, field, position] of this.index.fieldsOf(term)) {
        const { papers, counts } = field.row(position);
        for (let at = 0; at < papers.length; at++) {
          const paper = papers[at];
          if (quality > any[paper]) any[paper] = quality;
        }
        if (name !== "title") continue;
        for (let at = 0; at < papers.length; at++) {
          const paper = papers[at];
          if (quality > title[paper]) title[paper] = quality;
          if (isAsked) titleTerms[paper] += counts[at];
        }
      }
    }
  }
}
