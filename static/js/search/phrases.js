/* Words and phrases that a paper must or must not have. The index knows single words; whether a
   paper says a phrase is read in its text. Of a large list only the best papers are read. */

import { bestOf, RERANKED } from "./ranking.js";
import { plain, tokens } from "./tokens.js";

const MOST = 4 * RERANKED; // papers of a large list that are read

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
   * Marks the papers that say what is not wanted; the rows of its terms are here.
   * @param {string[]} without
   * @param {Uint8Array} not is changed
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
      if (isPhrase) await this.index.need(this.texts.piecesOf(papers.slice(0, MOST)));
      for (const paper of papers) {
        if (!isPhrase || this.texts.says(paper, words, false)) not[paper] = 1;
      }
    }
  }

  /**
   * Keeps the papers that say every phrase word for word.
   * @param {import("./ranking.js").Found} found is changed
   * @param {import("./query.js").Query["phrases"]} phrases
   * @returns {Promise<string[]>} phrases that nobody says, and that are ignored
   */
  async keep(found, phrases) {
    const dropped = [];
    const most = this.index.isWhole ? this.index.count : MOST;
    for (const { text, isOpen } of phrases) {
      const words = plain(text).trim();
      const candidates = bestOf(found.isFound, found.scores, most);
      await this.index.need(this.texts.piecesOf(candidates));
      const saying = candidates.filter((paper) => this.texts.says(paper, words, isOpen));
      if (!saying.length) {
        dropped.push('"' + text + '"');
        continue;
      }
      found.isFound = new Uint8Array(this.index.count);
      for (const paper of saying) found.isFound[paper] = 1;
    }
    return dropped;
  }
}
