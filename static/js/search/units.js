/* Units: the representation of a query in the engine.

   A unit is one word of the query, expanded to the index terms that can match it. It has one or
   more alternatives, and a paper matches if it matches one of them. An alternative has one or more
   parts, and a paper matches it if it matches all of them:

     in-context      [in, context]  or  [incontext]
     key value       two units, each with [keyvalue] as an additional alternative
     llms            [llm]  or, as a synonym, [large, language, model]

   Each part has a set of index terms with a quality from 0 to 1: 1 for the word itself, and less
   for another form of the word, a completion, a spelling correction or a synonym. If a paper
   contains several terms of a part, only the best one counts. */

/**
 * @typedef {object} Relation How an index term is related to a query word.
 * @property {number} quality from 0 to 1
 * @property {"exact" | "form" | "prefix" | "fuzzy" | "synonym"} kind
 */

/** @typedef {Map<string, Relation>} Terms */

/**
 * @typedef {object} Part
 * @property {Terms} terms
 * @property {boolean} isCommon
 * @property {boolean} isSynonym
 */

/**
 * @typedef {object} Unit
 * @property {string} text the word as typed
 * @property {number} start its offset in the query
 * @property {string[]} roots the roots of its parts, see word-forms.js
 * @property {Part[][]} alternatives
 * @property {boolean} isCommon whether it is a stop word
 * @property {boolean} isUnknown whether no paper contains it
 * @property {number} weight higher for rare words, see Index.termWeight
 * @property {Terms} terms the terms of all parts
 * @property {Terms} alone the terms that match the word without other terms
 */

/** The weight of a stop word. */
export const COMMON = 0.2;

/**
 * The sum of the weights.
 * @param {Unit[]} units
 */
export const weightOf = (units) => units.reduce((sum, unit) => sum + unit.weight, 0);

/**
 * @typedef {object} Match The terms that match a query word in a text.
 * @property {number} quality
 * @property {string[]} terms
 * @property {boolean} isSynonym
 * @property {boolean} isExact
 */

/**
 * @param {Terms} terms
 * @param {Set<string>} tokens
 * @returns {[string, Relation] | undefined} the best term that is among the tokens
 */
function bestTerm(terms, tokens) {
  /** @type {[string, Relation] | undefined} */
  let found;
  for (const [term, relation] of terms) {
    if (tokens.has(term) && !(found && found[1].quality >= relation.quality))
      found = [term, relation];
  }
  return found;
}

/**
 * Matches a query word with the tokens of a text. The best alternative is used; all its parts must
 * match, except for stop words.
 * @param {Unit} unit
 * @param {Set<string>} tokens
 * @returns {Match | undefined} undefined if the text does not match
 */
export function bestMatch(unit, tokens) {
  /** @type {Match | undefined} */
  let best;
  for (const parts of unit.alternatives) {
    const relations = parts.map(({ terms }) => bestTerm(terms, tokens));
    if (relations.some((relation, at) => !relation && !parts[at].isCommon)) continue;
    const found = /** @type {[string, Relation][]} */ (relations.filter(Boolean));
    const quality = Math.min(...found.map(([, relation]) => relation.quality));
    if (!found.length || (best && quality <= best.quality)) continue;
    best = {
      quality,
      terms: found.map(([term]) => term),
      isSynonym: parts[0].isSynonym,
      isExact: found.every(([, relation]) => relation.kind === "exact"),
    };
  }
  return best;
}

/**
 * The terms to highlight for a query word. Synonyms are highlighted only if the paper does not
 * contain the word itself.
 * @param {Unit} unit
 * @param {Set<string>} tokens the tokens of the whole paper
 */
export function termsToMark(unit, tokens) {
  const found = bestMatch(unit, tokens);
  if (found && found.isSynonym) return found.terms;
  return [...unit.alone]
    .filter(([, relation]) => relation.kind !== "synonym")
    .map(([term]) => term);
}

/**
 * How much of the query a text covers: the sum of weight × quality over the query words.
 * @param {Set<string>} tokens
 * @param {Unit[]} units
 */
export function covered(tokens, units) {
  let sum = 0;
  for (const unit of units) {
    const best = bestTerm(unit.alone, tokens);
    sum += unit.weight * (best ? best[1].quality : 0);
  }
  return sum;
}
