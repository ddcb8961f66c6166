/* lunr's scores, number for number.

   lunr.py writes a weight for every term of every field of a paper: BM25 with k1 = 1.2 and b = 0 (a long
   abstract says no less of a word than a short one), rounded to three places.

     weight = rarity × 2.2 × count / (1.2 + count)      rarity = ln(1 + |(N − n + 0.5) / (n + 0.5)|)

   N is the number of papers, n how many have the term, count how often this one has it. The score of
   a field is the sum of boost × weight over the terms asked for, divided by the length of the vector of
   the boosts; the score of a paper is the sum over its fields.

   The index says in how many papers a term is and how often; everything else is computed here. A
   test compares every weight, and the scores of thousands of queries, with an unmodified lunr.js. */

import { FIELDS } from "./index.js";

/** @typedef {import("./units.js").Unit} Unit */
/** @typedef {{ term: string, field: import("./index.js").FieldName, boost: number }} Clause */

const KEPT = 4000; // terms whose weights are kept

export class Scoring {
  /** @param {import("./index.js").Index} index */
  constructor(index) {
    this.index = index;
    /** @type {Map<string, number[]>} for each term its weight by count */
    this.weights = new Map();
  }

  /**
   * What lunr is asked: every term in every field. A boost common to a field would cancel out.
   * @param {Unit[]} units
   * @returns {Clause[]}
   */
  clausesOf(units) {
    /** @type {Map<string, number>} */
    const boosts = new Map();
    for (const unit of units) {
      for (const [term, { quality, kind }] of unit.terms) {
        // A rare form must not outweigh the word itself by its rarity.
        const tells = () => this.index.tells(this.index.papersWith(term));
        const worth = kind === "exact" ? 1 : quality * Math.min(1, unit.weight / tells());
        boosts.set(term, Math.max(worth, boosts.get(term) || 0));
      }
    }
    return [...boosts].flatMap(([term, boost]) => FIELDS.map((field) => ({ term, field, boost })));
  }

  /**
   * The score of every paper, and which papers have a term at all.
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
        const at = field.find(term);
        if (at < 0) continue;
        const { papers, counts } = field.row(at);
        const weights = this.weightsOf(term);
        for (let place = 0; place < papers.length; place++) {
          const count = counts[place];
          const weight = weights[count] || (weights[count] = this.weightOf(term, count));
          scores[papers[place]] += (boost * weight) / magnitude;
          isFound[papers[place]] = 1;
        }
      }
    }
    return { scores, isFound };
  }

  /**
   * The boosts of a field's known terms.
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
    if (this.weights.size > KEPT) this.weights.clear();
    /** @type {number[]} */
    const weights = [];
    this.weights.set(term, weights);
    return weights;
  }

  /**
   * @param {string} term
   * @param {number} count how often it stands in a field of a paper
   */
  weightOf(term, count) {
    const seen = this.index.papersWith(term);
    const rarity = Math.log(1 + Math.abs((this.index.count - seen + 0.5) / (seen + 0.5)));
    return Number(((rarity * (2.2 * count)) / (1.2 + count)).toFixed(3));
  }
}
