/* A small search index, packed as src/readinglist/search/packing.py does it. */
import { Engine } from "../../static/js/search/engine.js";
import { tokens } from "../../static/js/search/tokens.js";

const DIGITS = Array.from({ length: 94 }, (_, at) => String.fromCharCode(33 + at))
  .filter((digit) => !'"\\<'.includes(digit))
  .join("");
const FINAL = 64;

/** @param {number[]} values */
export function packNumbers(values) {
  let packed = "";
  for (let value of values) {
    while (value >= FINAL) {
      const digit = value % (DIGITS.length - FINAL);
      packed += DIGITS[FINAL + digit];
      value = (value - digit) / (DIGITS.length - FINAL);
    }
    packed += DIGITS[value];
  }
  return packed;
}

/** @param {number[]} ascending */
export const packAscending = (ascending) =>
  packNumbers(ascending.map((value, at) => value - (at ? ascending[at - 1] : 0)));

/** @param {[paper: number, count: number][]} row */
export function packRow(row) {
  const values = [];
  let last = 0;
  for (const [paper, count] of row) {
    values.push(2 * (paper - last) + (count > 1 ? 1 : 0));
    if (count > 1) values.push(count - 2);
    last = paper;
  }
  return packNumbers(values);
}

/** @param {string[]} sorted */
export function packTerms(sorted) {
  let last = "";
  return sorted
    .map((term) => {
      let shared = 0;
      while (shared < 25 && shared < last.length && last[shared] === term[shared]) shared++;
      last = term;
      return String.fromCharCode(65 + shared) + term.slice(shared);
    })
    .join("");
}

/**
 * The index of some texts: what a field of the first file says, and the piece with its rows.
 * @param {string[]} texts
 */
function packField(texts) {
  /** @type {Map<string, Map<number, number>>} */
  const rows = new Map();
  for (const [paper, text] of texts.entries()) {
    for (const token of tokens(text)) {
      const row = rows.get(token) || new Map();
      row.set(paper, (row.get(paper) || 0) + 1);
      rows.set(token, row);
    }
  }
  const terms = [...rows.keys()].sort();
  const packed = terms.map((term) => [.../** @type {Map<number, number>} */ (rows.get(term))]);
  return {
    field: {
      terms: packTerms(terms),
      papers: packNumbers(packed.map((row) => row.length)),
      begins: packAscending([0]),
    },
    piece: packed.map(packRow).join(" "),
  };
}

/**
 * @typedef {object} Listed
 * @property {string} title
 * @property {string} [abstract]
 * @property {string} [theme]
 * @property {string} [year]
 * @property {boolean} [code]
 */

/** @type {(papers: Listed[], is: (paper: Listed) => boolean | undefined) => string} */
const positionsWhere = (papers, is) =>
  packAscending(papers.flatMap((paper, at) => (is(paper) ? [at] : [])));

/**
 * An engine over a few papers.
 * @param {Listed[]} papers
 * @param {{ synonyms?: string[], common?: string[], full?: boolean }} [more]
 */
export async function engineOf(papers, { synonyms = [], common = [], full = true } = {}) {
  const title = packField(papers.map((paper) => paper.title));
  const abstract = packField(papers.map((paper) => paper.abstract || ""));
  const themes = [...new Set(papers.map((paper) => paper.theme || "").filter(Boolean))];
  const years = [...new Set(papers.map((paper) => paper.year || "").filter(Boolean))];
  /** @type {import("../../static/js/search/index.js").Start} */
  const start = {
    count: papers.length,
    sizes: [100, 100],
    common,
    lengths: packNumbers(papers.map((paper) => tokens(paper.title).length)),
    pieces: {
      "title-0": title.piece,
      "papers-0": { titles: papers.map((paper) => paper.title), ids: [], sources: [] },
    },
    address: ["", ""],
    facets: {
      theme: themes.map((name) => [
        name.toLowerCase(),
        name,
        positionsWhere(papers, (one) => one.theme === name),
      ]),
      listing: [],
      has: [
        ["code", "Code", positionsWhere(papers, (one) => one.code)],
        ["note", "Note", ""],
      ],
      year: years.map((year) => [year, year, positionsWhere(papers, (one) => one.year === year)]),
    },
    title: title.field,
  };
  const second = {
    pieces: {
      "abstract-0": abstract.piece,
      "text-0": papers.map((paper) => paper.abstract || ""),
    },
    abstract: abstract.field,
    synonyms,
  };
  const engine = new Engine(start, async () => second);
  if (full) {
    engine.openFull();
    await engine.full;
  }
  return engine;
}

/**
 * The titles that a query finds.
 * @param {Engine} engine
 * @param {string} query
 * @param {import("../../static/js/search/engine.js").QueryOptions} [options]
 */
export async function titlesOf(engine, query, options) {
  const { results } = await engine.query(query, options);
  return results.map(({ paper }) => paper.title);
}
