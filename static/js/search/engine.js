/* The search engine: from a query to what is shown. It touches no page, so it runs in a Worker, on
   the page itself where there are no Workers (file://), and in Node.

     query.js        what a person can say
     lookup.js       the terms of the index that each word stands for
     scoring.js      lunr's scores     coverage.js  how much of the query a paper has
     ranking.js      which papers, in which order
     facets.js, phrases.js             what narrows them
     snippets.js, reasons.js           what is shown of them

   What it does is asynchronous only where a piece of the index may have to be fetched. While it waits,
   the second tier may come; then what was found is found anew with all there is. */

import { both, Facets } from "./facets.js";
import { Index } from "./index.js";
import { Lookup, synonymsByRoot } from "./lookup.js";
import { Phrases } from "./phrases.js";
import { parse } from "./query.js";
import { areFew, bestOf, count, keepNearest, Ranking, RERANKED } from "./ranking.js";
import { reasons } from "./reasons.js";
import { Scoring } from "./scoring.js";
import { bestSentence, marks } from "./snippets.js";
import { Texts } from "./texts.js";
import { tokens } from "./tokens.js";
import { termsToMark } from "./units.js";

/** @typedef {import("./query.js").Query} Query */
/** @typedef {import("./ranking.js").Found} Found */
/** @typedef {import("./facets.js").Passing} Passing */
/** @typedef {import("./units.js").Unit} Unit */

/**
 * @typedef {object} How
 * @property {Partial<import("./filters.js").Filters>} [filters] what was chosen beside the query
 * @property {number} [limit] how many results
 * @property {Record<string, string[]>} [shelf] the reader's own shelf: state -> ids
 */

/**
 * @typedef {object} Result
 * @property {import("./texts.js").Paper} paper
 * @property {number} score
 * @property {number} base lunr's score
 * @property {string} why a line about which words are where
 * @property {import("./snippets.js").Marks} titleMarks
 * @property {{ text: string, marks: import("./snippets.js").Marks }} snippet
 */

/** @typedef {{ text: string, from: string, to: string }} Suggestion the query with a word replaced */

/**
 * @typedef {object} Answer
 * @property {Result[]} results the first ones
 * @property {number} total how many papers were found
 * @property {number} whole how many of them have every word
 * @property {"titles" | "full"} tier what was searched
 * @property {string[]} missing words that no paper has, as typed
 * @property {string[]} dropped phrases and filters that nothing satisfies, and that were ignored
 * @property {Suggestion[]} suggestions
 * @property {Record<string, Record<string, number>>} facets how many papers there would be
 * @property {{ terms: string[], phrases: string[], without: string[], filters: import("./filters.js").Filters }} parsed
 */

/** @typedef {Found & { dropped: string[], facets: Answer["facets"], whole: number }} Narrowed */

const MAX_QUERY = 2000; // characters that are read at all

export class Engine {
  /**
   * @param {import("./index.js").Start} start
   * @param {import("./index.js").Load} load
   */
  constructor(start, load) {
    this.facets = new Facets(start);
    this.index = new Index(start, this.facets.values.theme, load);
    this.texts = new Texts(this.index, this.facets);
    this.lookup = new Lookup(this.index);
    this.scoring = new Scoring(this.index);
    this.ranking = new Ranking(this.index, this.texts, this.scoring);
    this.phrases = new Phrases(this.index, this.texts);
    /** Kept once abstracts are searched too. @type {Promise<unknown>} */
    this.full = new Promise(() => {});
    this.hasFailed = false;
  }

  /** Fetches the second tier; if that fails, the next query tries again. */
  openFull() {
    this.hasFailed = false;
    this.full = this.takeFull();
    this.full.catch(() => (this.hasFailed = true)); // who waits for it hears of it as well
  }

  async takeFull() {
    const { synonyms } = await this.index.loadFull();
    this.lookup.synonyms = synonymsByRoot(synonyms);
    this.scoring.weights.clear();
    this.texts.kept.clear();
  }

  /**
   * Nothing typed makes it fail; it fails when a piece of the index cannot be loaded.
   * @param {string} query
   * @param {How} [how]
   * @returns {Promise<Answer>}
   */
  async query(query, { filters = {}, limit = 10, shelf = {} } = {}) {
    const { tier } = this.index;
    if (this.hasFailed) this.openFull();
    await this.facets.takeShelf(shelf, (ids) => this.texts.placesOf(ids));
    const text = String(query).slice(0, MAX_QUERY);
    const parsed = parse(text);
    const passing = this.facets.passing(parsed, filters);
    let units = this.lookup.unitsOf(parsed.plain);
    let found = await this.find(units, parsed, passing);
    const wider = areFew(found.whole) && this.lookup.withSynonyms(units);
    if (wider) [units, found] = [wider, await this.find(wider, parsed, passing)];
    const shown = await this.first(limit, found, parsed, units);
    if (this.index.tier !== tier) return this.query(query, { filters, limit, shelf });
    return {
      results: shown.map((paper) => this.result(paper, found, units, parsed)),
      total: count(found.isFound),
      whole: found.whole,
      tier,
      missing: units.filter((unit) => unit.isUnknown).map((unit) => unit.text),
      dropped: found.dropped,
      suggestions: tier === "full" ? suggestions(text, units) : [], // titles know few words
      facets: found.facets,
      parsed: {
        terms: units.map((unit) => unit.text),
        phrases: parsed.phrases.map((phrase) => phrase.text),
        without: parsed.without,
        filters: parsed.filters,
      },
    };
  }

  /**
   * The papers that answer, before texts are looked at. Which match is settled before filters, so
   * that facets count what choosing them leaves.
   * @param {Unit[]} units
   * @param {Query} parsed
   * @param {Passing} passing
   * @returns {Promise<Narrowed>}
   */
  async find(units, parsed, passing) {
    const { groups } = passing;
    const not = passing.not.slice();
    const terms = units.flatMap((unit) => [...unit.terms.keys()]);
    terms.push(...parsed.without.flatMap(tokens));
    let tier;
    while (tier !== this.index.tier) {
      ({ tier } = this.index);
      await this.index.need(this.index.rowPieces(terms));
    }
    await this.phrases.exclude(parsed.without, not);
    // Abstracts have come meanwhile, and the rows of their terms are not here yet.
    if (this.index.tier !== tier) return this.find(units, parsed, passing);
    const lists = Object.values(groups);
    const isAsked = lists.length > 0 || parsed.phrases.length > 0 || count(not) > 0;
    const { ranking } = this;
    const found = units.length ? ranking.ranked(units, not) : ranking.everything(not, isAsked);
    const unsaid = await this.phrases.keep(found, parsed.phrases);
    const whole = keepNearest(found);
    const facets = this.facets.counts(found.isFound, groups);
    const isFound = both(found.isFound, lists);
    return { ...found, isFound, dropped: [...passing.dropped, ...unsaid], facets, whole };
  }

  /**
   * The first results in their order, with everything here that is shown of them.
   * @param {number} limit
   * @param {Found} found
   * @param {Query} parsed
   * @param {Unit[]} units
   */
  async first(limit, found, parsed, units) {
    const top = bestOf(found.isFound, found.scores, Math.max(RERANKED, limit));
    await this.index.need(top.map((paper) => this.texts.pieceOfTitle(paper)));
    const { ranking } = this;
    const order = units.length ? ranking.rerank(top, found.scores, parsed.plain, units) : top;
    const shown = order.slice(0, limit);
    // A result without its sentence is better than none.
    await this.index.need(this.texts.piecesOf(shown)).catch(() => {});
    return shown;
  }

  /**
   * @param {number} number
   * @param {Found} found
   * @param {Unit[]} units
   * @param {Query} parsed
   * @returns {Result}
   */
  result(number, { scores, base }, units, parsed) {
    const paper = this.texts.paper(number);
    const { sentences, title } = this.texts.read(number);
    const all = new Set([title, ...sentences.map((one) => one.tokens)].flatMap((one) => [...one]));
    const terms = new Set(units.flatMap((unit) => termsToMark(unit, all)));
    const snippet = bestSentence(sentences, units, terms);
    return {
      paper,
      score: scores[number],
      base: base[number],
      why: reasons(paper, this.texts.sourceOf(number), sentences, units, parsed.plain),
      titleMarks: marks(paper.title, terms),
      snippet: { text: snippet, marks: marks(snippet, terms) },
    };
  }
}

/**
 * The query with the nearest word in place of one that can only be a misspelling.
 * @param {string} text
 * @param {Unit[]} units
 * @returns {Suggestion[]}
 */
function suggestions(text, units) {
  const found = [];
  for (const unit of units) {
    const uses = [...unit.terms];
    if (!uses.length || uses.some(([, use]) => use.kind !== "guess")) continue;
    const [to] = uses.reduce((best, use) => (use[1].quality > best[1].quality ? use : best));
    const right = text.slice(0, unit.start) + to + text.slice(unit.start + unit.text.length);
    found.push({ text: right.trim(), from: unit.text, to });
  }
  return found;
}
