/* From the words of a query to the terms of the index that they stand for. */

import { FIELDS, most } from "./index.js";
import { stem, words } from "./tokens.js";
import { COMMON } from "./units.js";
import { countBits, edits, letters, root } from "./word-forms.js";

/** @typedef {import("./tokens.js").Piece} Piece */
/** @typedef {import("./units.js").Part} Part */
/** @typedef {import("./units.js").Terms} Terms */
/** @typedef {import("./units.js").Unit} Unit */
/** @typedef {import("./units.js").Use} Use */

export const MAX_TERMS = 24; // tokens of the query that are looked up
const FEW_ENDINGS = 12; // terms that one beginning stands for when more words follow it
const MAX_FORMS = 12; // terms that are forms of one word
const MAX_GUESSES = 16; // terms that one misspelt word stands for
const MAX_SYNONYMS = 16; // members of its groups that one word stands for
const LONGEST_GUESSED = 40;

/* Qualities. */
const FORM = 0.6;
const HALF = 0.8; // of a word that was two run together
const SYNONYM = 0.52; // beside the word itself,
const INSTEAD = 0.65; // and of a word that no paper has

/** @type {(term: string, quality: number, kind: Use["kind"]) => Terms} */
const one = (term, quality, kind) => new Map([[term, { quality, kind }]]);

/**
 * A member of a group of synonyms: the roots of its words, to know it in a query by, and the
 * tokens of each other member.
 * @typedef {{ words: string[], others: string[][] }} Member
 */

/**
 * Groups of synonyms by the root of each member's first word.
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
    /** @type {WeakMap<object, Int32Array>} for each field the letters of its terms */
    this.letters = new WeakMap();
  }

  /* ---- One word ---------------------------------------------------------------------------- */

  /**
   * A word stands for itself and its forms. The last one, which may still be being typed, also
   * for what begins with it; a word that no paper has also, or else for what it may be a
   * misspelling of.
   * @param {Piece} piece
   * @param {boolean} isLast
   * @returns {Terms}
   */
  lookUp(piece, isLast) {
    const { token, word } = piece;
    const { index } = this;
    /** @type {Terms} */
    const found = new Map();
    /** @type {(term: string, quality: number, kind: Use["kind"]) => void} */
    const add = (term, quality, kind) => {
      const known = found.get(term);
      if (!known || known.quality < quality) found.set(term, { quality, kind });
    };
    const isKnown = index.has(token);
    const isWord = !piece.joined && !index.common.has(token);
    if (isKnown) add(token, 1, "exact");
    if (isWord) for (const term of this.formsOf(token)) add(term, FORM, "form");
    if (!isLast && isKnown) return found;
    const endings = this.endingsOf(token, word, isLast);
    for (const term of endings) {
      add(term, Math.min(0.9, 0.6 + (0.3 * word.length) / term.length), "beginning");
    }
    if (isWord && endings.length < 3) {
      for (const term of endings.flatMap((ending) => this.formsOf(ending))) add(term, FORM, "form");
    }
    if (!isKnown && !endings.length && isWord) {
      for (const [term, distance] of this.guesses(token, word, isLast)) {
        add(term, 0.75 - 0.15 * distance, "guess");
      }
    }
    return found;
  }

  /**
   * The terms that begin with a word.
   * @param {string} token
   * @param {string} word
   * @param {boolean} isLast
   */
  endingsOf(token, word, isLast) {
    const limit = isLast ? Infinity : FEW_ENDINGS;
    const begun = [token, word].flatMap((one) => this.index.endingsOf(one).slice(0, limit));
    const endings = [...new Set(begun)];
    if (isLast && word.length > 2) {
      // "studi" is on the way to "studies", which the index has as "study".
      const plurals = [word + "s", word + "es"].map(stem);
      endings.push(...plurals.filter((singular) => this.index.has(singular)));
    }
    return endings;
  }

  /**
   * The other terms with the root of a word; its first letters are looked through.
   * @param {string} token
   */
  formsOf(token) {
    const common = root(token);
    if (common.length < 3 || /\d/.test(token)) return [];
    const others = [...this.index.termsFrom(token.slice(0, Math.min(common.length, 4)))];
    const forms = others.filter(([term]) => term !== token && root(term) === common);
    return most(forms, MAX_FORMS);
  }

  /**
   * Terms one edit away from a word or its stem, two from a long one; of a word still being
   * typed, terms that begin so. The nearest and most frequent. Few terms share nearly all
   * letters with the word, and only these are compared.
   * @param {string} token
   * @param {string} word
   * @param {boolean} isUnfinished
   * @returns {[term: string, distance: number][]}
   */
  guesses(token, word, isUnfinished) {
    const size = word.length;
    const limit = size < 4 || /^\d+$/.test(word) ? 0 : size < 8 ? 1 : 2;
    if (!limit || size > LONGEST_GUESSED) return [];
    const wanted = letters(token);
    /** @type {Map<string, number>} */
    const near = new Map();
    for (const name of FIELDS) {
      const field = this.index.fields[name];
      if (!field) continue;
      const sets = this.lettersOf(field);
      for (let at = 0; at < sets.length; at++) {
        const differs = isUnfinished ? wanted & ~sets[at] : wanted ^ sets[at];
        if (countBits(differs) > (isUnfinished ? limit : 2 * limit)) continue;
        const term = field.terms[at];
        if (near.has(term) || term.length < token.length - limit) continue;
        if (!isUnfinished && term.length > size + limit) continue;
        const beginning = isUnfinished ? term.slice(0, size + limit) : term;
        const distances = [...new Set([token, word])].map((one) =>
          edits(one, beginning, isUnfinished),
        );
        const distance = Math.min(...distances);
        if (distance <= limit) near.set(term, distance);
      }
    }
    const { index } = this;
    return [...near]
      .sort((a, b) => a[1] - b[1] || index.papersWith(b[0]) - index.papersWith(a[0]))
      .slice(0, MAX_GUESSES);
  }

  /** @param {{ terms: string[] }} field */
  lettersOf(field) {
    const known = this.letters.get(field);
    if (known) return known;
    const sets = Int32Array.from(field.terms, letters);
    this.letters.set(field, sets);
    return sets;
  }

  /**
   * Of a word that no paper has, the two words it may be run together from, as an alternative.
   * @param {Piece} piece
   * @returns {Part[][]}
   */
  halves({ token, word }) {
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
   * The query's different words; a word also stands for itself run together with a neighbour.
   * Of a very long query the last word is kept, and as many of the first as there is room for.
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
      alternatives.push(...this.runTogether(all[at - 1], word));
      alternatives.push(...this.runTogether(word, all[at + 1]));
      if (pieces.length === 1) alternatives.push(...this.halves(pieces[0]));
      const unit = {
        text: text.slice(word[0].start, end),
        start: word[0].start,
        roots: word.filter((piece) => !piece.joined).map((piece) => root(piece.token)),
        alternatives: alternatives.filter((parts) => parts.length),
        isCommon: word.every((piece) => this.index.common.has(piece.token)),
      };
      units.set(name, this.weighed(unit));
    }
    return [...units.values()];
  }

  /**
   * The parts of a compound, or the parts run together.
   * @param {Piece[]} pieces
   * @param {number} typed where the word that is being typed ends, or -1
   * @returns {Part[][]}
   */
  alternativesOf(pieces, typed) {
    /** @param {Piece} piece */
    const part = (piece) => this.part(piece.token, this.lookUp(piece, piece.end === typed));
    const apart = pieces.filter((piece) => !piece.joined).map(part);
    return [apart, ...pieces.filter((piece) => piece.joined).map((piece) => [part(piece)])];
  }

  /**
   * Two neighbours as one word, if a paper has it.
   * @param {Piece[] | undefined} first
   * @param {Piece[] | undefined} second
   * @returns {Part[][]}
   */
  runTogether(first, second) {
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
   * The same words, each also standing for its synonyms. Among many papers a word that is known has
   * answers enough, and rows to fetch: there only unknown words get synonyms.
   * @param {Unit[]} units
   * @returns {Unit[] | undefined} undefined if there are none
   */
  withSynonyms(units) {
    const others = this.othersOf(units);
    const { isWhole } = this.index;
    if (!units.some((unit, at) => others[at].size && (unit.isUnknown || isWhole))) return undefined;
    return units.map((unit, at) => {
      if (!unit.isUnknown && !isWhole) return unit;
      const worth = unit.isUnknown ? INSTEAD : SYNONYM;
      const more = [...others[at]]
        .map((member) => member.map((token) => this.part(token, this.synonym(token, worth), true)))
        .filter((parts) => parts.some(({ terms }) => terms.size))
        .slice(0, MAX_SYNONYMS);
      return this.weighed({ ...unit, alternatives: [...unit.alternatives, ...more] });
    });
  }

  /**
   * For each word of a query the members that may stand for it: it is one, or stands in one of
   * several words that are all here, one after the other.
   * @param {Unit[]} units
   */
  othersOf(units) {
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
   * A unit with what follows from its alternatives.
   * @param {Pick<Unit, "text" | "start" | "roots" | "alternatives" | "isCommon">} unit
   * @returns {Unit}
   */
  weighed(unit) {
    /** @type {Terms} */
    const terms = new Map();
    /** @type {Terms} */
    const alone = new Map();
    let seen = 0; // papers with the word, at most
    let near = 0; // with a synonym
    for (const parts of unit.alternatives) {
      for (const part of parts) {
        const isAlone = !part.isSynonym || parts.length === 1;
        for (const [term, use] of part.terms) {
          for (const kept of isAlone ? [terms, alone] : [terms]) {
            const known = kept.get(term);
            if (!known || known.quality < use.quality) kept.set(term, use);
          }
          if (part.isSynonym) near = Math.max(near, this.index.papersWith(term));
          else seen = Math.max(seen, this.index.papersWith(term));
        }
      }
    }
    const weight = unit.isCommon ? COMMON : this.index.tells(seen || near);
    return { ...unit, terms, alone, isUnknown: !seen && !unit.isCommon, weight };
  }
}
