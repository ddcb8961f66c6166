/* Phrases: words that must, or must not, occur one after the other.

   The index has no positions of words, so phrases are searched for in the texts of the papers that
   contain all their words. In a large list, whose texts are fetched on demand, only the best papers
   are read. */

import { bestOf, RERANKED } from "./ranking.js";
import { plain, tokens } from "./tokens.js";

const MOST = 4 * RERANKED; // papers that are read in a large list

export class Phrases {
  /**
   * @param {import("./index.js").Index} index
   * @param {import("./texts.js").Texts} texts
   */
  constructor(index, texts) {
    this.index = index;
    this.texts = texts;
  }

  /**
   * Excludes the papers with unwanted words or phrases. The rows of their terms must be loaded.
   * @param {string[]} without
   * @param {Uint8Array} not changed in place: 1 for excluded papers
   */
  async exclude(without, not) {
    for (const text of without) {
      const lists = tokens(text).map((term) => {
        /** @type {Set<number>} */
        const has = new Set();
        for (const row of this.index.rowsOf([term])) for (const paper of row) has.add(paper);
        return has;
      });
      const words = plain(text).trim();
      const isPhrase = words.includes(" ");
      const [first = new Set(), ...others] = lists;
      const papers = [...first].filter((paper) => others.every((has) => has.has(paper)));
      if (isPhrase) await this.index.loadPieces(this.texts.piecesOf(papers.slice(0, MOST)));
      for (const paper of papers) {
        if (!isPhrase || this.texts.containsPhrase(paper, words, false)) not[paper] = 1;
      }
    }
  }

  /**
   * Removes results that do not contain all phrases.
   * @param {import("./ranking.js").Found} found changed in place
   * @param {import("./query.js").Query["phrases"]} phrases
   * @returns {Promise<string[]>} phrases that no paper contains, which are ignored
   */
  async keep(found, phrases) {
    const dropped = [];
    const most = this.index.isWhole ? this.index.count : MOST;
    for (const { text, isOpen } of phrases) {
      const words = plain(text).trim();
      const candidates = bestOf(found.isFound, found.scores, most);
      await this.index.loadPieces(this.texts.piecesOf(candidates));
      const matches = candidates.filter((paper) => this.texts.containsPhrase(paper, words, isOpen));
      if (!matches.length) {
        dropped.push('"' + text + '"');
        continue;
      }
      found.isFound = new Uint8Array(this.index.count);
      for (const paper of matches) found.isFound[paper] = 1;
    }
    return dropped;
  }
}
