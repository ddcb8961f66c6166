/* Why a paper was found, in a line for the reader:

     “sparse”, “probe” (as “probing”) in the title · “circuits” in the abstract · without “llm” */

import { plain, tokens } from "./tokens.js";
import { standing } from "./units.js";

/** @typedef {import("./units.js").Unit} Unit */

const FEW = 6; // words that are named of each kind
const LONGEST = 60; // characters of a word

/**
 * @param {import("./texts.js").Paper} paper
 * @param {string} source its title as the source has it
 * @param {import("./snippets.js").Sentence[]} sentences of its abstract
 * @param {Unit[]} units
 * @param {string} query its words, without filters
 */
export function reasons(paper, source, sentences, units, query) {
  const asked = plain(query);
  if (asked.trim() && asked === plain(paper.title)) return "the whole title";
  const title = new Set([...tokens(paper.title), ...tokens(source)]);
  const theme = new Set(paper.themes.flatMap((one) => tokens(one.title)));
  const abstract = new Set(sentences.flatMap((one) => [...one.tokens]));
  /** @type {[string, Set<string>][]} */
  const places = [
    [" in the title", title],
    [" in a theme", theme],
    [" in the abstract", abstract],
    [" in the abstract", new Set([...title, ...theme, ...abstract])], // here and there
  ];
  /** @type {Map<string, string[]>} */
  const groups = new Map(places.map(([where]) => [where, []]));
  /** @type {string[]} */
  const lacks = [];
  for (const unit of units) {
    if (unit.isCommon) continue;
    const place = places.find(([, tokens]) => standing(unit, tokens));
    if (place) groups.get(place[0])?.push(named(unit, place[1]));
    else if (!unit.isUnknown) lacks.push(quoted(unit)); // which is said once, above the results
  }
  const lines = [...groups].map(
    ([where, all]) => all.length && all.slice(0, FEW).join(", ") + where,
  );
  if (lacks.length) lines.push("without " + lacks.slice(0, FEW).join(", "));
  return lines.filter(Boolean).join(" · ");
}

/** @param {Unit} unit */
const quoted = (unit) => "“" + unit.text.slice(0, LONGEST) + "”";

/**
 * A word, and what stands for it.
 * @param {Unit} unit
 * @param {Set<string>} tokens
 */
function named(unit, tokens) {
  const by = standing(unit, tokens);
  const as = by && by.terms.join(" ");
  if (!by || by.isExact || as === unit.text.toLowerCase()) return quoted(unit);
  return quoted(unit) + " (as “" + as + "”)";
}
