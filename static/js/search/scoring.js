/* Scores: exactly those of lunr.js 2.3.9.

   The weight of a term in a field of a paper is BM25 (S. Robertson and H. Zaragoza, "The
   Probabilistic Relevance Framework: BM25 and Beyond", Foundations and Trends in Information
   Retrieval 3(4), 2009) with k1 = 1.2 and b = 0, rounded to three decimal places:

     weight = idf × (k1 + 1) × tf / (k1 + tf)      idf = ln(1 + |(N − df + 0.5) / (df + 0.5)|)

   tf is how often the field contains the term, df the document frequency of the term, and N the
   number of papers. With b = 0 the length of a field does not count: abstracts have similar
   lengths, and titles are treated separately in ranking.js. As a result, a weight depends only on
   tf and df, which is why the packed index stores counts and no weights.

   lunr compares the query and a field as vectors. The score of a field is the dot product of the
   query's boosts and the weights, divided by the length of the query vector. The score of a paper
   is the sum of the scores of its fields. A test compares all weights, and the scores of thousands
   of queries, with an unmodified lunr.js. */

import { FIELDS } from "./index.js";

/** @typedef {import("./units.js").Unit} Unit */
/** @typedef {{ term: string, field: import("./index.js").FieldName, boost: number }} Clause */

const CACHE_SIZE = 4000; // terms whose weights are kept
const K1 = 1.2;

export class Scoring {
  /** @param {import("./index.js").Index} index */
  constructor(index) {
    this.index = index;
    /** @type {Map<string, number[]>} term -> its weights, by count */
    this.weights = new Map();
  }

  /**
   * The query in lunr's form: each term in each field. There is no boost per field, because a
   * factor that all terms of a field share is cancelled by the division by the vector's length.
   * @param {Unit[]} units
   * @returns {Clause[]}
   */
  clausesOf(units) {
    /** @type {Map<string, number>} */
    const boosts = new Map();
    for (const unit of units) {
      for (const [term, { quality, kind }] of unit.terms) {
        // A rare form of a word must not weigh more than the word itself.
        const termWeight = () => this.index.termWeight(this.index.papersWith(term));
        const boost = kind === "exact" ? 1 : quality * Math.min(1, unit.weight / termWeight());
        boosts.set(term, Math.max(boost, boosts.get(term) || 0));
      }
    }
    return [...boosts].flatMap(([term, boost]) => FIELDS.map((field) => ({ term, field, boost })));
  }

  /**
   * The score of each paper, and which papers contain any of the terms.
   * @param {Clause[]} clauses
   */
  scores(clauses) {
    const scores = new Float64Array(this.index.count);
    const isFound = new Uint8Array(this.index.count);
    for (const name of FIELDS) {
      const field = this.index.fields[name];
      if (!field) continue;
      const boosts = this.boostsIn(name, clauses);
      let square = 0;
      for (const boost of boosts.values()) square += boost * boost;
      const magnitude = Math.sqrt(square);
      for (const [term, boost] of boosts) {
        const position = field.find(term);
        if (position < 0) continue;
        const { papers, counts } = field.row(position);
        const weights = this.weightsOf(term);
        for (let at = 0; at < papers.length; at++) {
          const count = counts[at];
          const weight = weights[count] || (weights[count] = this.weightOf(term, count));
          scores[papers[at]] += (boost * weight) / magnitude;
          isFound[papers[at]] = 1;
        }
      }
    }
    return { scores, isFound };
  }

  /**
   * The boosts of the terms of a field that are in the index.
   * @param {string} name
   * @param {Clause[]} clauses
   */
  boostsIn(name, clauses) {
    /** @type {Map<string, number>} */
    const boosts = new Map();
    for (const { term, field, boost } of clauses) {
      if (field === name && this.index.has(term)) boosts.set(term, (boosts.get(term) || 0) + boost);
    }
    return boosts;
  }

  /** @param {string} term */
  weightsOf(term) {
    const known = this.weights.get(term);
    if (known) return known;
    if (this.weights.size > CACHE_SIZE) this.weights.clear();
    /** @type {number[]} */
    const weights = [];
    this.weights.set(term, weights);
    return weights;
  }

  /**
   * @param {string} term
   * @param {number} count how often a field of a paper contains it
   */
  weightOf(term, count) {
    const df = this.index.papersWith(term);
    const idf = Math.log(1 + Math.abs((this.index.count - df + 0.5) / (df + 0.5)));
    return Number(((idf * ((K1 + 1) * count)) / (K1 + count)).toFixed(3));
  }
}
