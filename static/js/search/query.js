/* The query language.

     sparse probing        papers with these words; papers with all of them come first
     "sparse probing"      papers with this phrase
     -probing  -"a b"      papers without the word or phrase
     theme:x listing:x     papers in a theme or a listing, given by its key or by words of its title
     year:2024             papers from a year
     has:code has:note     papers with code, or with a note by the team
     shelf:read            papers on the reader's shelf in this state

   A value can be in quotes (theme:"long context"), and a filter can be negated with a minus sign.
   Everything else is words. There are no syntax errors: any text is a valid query. */

import { FACETS, noFilters } from "./filters.js";
import { words } from "./tokens.js";

/** @typedef {import("./filters.js").Filters} Filters */

/* One element of a query: a filter, a phrase (the closing quote may be missing while the phrase is
   being typed), or anything up to the next space. */
const CHUNK = new RegExp(
  `(^|\\s)(-?)(?:(${FACETS.map(({ name }) => name).join("|")}):("[^"]*"|[^\\s"]\\S*)` +
    '|["“”]([^"“”]*)(["“”]|$)|(\\S+))',
  "giu",
);

/**
 * @typedef {object} Query
 * @property {string} plain the words and phrases of the query; everything else is replaced by spaces,
 *   so that offsets do not change
 * @property {{ text: string, isOpen: boolean }[]} phrases open: without the closing quote
 * @property {string[]} without words and phrases that results must not contain
 * @property {Filters} filters
 * @property {Filters} not negated filters
 */

/**
 * Parses a query.
 * @param {string} text
 * @returns {Query}
 */
export function parse(text) {
  /** @type {Query} */
  const parsed = { plain: text, phrases: [], without: [], filters: noFilters(), not: noFilters() };
  /** @type {(from: number, to: number) => void} */
  const blank = (from, to) => {
    const { plain } = parsed;
    parsed.plain = plain.slice(0, from) + " ".repeat(to - from) + plain.slice(to);
  };
  for (const chunk of text.matchAll(CHUNK)) {
    const [all, space, minus, field, value, phrase, closed] = chunk;
    const index = chunk.index || 0;
    const from = index + space.length;
    const to = index + all.length;
    if (field) {
      const wanted = value.replace(/^"|"$/g, "").trim();
      if (!wanted) continue;
      const filters = minus ? parsed.not : parsed.filters;
      filters[field.toLowerCase()].push(wanted);
      blank(from, to);
    } else if (phrase !== undefined) {
      if (!words(phrase).length) continue;
      if (minus) {
        parsed.without.push(phrase.trim());
        blank(from, to);
      } else parsed.phrases.push({ text: phrase.trim(), isOpen: !closed });
    } else if (minus && words(all.trim()).length) {
      parsed.without.push(all.trim().slice(1));
      blank(from, to);
    }
  }
  return parsed;
}
