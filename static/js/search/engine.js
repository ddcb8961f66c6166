/* The search engine: from a query to results. It does not use the DOM, so it runs in a Worker, on
   the page if there are no Workers (file://), and in Node. The modules, in the order of a query:

     query.js        parses the query language
     tokens.js       divides texts into tokens
     lookup.js       finds the index terms for each query word, with word-forms.js; units.js has the
                     representation of a query
     index.js        the loaded part of the index; packed.js decodes it
     scoring.js      BM25 scores
     coverage.js     how much of the query each paper covers
     ranking.js      selects and sorts the results
     facets.js, phrases.js       filters
     snippets.js, reasons.js     the texts that are shown for a result

   The engine is asynchronous only where it may have to fetch a piece of the index. If the second
   tier arrives during a query, the query is repeated. */

import { Facets, intersect } from "./facets.js";
import { Index } from "./index.js";
import { Lookup, synonymsByRoot } from "./lookup.js";
import { Phrases } from "./phrases.js";
import { parse } from "./query.js";
import { areFew, bestOf, count, dropPartialMatches, Ranking, RERANKED } from "./ranking.js";
import { reasons } from "./reasons.js";
import { Scoring } from "./scoring.js";
import { bestSentence, marks } from "./snippets.js";
import { Texts } from "./texts.js";
import { tokens } from "./tokens.js";
import { termsToMark } from "./units.js";

/** @typedef {import("./query.js").Query} Query */
/** @typedef {import("./ranking.js").Found} Found */
/** @typedef {import("./facets.js").Allowed} Allowed */
/** @typedef {import("./units.js").Unit} Unit */

/**
 * @typedef {object} QueryOptions
 * @property {Partial<import("./filters.js").Filters>} [filters] filters in addition to the query's
 * @property {number} [limit] the maximum number of results
 * @property {Record<string, string[]>} [shelf] the reader's shelf: state -> paper ids
 */

/**
 * @typedef {object} Result
 * @property {import("./texts.js").Paper} paper
 * @property {number} score
 * @property {number} base the BM25 score
 * @property {string} why which words were found where, see reasons.js
 * @property {import("./snippets.js").Marks} titleMarks
 * @property {{ text: string, marks: import("./snippets.js").Marks }} snippet
 */

/** @typedef {{ text: string, from: string, to: string }} Suggestion a query with a word replaced */

/**
 * @typedef {object} Answer
 * @property {Result[]} results the first `limit` results
 * @property {number} total the number of papers found
 * @property {number} whole how many of them contain all words
 * @property {"titles" | "full"} tier what was searched
 * @property {string[]} missing words that no paper contains, as typed
 * @property {string[]} dropped phrases and filters without a match, which were ignored
 * @property {Suggestion[]} suggestions
 * @property {Record<string, Record<string, number>>} facets facet -> value -> number of results
 * @property {{ terms: string[], phrases: string[], without: string[], filters: import("./filters.js").Filters }} parsed
 */

/** @typedef {Found & { dropped: string[], facets: Answer["facets"], whole: number }} Narrowed */

const MAX_QUERY = 2000; // characters; the rest of a query is ignored

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
    /** Fulfilled when abstracts can be searched. @type {Promise<unknown>} */
    this.full = new Promise(() => {});
    this.hasFailed = false;
  }

  /** Loads the second tier. If that fails, the next query tries again. */
  openFull() {
    this.hasFailed = false;
    this.full = this.takeFull();
    this.full.catch(() => (this.hasFailed = true)); // callers that await it get the error too
  }

  async takeFull() {
    const { synonyms } = await this.index.loadFull();
    this.lookup.synonyms = synonymsByRoot(synonyms);
    this.scoring.weights.clear();
    this.texts.cache.clear();
  }

  /**
   * Runs a query. Any text is a valid query; the promise is rejected only if a piece of the index
   * cannot be loaded.
   * @param {string} query
   * @param {QueryOptions} [options]
   * @returns {Promise<Answer>}
   */
  async query(query, { filters = {}, limit = 10, shelf = {} } = {}) {
    const { tier } = this.index;
    if (this.hasFailed) this.openFull();
    await this.facets.setShelf(shelf, (ids) => this.texts.numbersOf(ids));
    const text = String(query).slice(0, MAX_QUERY);
    const parsed = parse(text);
    const allowed = this.facets.allowed(parsed, filters);
    let units = this.lookup.unitsOf(parsed.plain);
    let found = await this.find(units, parsed, allowed);
    const wider = areFew(found.whole) && this.lookup.withSynonyms(units);
    if (wider) [units, found] = [wider, await this.find(wider, parsed, allowed)];
    const shown = await this.first(limit, found, parsed, units);
    if (this.index.tier !== tier) return this.query(query, { filters, limit, shelf });
    return {
      results: shown.map((paper) => this.result(paper, found, units, parsed)),
      total: count(found.isFound),
      whole: found.whole,
      tier,
      missing: units.filter((unit) => unit.isUnknown).map((unit) => unit.text),
      dropped: found.dropped,
      suggestions: tier === "full" ? suggestions(text, units) : [], // titles contain too few words
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
   * The results, in the order of the first ranking step. Partial matches are removed before the
   * filters are applied, so that facet counts are the numbers of results that a filter would leave.
   * @param {Unit[]} units
   * @param {Query} parsed
   * @param {Allowed} allowed
   * @returns {Promise<Narrowed>}
   */
  async find(units, parsed, allowed) {
    const { groups } = allowed;
    const not = allowed.not.slice();
    const terms = units.flatMap((unit) => [...unit.terms.keys()]);
    terms.push(...parsed.without.flatMap(tokens));
    let tier;
    while (tier !== this.index.tier) {
      ({ tier } = this.index);
      await this.index.loadPieces(this.index.rowPieces(terms));
    }
    await this.phrases.exclude(parsed.without, not);
    // The abstracts have arrived in the meantime, but the rows of their terms are not loaded yet.
    if (this.index.tier !== tier) return this.find(units, parsed, allowed);
    const lists = Object.values(groups);
    const isAsked = lists.length > 0 || parsed.phrases.length > 0 || count(not) > 0;
    const { ranking } = this;
    const found = units.length ? ranking.ranked(units, not) : ranking.allPapers(not, isAsked);
    const unmatched = await this.phrases.keep(found, parsed.phrases);
    const whole = dropPartialMatches(found);
    const facets = this.facets.counts(found.isFound, groups);
    const isFound = intersect(found.isFound, lists);
    return { ...found, isFound, dropped: [...allowed.dropped, ...unmatched], facets, whole };
  }

  /**
   * The first results, ranked by the second step. The texts that are shown for them are loaded.
   * @param {number} limit
   * @param {Found} found
   * @param {Query} parsed
   * @param {Unit[]} units
   */
  async first(limit, found, parsed, units) {
    const top = bestOf(found.isFound, found.scores, Math.max(RERANKED, limit));
    await this.index.loadPieces(top.map((paper) => this.texts.pieceOfTitle(paper)));
    const { ranking } = this;
    const order = units.length ? ranking.rerank(top, found.scores, parsed.plain, units) : top;
    const shown = order.slice(0, limit);
    // A result without a snippet is better than no result.
    await this.index.loadPieces(this.texts.piecesOf(shown)).catch(() => {});
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
    const { sentences, title } = this.texts.analyze(number);
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
 * The query with a misspelt word replaced by the best correction. A word counts as misspelt if all
 * its index terms are corrections.
 * @param {string} text
 * @param {Unit[]} units
 * @returns {Suggestion[]}
 */
function suggestions(text, units) {
  const found = [];
  for (const unit of units) {
    const terms = [...unit.terms];
    if (!terms.length || terms.some(([, relation]) => relation.kind !== "fuzzy")) continue;
    const [to] = terms.reduce((best, term) => (term[1].quality > best[1].quality ? term : best));
    const corrected = text.slice(0, unit.start) + to + text.slice(unit.start + unit.text.length);
    found.push({ text: corrected.trim(), from: unit.text, to });
  }
  return found;
}
