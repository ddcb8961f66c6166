/* Ranking: which papers are results, and in which order.

   Ranking has two steps, as is usual for search engines. The first step (`ranked`) scores every
   paper that contains a query word, using the index only:

     score = coverage + title coverage × (0.5 + 0.25 × share of the title that was asked for)
             + 0.2 × BM25

   Coverage is divided by the weight of the query, and BM25 by the highest score, so each is at most
   1. The second step (`rerank`) reads the texts of the best papers and adds what an index of single
   words does not know: whether the query is a title, whether its words are next to each other, and
   whether they are in one sentence. The weights of both steps were chosen with the development set
   of benchmarks/search_quality/. */

import { Coverage } from "./coverage.js";
import { MAX_TERMS } from "./lookup.js";
import { plain } from "./tokens.js";
import { COMMON, covered, weightOf } from "./units.js";

/** @typedef {import("./units.js").Unit} Unit */

/**
 * @typedef {object} Found Values for each paper, by paper number.
 * @property {Uint8Array} isFound 1 for results
 * @property {Float64Array} scores
 * @property {Float64Array} base BM25 scores, see scoring.js
 * @property {Uint8Array} missing how many query words the paper does not contain
 */

export const RERANKED = 40; // papers whose texts are read
const FEW_MATCHES = 10; // with fewer complete matches, partial matches are shown too
const ALL_WORDS_BONUS = 0.3; // all words occur exactly as typed
const ONE_SENTENCE_BONUS = 0.4; // times the coverage by the best sentence
const PAIRS_BONUS = 0.15; // times the share of adjacent query words that are adjacent in the paper
const PAIRS_IN_TITLE_BONUS = 0.25; // the same for the title, in addition

/**
 * The numbers of the results with the highest scores, best first.
 * @param {Uint8Array} isFound
 * @param {Float64Array} scores
 * @param {number} limit
 */
export function bestOf(isFound, scores, limit) {
  /** @type {number[]} */
  const best = [];
  for (let at = 0; at < isFound.length; at++) {
    if (!isFound[at]) continue;
    const score = scores[at];
    if (best.length === limit && score <= scores[best[limit - 1]]) continue;
    let rank = best.length;
    while (rank && scores[best[rank - 1]] < score) rank--;
    best.splice(rank, 0, at);
    if (best.length > limit) best.pop();
  }
  return best;
}

/**
 * The number of results.
 * @param {Uint8Array} isFound
 */
export function count(isFound) {
  let sum = 0;
  for (let at = 0; at < isFound.length; at++) sum += isFound[at];
  return sum;
}

/**
 * Whether few papers contain all query words. Then synonyms are used too.
 * @param {number} whole
 */
export const areFew = (whole) => whole < FEW_MATCHES;

/**
 * Removes partial matches from the results, which are papers without one of the query words. They
 * stay only if there are few complete matches and their score is not much lower than the best one.
 * @param {Found} found changed in place
 * @returns {number} the number of complete matches
 */
export function dropPartialMatches({ isFound, scores, missing }) {
  let whole = 0;
  for (let at = 0; at < isFound.length; at++) if (isFound[at] && !missing[at]) whole++;
  const [best] = bestOf(isFound, scores, 1);
  const floor = areFew(whole) ? 0.4 * Math.min(scores[best] || 0, 1.5) : Infinity;
  for (let at = 0; at < isFound.length; at++)
    if (missing[at] && scores[at] < floor) isFound[at] = 0;
  return whole;
}

/**
 * The bonus for a title that is the query, is contained in it, or begins with it. Both are given
 * without spaces.
 * @param {string} title
 * @param {string} query
 */
function titleBonus(title, query) {
  if (!title) return 0;
  if (title === query) return 10;
  if (title.length > 11 && query.includes(title)) return 2 + title.length / (query.length + 1);
  if (query.length > 3 && title.startsWith(query)) return 0.5 + query.length / title.length;
  return 0;
}

/** @param {string} text a result of `plain` */
const withoutSpaces = (text) => text.replace(/ /g, "");

export class Ranking {
  /**
   * @param {import("./index.js").Index} index
   * @param {import("./texts.js").Texts} texts
   * @param {import("./scoring.js").Scoring} scoring
   */
  constructor(index, texts, scoring) {
    this.index = index;
    this.texts = texts;
    this.scoring = scoring;
    this.coverage = new Coverage(index);
  }

  /**
   * The papers that contain a query word, with their scores from the first step.
   * @param {Unit[]} units
   * @param {Uint8Array} not 1 for excluded papers
   * @returns {Found}
   */
  ranked(units, not) {
    const { scores: base, isFound } = this.scoring.scores(this.scoring.clausesOf(units));
    const { any, title, missing, titleTerms } = this.coverage.of(units);
    const { lengths } = this.index;
    const total = weightOf(units);
    const scores = new Float64Array(base.length);
    let top = 1e-9;
    for (let paper = 0; paper < base.length; paper++) if (base[paper] > top) top = base[paper];
    for (let paper = 0; paper < base.length; paper++) {
      if (not[paper]) isFound[paper] = 0;
      if (!isFound[paper]) continue;
      const inTitle = title[paper] / total;
      const asked = Math.min(1, titleTerms[paper] / Math.max(1, lengths[paper]));
      const bonus = inTitle * (0.5 + 0.25 * asked);
      scores[paper] = any[paper] / total + bonus + (0.2 * base[paper]) / top;
    }
    return { scores, base, missing, isFound };
  }

  /**
   * The results of a query without words: all papers that are not excluded.
   * @param {Uint8Array} not 1 for excluded papers
   * @param {boolean} isAsked whether the query has filters or phrases
   * @returns {Found}
   */
  allPapers(not, isAsked) {
    const scores = new Float64Array(not.length);
    const isFound = not.map((isNot) => (isAsked && !isNot ? 1 : 0));
    return { scores, base: scores, missing: new Uint8Array(not.length), isFound };
  }

  /**
   * The second step: sorts the best papers again, using their texts.
   * @param {number[]} top
   * @param {Float64Array} scores changed in place
   * @param {string} query
   * @param {Unit[]} units
   */
  rerank(top, scores, query, units) {
    const asked = plain(query).trim();
    const key = withoutSpaces(asked);
    const words = asked.split(" ").slice(0, 2 * MAX_TERMS);
    const pairs = words.slice(1).map((word, at) => " " + words[at] + " " + word);
    /** @param {string} text */
    const share = (text) =>
      pairs.length ? pairs.filter((pair) => text.includes(pair)).length / pairs.length : 0;
    const total = weightOf(units);
    const common = units.filter((unit) => unit.isCommon).map((unit) => plain(unit.text));
    for (const paper of top) {
      const shown = [this.texts.titleOf(paper), this.texts.sourceOf(paper)];
      const titles = shown.filter(Boolean).map(plain);
      const inTitle = Math.max(0, ...titles.map(share));
      const bonuses = titles.map((title) => titleBonus(withoutSpaces(title), key));
      scores[paper] += Math.max(0, ...bonuses);
      scores[paper] += PAIRS_IN_TITLE_BONUS * inTitle;
      // The texts of a large list are fetched on demand. The order must not depend on which of them
      // happen to be loaded, so only titles are used.
      if (!this.index.isWhole) {
        scores[paper] += PAIRS_BONUS * inTitle;
        continue;
      }
      const { plain: text, sentences, title } = this.texts.analyze(paper);
      scores[paper] += PAIRS_BONUS * Math.max(inTitle, share(text));
      const parts = [title, ...sentences.map((one) => one.tokens)];
      scores[paper] +=
        ONE_SENTENCE_BONUS * Math.max(...parts.map((tokens) => covered(tokens, units) / total));
      // The index contains the stop words of titles only, so search for them in the abstract.
      const inText = common.filter(
        (word) => text.includes(word) && !titles.some((one) => one.includes(word)),
      );
      scores[paper] += (COMMON / total) * inText.length;
      const texts = [...titles, text];
      if (words.every((word) => texts.some((one) => one.includes(" " + word + " ")))) {
        scores[paper] += ALL_WORDS_BONUS;
      }
    }
    return top.sort((a, b) => scores[b] - scores[a] || a - b);
  }
}
