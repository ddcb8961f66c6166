/* A query as the engine has it: units.

   A unit is one word of the query with everything that it may stand for. It has alternatives, of
   which one is enough, and each of these has parts, which are wanted together:

     in-context      [in, context]  or  [incontext]
     key value       two units; each also has [keyvalue] as an alternative
     llms            [llm]  or, as a synonym, [large, language, model]

   A part stands for terms of the index, each with its quality: 1 for the word itself, less for a form
   of it, a word that begins with it, a word that it may be a misspelling of, or a synonym. Where a
   paper has several, the best counts. */

/**
 * @typedef {object} Use What a term is to a word.
 * @property {number} quality from 0 to 1
 * @property {"exact" | "form" | "beginning" | "guess" | "synonym"} kind
 */

/** @typedef {Map<string, Use>} Terms */

/**
 * @typedef {object} Part
 * @property {Terms} terms
 * @property {boolean} isCommon
 * @property {boolean} isSynonym
 */

/**
 * @typedef {object} Unit
 * @property {string} text as it was typed
 * @property {number} start where it begins in the query
 * @property {string[]} roots of its words
 * @property {Part[][]} alternatives
 * @property {boolean} isCommon a word such as "the"
 * @property {boolean} isUnknown no paper has it
 * @property {number} weight how much it tells: rare words more
 * @property {Terms} terms all that is looked up
 * @property {Terms} alone those that stand for the word without others
 */

/** How much a common word weighs. */
export const COMMON = 0.2;

/** @param {Unit[]} units */
export const weightOf = (units) => units.reduce((sum, unit) => sum + unit.weight, 0);

/**
 * @typedef {object} Standing By which terms a word stands in a text.
 * @property {number} quality
 * @property {string[]} terms
 * @property {boolean} isSynonym
 * @property {boolean} isExact
 */

/**
 * @param {Terms} terms
 * @param {Set<string>} tokens
 * @returns {[string, Use] | undefined} the best of the terms that is among the tokens
 */
function bestAmong(terms, tokens) {
  /** @type {[string, Use] | undefined} */
  let found;
  for (const [term, use] of terms) {
    if (tokens.has(term) && !(found && found[1].quality >= use.quality)) found = [term, use];
  }
  return found;
}

/**
 * How a word stands among some tokens: by the best of its alternatives of which every part is
 * there, but for common words.
 * @param {Unit} unit
 * @param {Set<string>} tokens
 * @returns {Standing | undefined} undefined if it does not
 */
export function standing(unit, tokens) {
  /** @type {Standing | undefined} */
  let best;
  for (const parts of unit.alternatives) {
    const uses = parts.map(({ terms }) => bestAmong(terms, tokens));
    if (uses.some((use, at) => !use && !parts[at].isCommon)) continue;
    const there = /** @type {[string, Use][]} */ (uses.filter(Boolean));
    const quality = Math.min(...there.map(([, use]) => use.quality));
    if (!there.length || (best && quality <= best.quality)) continue;
    best = {
      quality,
      terms: there.map(([term]) => term),
      isSynonym: parts[0].isSynonym,
      isExact: there.every(([, use]) => use.kind === "exact"),
    };
  }
  return best;
}

/**
 * The terms to mark for a word: those of a synonym only where the word itself does not stand.
 * @param {Unit} unit
 * @param {Set<string>} tokens of the whole paper
 */
export function termsToMark(unit, tokens) {
  const found = standing(unit, tokens);
  if (found && found.isSynonym) return found.terms;
  return [...unit.alone].filter(([, use]) => use.kind !== "synonym").map(([term]) => term);
}

/**
 * How much of the query stands among some tokens: the sum of weight and quality.
 * @param {Set<string>} tokens
 * @param {Unit[]} units
 */
export function covered(tokens, units) {
  let sum = 0;
  for (const unit of units) {
    const best = bestAmong(unit.alone, tokens);
    sum += unit.weight * (best ? best[1].quality : 0);
  }
  return sum;
}
