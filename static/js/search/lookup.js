/* Lookup: expands each word of a query to the index terms that can match it.

   A word matches itself and, with a lower quality (from 0 to 1):

     another form of the word      0.6                  probing for probe, see word-forms.js
     a completion of the last word 0.6 to 0.9           the word may still be being typed
     a spelling correction         0.75 − 0.15 × edits  only if no paper contains the word
     a synonym                     0.52, or 0.65        from the list of synonyms
     two words joined, or one split                     keyvalue for key value, and the reverse

   Corrections are the terms within an edit distance of 1, or of 2 for words of eight letters or
   more. Comparing the word with every term would be slow, so the sets of letters are compared
   first: an edit changes at most two letters of a set, which excludes nearly all terms with a few
   instructions.

   Synonyms are used only if few papers contain all words (see ranking.js), so they add results to a
   query that would find little, and do not dilute one that finds enough. */

import { FIELDS, mostFrequent } from "./index.js";
import { stem, words } from "./tokens.js";
import { COMMON } from "./units.js";
import { countBits, editDistance, letterSet, root } from "./word-forms.js";

/** @typedef {import("./tokens.js").Piece} Piece */
/** @typedef {import("./units.js").Part} Part */
/** @typedef {import("./units.js").Terms} Terms */
/** @typedef {import("./units.js").Unit} Unit */
/** @typedef {import("./units.js").Relation} Relation */

export const MAX_TERMS = 24; // tokens of a query; the others are ignored
const FEW_COMPLETIONS = 12; // completions of a word that is not the last one
const MAX_FORMS = 12; // other forms of a word
const MAX_CORRECTIONS = 16; // corrections of a word
const MAX_SYNONYMS = 16; // synonyms of a word
const LONGEST_CORRECTED = 40; // letters

/* Qualities. */
const FORM = 0.6;
const HALF = 0.8; // for each half of a word that was split
const SYNONYM = 0.52; // if papers contain the word itself
const INSTEAD = 0.65; // if no paper contains the word

/** @type {(term: string, quality: number, kind: Relation["kind"]) => Terms} */
const one = (term, quality, kind) => new Map([[term, { quality, kind }]]);

/**
 * A member of a group of synonyms: the roots of its words, by which it is recognised in a query,
 * and the tokens of the other members.
 * @typedef {{ words: string[], others: string[][] }} Member
 */

/**
 * The members of all groups of synonyms, by the root of their first word.
 * @param {string[]} groups "token token,token,…"
 * @returns {Map<string, Member[]>}
 */
export function synonymsByRoot(groups) {
  /** @type {Map<string, Member[]>} */
  const found = new Map();
  for (const group of groups) {
    const members = group.split(",").map((member) => member.split(" "));
    for (const member of members) {
      const words = member.map(root);
      const others = members.filter((other) => other !== member);
      const known = found.get(words[0]) || [];
      known.push({ words, others });
      found.set(words[0], known);
    }
  }
  return found;
}

export class Lookup {
  /** @param {import("./index.js").Index} index */
  constructor(index) {
    this.index = index;
    /** @type {Map<string, Member[]>} */
    this.synonyms = new Map();
    /** @type {WeakMap<object, Int32Array>} field -> the letter sets of its terms */
    this.letterSets = new WeakMap();
  }

  /* ---- One word ---------------------------------------------------------------------------- */

  /**
   * The terms for one word. The last word of the query, and a word that no paper contains, also
   * match their completions. If a word has no match at all, spelling corrections are used.
   * @param {Piece} piece
   * @param {boolean} isLast
   * @returns {Terms}
   */
  lookUp(piece, isLast) {
    const { token, word } = piece;
    const { index } = this;
    /** @type {Terms} */
    const found = new Map();
    /** @type {(term: string, quality: number, kind: Relation["kind"]) => void} */
    const add = (term, quality, kind) => {
      const known = found.get(term);
      if (!known || known.quality < quality) found.set(term, { quality, kind });
    };
    const isKnown = index.has(token);
    const isWord = !piece.joined && !index.common.has(token);
    if (isKnown) add(token, 1, "exact");
    if (isWord) for (const term of this.formsOf(token)) add(term, FORM, "form");
    if (!isLast && isKnown) return found;
    const completions = this.completionsOf(token, word, isLast);
    for (const term of completions) {
      add(term, Math.min(0.9, 0.6 + (0.3 * word.length) / term.length), "prefix");
    }
    if (isWord && completions.length < 3) {
      for (const term of completions.flatMap((one) => this.formsOf(one))) add(term, FORM, "form");
    }
    if (!isKnown && !completions.length && isWord) {
      for (const [term, distance] of this.corrections(token, word, isLast)) {
        add(term, 0.75 - 0.15 * distance, "fuzzy");
      }
    }
    return found;
  }

  /**
   * The terms that begin with a word or its stem.
   * @param {string} token
   * @param {string} word
   * @param {boolean} isLast
   */
  completionsOf(token, word, isLast) {
    const limit = isLast ? Infinity : FEW_COMPLETIONS;
    const found = [token, word].flatMap((one) => this.index.completionsOf(one).slice(0, limit));
    const completions = [...new Set(found)];
    if (isLast && word.length > 2) {
      // "studi" is the start of "studies", whose token is "study".
      const plurals = [word + "s", word + "es"].map(stem);
      completions.push(...plurals.filter((singular) => this.index.has(singular)));
    }
    return completions;
  }

  /**
   * The other terms with the same root. Only terms with the same first letters are compared.
   * @param {string} token
   */
  formsOf(token) {
    const common = root(token);
    if (common.length < 3 || /\d/.test(token)) return [];
    const others = [...this.index.termsWithPrefix(token.slice(0, Math.min(common.length, 4)))];
    const forms = others.filter(([term]) => term !== token && root(term) === common);
    return mostFrequent(forms, MAX_FORMS);
  }

  /**
   * Spelling corrections: the terms within a small edit distance of a word or its stem, the nearest
   * and most frequent first. For a word that is still being typed, the distance is that to the
   * start of the term.
   * @param {string} token
   * @param {string} word
   * @param {boolean} isUnfinished
   * @returns {[term: string, distance: number][]}
   */
  corrections(token, word, isUnfinished) {
    const size = word.length;
    const limit = size < 4 || /^\d+$/.test(word) ? 0 : size < 8 ? 1 : 2;
    if (!limit || size > LONGEST_CORRECTED) return [];
    const wanted = letterSet(token);
    /** @type {Map<string, number>} */
    const near = new Map();
    for (const name of FIELDS) {
      const field = this.index.fields[name];
      if (!field) continue;
      const sets = this.letterSetsOf(field);
      for (let at = 0; at < sets.length; at++) {
        const differs = isUnfinished ? wanted & ~sets[at] : wanted ^ sets[at];
        if (countBits(differs) > (isUnfinished ? limit : 2 * limit)) continue;
        const term = field.terms[at];
        if (near.has(term) || term.length < token.length - limit) continue;
        if (!isUnfinished && term.length > size + limit) continue;
        const beginning = isUnfinished ? term.slice(0, size + limit) : term;
        const distances = [...new Set([token, word])].map((one) =>
          editDistance(one, beginning, isUnfinished),
        );
        const distance = Math.min(...distances);
        if (distance <= limit) near.set(term, distance);
      }
    }
    const { index } = this;
    return [...near]
      .sort((a, b) => a[1] - b[1] || index.papersWith(b[0]) - index.papersWith(a[0]))
      .slice(0, MAX_CORRECTIONS);
  }

  /**
   * The letter set of each term of a field.
   * @param {{ terms: string[] }} field
   */
  letterSetsOf(field) {
    const known = this.letterSets.get(field);
    if (known) return known;
    const sets = Int32Array.from(field.terms, letterSet);
    this.letterSets.set(field, sets);
    return sets;
  }

  /**
   * An alternative for a word that no paper contains: the two words it may be joined from. Of all
   * ways to split it, the one whose rarer half is most frequent is used.
   * @param {Piece} piece
   * @returns {Part[][]}
   */
  splitWord({ token, word }) {
    if (this.index.has(token) || word.length < 5) return [];
    /** @type {string[]} */
    let best = [];
    let bestCount = 0;
    /** @param {string} half */
    const frequency = (half) => {
      const isWord = (half.length > 1 && !this.index.common.has(half)) || /\d/.test(half);
      return isWord ? this.index.papersWith(half) : 0;
    };
    for (let at = 2; at < word.length - 1; at++) {
      const both = [word.slice(0, at), stem(word.slice(at))];
      const count = Math.min(...both.map(frequency));
      if (count > bestCount) [best, bestCount] = [both, count];
    }
    return best.length ? [best.map((half) => this.part(half, one(half, HALF, "form")))] : [];
  }

  /* ---- All words --------------------------------------------------------------------------- */

  /**
   * The units of a query, one for each different word. Of a very long query, the first words and
   * the last word are used.
   * @param {string} text
   * @returns {Unit[]}
   */
  unitsOf(text) {
    const all = words(text);
    /** @type {Map<string, Unit>} */
    const units = new Map();
    const last = all[all.length - 1];
    const isTyping = last && last[last.length - 1].end === text.length;
    let room = MAX_TERMS;
    for (const [at, word] of all.entries()) {
      const isLast = word === last && isTyping;
      const name = word.map((piece) => piece.token).join(" ") + (isLast ? " " : "");
      if (units.has(name)) continue;
      if (word !== last && room < word.length + Math.min(4, last.length)) continue;
      const pieces = word === last ? word.slice(-Math.max(1, room)) : word;
      room -= pieces.length;
      const { end } = word[word.length - 1];
      const alternatives = this.alternativesOf(pieces, isLast ? end : -1);
      alternatives.push(...this.joinWords(all[at - 1], word));
      alternatives.push(...this.joinWords(word, all[at + 1]));
      if (pieces.length === 1) alternatives.push(...this.splitWord(pieces[0]));
      const unit = {
        text: text.slice(word[0].start, end),
        start: word[0].start,
        roots: word.filter((piece) => !piece.joined).map((piece) => root(piece.token)),
        alternatives: alternatives.filter((parts) => parts.length),
        isCommon: word.every((piece) => this.index.common.has(piece.token)),
      };
      units.set(name, this.withWeight(unit));
    }
    return [...units.values()];
  }

  /**
   * The alternatives for a compound: its parts, or its parts joined.
   * @param {Piece[]} pieces
   * @param {number} typed the end of the word that is still being typed, or -1
   * @returns {Part[][]}
   */
  alternativesOf(pieces, typed) {
    /** @param {Piece} piece */
    const part = (piece) => this.part(piece.token, this.lookUp(piece, piece.end === typed));
    const apart = pieces.filter((piece) => !piece.joined).map(part);
    return [apart, ...pieces.filter((piece) => piece.joined).map((piece) => [part(piece)])];
  }

  /**
   * An alternative for two adjacent words: the words joined, if a paper contains that.
   * @param {Piece[] | undefined} first
   * @param {Piece[] | undefined} second
   * @returns {Part[][]}
   */
  joinWords(first, second) {
    if (!first || !second || first.length + second.length !== 2) return [];
    const token = stem(first[0].word + second[0].word);
    return this.index.has(token) ? [[this.part(token, one(token, 1, "exact"))]] : [];
  }

  /** @type {(token: string, terms: Terms, isSynonym?: boolean) => Part} */
  part(token, terms, isSynonym = false) {
    return { terms, isSynonym, isCommon: this.index.common.has(token) };
  }

  /* ---- Synonyms ---------------------------------------------------------------------------- */

  /**
   * The units with synonyms added. In a large list, only words that no paper contains get synonyms:
   * the others find enough, and each synonym may need another piece of the index.
   * @param {Unit[]} units
   * @returns {Unit[] | undefined} undefined if there are none
   */
  withSynonyms(units) {
    const synonyms = this.synonymsOf(units);
    const { isWhole } = this.index;
    if (!units.some((unit, at) => synonyms[at].size && (unit.isUnknown || isWhole)))
      return undefined;
    return units.map((unit, at) => {
      if (!unit.isUnknown && !isWhole) return unit;
      const quality = unit.isUnknown ? INSTEAD : SYNONYM;
      const more = [...synonyms[at]]
        .map((member) =>
          member.map((token) => this.part(token, this.synonym(token, quality), true)),
        )
        .filter((parts) => parts.some(({ terms }) => terms.size))
        .slice(0, MAX_SYNONYMS);
      return this.withWeight({ ...unit, alternatives: [...unit.alternatives, ...more] });
    });
  }

  /**
   * The synonyms of each word of a query. A word has the synonyms of each member of a group that is
   * this word, or that has several words which occur in the query one after the other.
   * @param {Unit[]} units
   */
  synonymsOf(units) {
    const roots = units.map((unit) => unit.roots);
    const others = units.map(() => /** @type {Set<string[]>} */ (new Set()));
    for (let at = 0; at < units.length; at++) {
      for (const member of this.synonyms.get(roots[at][0]) || []) {
        const isHere = member.words.every(
          (word, next) => roots[at + next] && roots[at + next].join() === word,
        );
        if (!isHere) continue;
        for (let next = 0; next < member.words.length; next++) {
          for (const other of member.others) others[at + next].add(other);
        }
      }
    }
    return others;
  }

  /**
   * @param {string} token
   * @param {number} quality
   * @returns {Terms}
   */
  synonym(token, quality) {
    /** @type {Terms} */
    const found = new Map();
    if (this.index.common.has(token)) return found;
    for (const term of this.formsOf(token)) {
      found.set(term, { quality: 0.8 * quality, kind: "synonym" });
    }
    if (this.index.has(token)) found.set(token, { quality, kind: "synonym" });
    return found;
  }

  /* ---- Weights ----------------------------------------------------------------------------- */

  /**
   * A unit with the properties that are computed from its alternatives.
   * @param {Pick<Unit, "text" | "start" | "roots" | "alternatives" | "isCommon">} unit
   * @returns {Unit}
   */
  withWeight(unit) {
    /** @type {Terms} */
    const terms = new Map();
    /** @type {Terms} */
    const alone = new Map();
    let seen = 0; // the highest document frequency of the terms
    let near = 0; // the same for synonyms
    for (const parts of unit.alternatives) {
      for (const part of parts) {
        const isAlone = !part.isSynonym || parts.length === 1;
        for (const [term, relation] of part.terms) {
          for (const kept of isAlone ? [terms, alone] : [terms]) {
            const known = kept.get(term);
            if (!known || known.quality < relation.quality) kept.set(term, relation);
          }
          if (part.isSynonym) near = Math.max(near, this.index.papersWith(term));
          else seen = Math.max(seen, this.index.papersWith(term));
        }
      }
    }
    const weight = unit.isCommon ? COMMON : this.index.termWeight(seen || near);
    return { ...unit, terms, alone, isUnknown: !seen && !unit.isCommon, weight };
  }
}
