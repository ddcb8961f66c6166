/* What a person can say in a query.

     sparse probing        papers with these words; those with all of them first
     "sparse probing"      the very words, one after the other
     -probing  -"a b"      papers without the word or the phrase
     theme:x listing:x     papers of a theme or a listing; a key, or words of its title
     year:2024             papers of a year
     has:code has:note     papers with code, or with a note of the team
     shelf:read            papers of the reader's own shelf in this state

   A value may be in quotes (theme:"long context"), and a filter may have a minus. Everything else is
   words: there is nothing that a person can type that is an error. */

import { noFilters } from "./filters.js";
import { words } from "./tokens.js";

/** @typedef {import("./filters.js").Filters} Filters */

/* A piece of a query after a space: a filter, a phrase (whose last quote may still be missing, as it
   is being typed), or anything up to the next space. */
const CHUNK =
  /(^|\s)(-?)(?:(theme|listing|has|year|shelf):("[^"]*"|[^\s"]\S*)|["“”]([^"“”]*)(["“”]|$)|(\S+))/giu;

/**
 * @typedef {object} Query
 * @property {string} plain the text with everything but words and phrases blanked, so that what is
 *   left keeps its place
 * @property {{ text: string, isOpen: boolean }[]} phrases open: its end is still being typed
 * @property {string[]} without words and phrases that no paper found may have
 * @property {Filters} filters
 * @property {Filters} not filters with a minus
 */

/**
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
      filters[/** @type {import("./filters.js").Facet} */ (field.toLowerCase())].push(wanted);
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
