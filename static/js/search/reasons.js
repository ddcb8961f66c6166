/* Reasons: a line that explains why a paper was found.

     “sparse”, “probe” (as “probing”) in the title · “circuits” in the abstract · without “llm” */

import { plain, tokens } from "./tokens.js";
import { bestMatch } from "./units.js";

/** @typedef {import("./units.js").Unit} Unit */

const FEW = 6; // words that are listed for each field
const LONGEST = 60; // characters of a word

/**
 * @param {import("./texts.js").Paper} paper
 * @param {string} source its title in the source, if that differs
 * @param {import("./snippets.js").Sentence[]} sentences of its abstract
 * @param {Unit[]} units
 * @param {string} query the query without filters
 */
export function reasons(paper, source, sentences, units, query) {
  const asked = plain(query);
  if (asked.trim() && asked === plain(paper.title)) return "the whole title";
  const title = new Set([...tokens(paper.title), ...tokens(source)]);
  const theme = new Set(paper.themes.flatMap((one) => tokens(one.title)));
  const abstract = new Set(sentences.flatMap((one) => [...one.tokens]));
  /** @type {[string, Set<string>][]} */
  const fields = [
    [" in the title", title],
    [" in a theme", theme],
    [" in the abstract", abstract],
    [" in the abstract", new Set([...title, ...theme, ...abstract])], // a compound whose parts are in different fields
  ];
  /** @type {Map<string, string[]>} */
  const groups = new Map(fields.map(([where]) => [where, []]));
  /** @type {string[]} */
  const missing = [];
  for (const unit of units) {
    if (unit.isCommon) continue;
    const field = fields.find(([, tokens]) => bestMatch(unit, tokens));
    if (field) groups.get(field[0])?.push(named(unit, field[1]));
    else if (!unit.isUnknown) missing.push(quoted(unit)); // unknown words are listed above the results
  }
  const lines = [...groups].map(
    ([where, all]) => all.length && all.slice(0, FEW).join(", ") + where,
  );
  if (missing.length) lines.push("without " + missing.slice(0, FEW).join(", "));
  return lines.filter(Boolean).join(" · ");
}

/** @param {Unit} unit */
const quoted = (unit) => "“" + unit.text.slice(0, LONGEST) + "”";

/**
 * A word, with the term that matches it if that differs.
 * @param {Unit} unit
 * @param {Set<string>} tokens
 */
function named(unit, tokens) {
  const match = bestMatch(unit, tokens);
  const as = match && match.terms.join(" ");
  if (!match || match.isExact || as === unit.text.toLowerCase()) return quoted(unit);
  return quoted(unit) + " (as “" + as + "”)";
}
