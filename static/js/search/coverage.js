/* How much of the query each paper covers.

   lunr adds up rare words, so that a paper with one of them three times comes before a paper with
   all words of the query. Here each word counts once, by the best that a paper has for it, in
   proportion to what the word tells. That is computed for all papers at once, row by row, in typed
   arrays that are used again by the next query. */

import { COMMON } from "./units.js";

/** @typedef {import("./units.js").Terms} Terms */
/** @typedef {import("./units.js").Part} Part */
/** @typedef {import("./units.js").Unit} Unit */

const WANTED = 0.3; // the quality at which a paper has a word,
const WHOLE = 0.51; // and a compound: half of it is not enough
const ASKED = 0.8; // the quality at which a word of a title was asked for

export class Coverage {
  /** @param {import("./index.js").Index} index */
  constructor(index) {
    this.index = index;
    const array = () => new Float32Array(index.count);
    /* The sums over the words of weight and quality, anywhere in a paper and in its title; */
    this.any = array();
    this.title = array();
    /* the best of one word; */
    this.bestAny = array();
    this.bestTitle = array();
    /* and of one alternative: the sums over its parts, one part, and how many parts there are. */
    this.sumAny = array();
    this.sumTitle = array();
    this.partAny = array();
    this.partTitle = array();
    this.parts = array();
    /* How many terms of each title were asked for, and the terms that are counted already. */
    this.titleTerms = new Uint16Array(index.count);
    /** @type {Set<string>} */
    this.counted = new Set();
  }

  /**
   * For each paper: what it covers, how many words it lacks, and how many terms of its title were
   * asked for. The arrays are valid until the next query.
   * @param {Unit[]} units
   */
  of(units) {
    const { any, title, bestAny, bestTitle, titleTerms } = this;
    const lacks = new Uint8Array(this.index.count);
    for (const list of [any, title, titleTerms]) list.fill(0);
    this.counted.clear();
    for (const { alternatives, weight, isCommon } of units) {
      bestAny.fill(0);
      bestTitle.fill(0);
      for (const parts of alternatives) {
        if (parts.length === 1) this.cover(parts[0].terms, bestAny, bestTitle);
        else this.coverTogether(parts);
      }
      const least = alternatives[0].length > 1 ? WHOLE : WANTED;
      for (let paper = 0; paper < lacks.length; paper++) {
        any[paper] += weight * bestAny[paper];
        title[paper] += weight * bestTitle[paper];
        if (bestAny[paper] < least && !isCommon) lacks[paper]++;
      }
    }
    return { any, title, lacks, titleTerms };
  }

  /**
   * Parts that are wanted together are each worth their share; of a synonym all or nothing. Only
   * the papers that have a part are touched: there may be many alternatives.
   * @param {Part[]} parts
   */
  coverTogether(parts) {
    const { bestAny, bestTitle, sumAny, sumTitle, partAny, partTitle, parts: counted } = this;
    const worth = parts.map(({ isCommon }) => (isCommon ? COMMON : 1));
    const total = worth.reduce((a, b) => a + b, 0);
    const wanted = parts[0].isSynonym ? parts.filter((part) => !part.isCommon).length : 0;
    /** @type {Uint32Array[]} */
    const touched = [];
    for (const [number, { terms, isCommon }] of parts.entries()) {
      const share = worth[number] / total;
      this.cover(terms, partAny, partTitle);
      for (const row of this.index.rowsOf(terms.keys())) {
        touched.push(row);
        for (let place = 0; place < row.length; place++) {
          const paper = row[place];
          if (!partAny[paper]) continue; // seen in another row
          sumAny[paper] += share * partAny[paper];
          sumTitle[paper] += share * partTitle[paper];
          counted[paper] += isCommon ? 0 : 1;
          partAny[paper] = partTitle[paper] = 0;
        }
      }
    }
    for (const row of touched) {
      for (let place = 0; place < row.length; place++) {
        const paper = row[place];
        if (counted[paper] >= wanted) {
          if (sumAny[paper] > bestAny[paper]) bestAny[paper] = sumAny[paper];
          if (sumTitle[paper] > bestTitle[paper]) bestTitle[paper] = sumTitle[paper];
        }
        sumAny[paper] = sumTitle[paper] = counted[paper] = 0;
      }
    }
  }

  /**
   * The best quality with which one of some terms stands in each paper, and in its title.
   * @param {Terms} terms
   * @param {Float32Array} any
   * @param {Float32Array} title
   */
  cover(terms, any, title) {
    const { titleTerms } = this;
    for (const [term, { quality }] of terms) {
      const isAsked = quality >= ASKED && !this.counted.has(term);
      this.counted.add(term);
      for (const [name, field, at] of this.index.fieldsOf(term)) {
        const { papers, counts } = field.row(at);
        for (let place = 0; place < papers.length; place++) {
          const paper = papers[place];
          if (quality > any[paper]) any[paper] = quality;
        }
        if (name !== "title") continue;
        for (let place = 0; place < papers.length; place++) {
          const paper = papers[place];
          if (quality > title[paper]) title[paper] = quality;
          if (isAsked) titleTerms[paper] += counts[place];
        }
      }
    }
  }
}
