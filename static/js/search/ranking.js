/* Which papers answer, and in which order.

   The order is made in two steps. First every paper with a word of the query gets a score from the
   index alone (`ranked`): what it covers of the query, more of it in the title, and a share of lunr's
   score. Then the texts of the first few are read (`rerank`) for what an index of single words cannot
   know: that the query is a title, that words stand side by side, or in one sentence. */

import { Coverage } from "./coverage.js";
import { MAX_TERMS } from "./lookup.js";
import { plain } from "./tokens.js";
import { COMMON, covered, weightOf } from "./units.js";

/** @typedef {import("./units.js").Unit} Unit */

/**
 * @typedef {object} Found Something of every paper, by its place in the list.
 * @property {Uint8Array} isFound
 * @property {Float64Array} scores
 * @property {Float64Array} base lunr's scores
 * @property {Uint8Array} lacks how many words of the query it lacks
 */

export const RERANKED = 40; // papers whose text is looked at
const NEARLY = 10; // with fewer papers that have every word, those that lack one are shown too
const EVERY = 0.3; // what a paper gains by having every word as it was typed,
const TOGETHER = 0.4; // by having them in one sentence,
const PAIRS = 0.15; // by having neighbours of the query as neighbours,
const PAIRS_IN_TITLE = 0.25; // and that in its title

/**
 * The places with the highest scores among those that are marked, best first.
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
    let place = best.length;
    while (place && scores[best[place - 1]] < score) place--;
    best.splice(place, 0, at);
    if (best.length > limit) best.pop();
  }
  return best;
}

/** @param {Uint8Array} isFound */
export function count(isFound) {
  let sum = 0;
  for (let at = 0; at < isFound.length; at++) sum += isFound[at];
  return sum;
}

/**
 * Whether few papers have every word: then synonyms are looked up, too.
 * @param {number} whole
 */
export const areFew = (whole) => whole < NEARLY;

/**
 * All words are wanted: papers that lack one stay only where few have all, and where they are not
 * much worse than the best.
 * @param {Found} found is changed
 * @returns {number} how many papers have every word
 */
export function keepNearest({ isFound, scores, lacks }) {
  let whole = 0;
  for (let at = 0; at < isFound.length; at++) if (isFound[at] && !lacks[at]) whole++;
  const [best] = bestOf(isFound, scores, 1);
  const floor = areFew(whole) ? 0.4 * Math.min(scores[best] || 0, 1.5) : Infinity;
  for (let at = 0; at < isFound.length; at++) if (lacks[at] && scores[at] < floor) isFound[at] = 0;
  return whole;
}

/**
 * What a title gains by looking like the query; both without spaces.
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

/** @param {string} text of `plain` */
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
   * The papers with a word of the query.
   * @param {Unit[]} units
   * @param {Uint8Array} not papers that are left out
   * @returns {Found}
   */
  ranked(units, not) {
    const { scores: base, isFound } = this.scoring.scores(this.scoring.clausesOf(units));
    const { any, title, lacks, titleTerms } = this.coverage.of(units);
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
      const gain = inTitle * (0.5 + 0.25 * asked);
      scores[paper] = any[paper] / total + gain + (0.2 * base[paper]) / top;
    }
    return { scores, base, lacks, isFound };
  }

  /**
   * Without a word: all papers that are not left out.
   * @param {Uint8Array} not
   * @param {boolean} isAsked whether the query says anything
   * @returns {Found}
   */
  everything(not, isAsked) {
    const scores = new Float64Array(not.length);
    const isFound = not.map((isNot) => (isAsked && !isNot ? 1 : 0));
    return { scores, base: scores, lacks: new Uint8Array(not.length), isFound };
  }

  /**
   * The best papers by their very words.
   * @param {number[]} top
   * @param {Float64Array} scores are changed
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
      scores[paper] += PAIRS_IN_TITLE * inTitle;
      // What is fetched by need is not fetched for this: the order must not depend on it.
      if (!this.index.isWhole) {
        scores[paper] += PAIRS * inTitle;
        continue;
      }
      const { plain: text, sentences, title } = this.texts.read(paper);
      scores[paper] += PAIRS * Math.max(inTitle, share(text));
      const parts = [title, ...sentences.map((one) => one.tokens)];
      scores[paper] +=
        TOGETHER * Math.max(...parts.map((tokens) => covered(tokens, units) / total));
      // The index has common words of titles only; an abstract has to be asked itself.
      const inText = common.filter(
        (word) => text.includes(word) && !titles.some((one) => one.includes(word)),
      );
      scores[paper] += (COMMON / total) * inText.length;
      const here = [...titles, text];
      if (words.every((word) => here.some((one) => one.includes(" " + word + " ")))) {
        scores[paper] += EVERY;
      }
    }
    return top.sort((a, b) => scores[b] - scores[a] || a - b);
  }
}
