/* Titles, abstracts and ids of papers, by paper number. They are in pieces of a few papers each:
   the pieces "papers-0", "papers-1", … contain titles, "text-0", … abstracts. */

import { lowerBound } from "./packed.js";
import { sentencesOf } from "./snippets.js";
import { plain, tokens } from "./tokens.js";

/**
 * @typedef {object} TitlePiece
 * @property {string[]} titles
 * @property {[position: number, id: string][]} ids the ids that cannot be computed from the title
 * @property {[position: number, title: string][]} sources titles in the source, where they differ
 *   from the title that is shown
 */

/**
 * The words of a paper.
 * @typedef {object} AnalyzedText
 * @property {string} plain the words of the abstract, see `plain` in tokens.js
 * @property {import("./snippets.js").Sentence[]} sentences the sentences of the abstract
 * @property {Set<string>} title the tokens of the title
 */

/**
 * @typedef {object} Paper The data of a result.
 * @property {string} id
 * @property {string} title
 * @property {{ id: string, title: string }[]} themes
 * @property {string} listing
 * @property {{ code: boolean, note: boolean }} has
 * @property {number | null} year
 */

const CACHE_SIZE = 600; // analyzed papers that are kept, because each keystroke needs the same ones

/**
 * The id of most papers. src/readinglist/search/files.py has the same rule and lists the
 * exceptions.
 * @param {string} title
 */
function plainId(title) {
  const lower = title.replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase());
  return lower
    .replace(/['’]/g, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

/**
 * CRC-32 (ISO 3309) of the UTF-8 of a text, in eight hexadecimal digits.
 * @param {string} text
 */
export function checksum(text) {
  let sum = -1;
  for (const byte of new TextEncoder().encode(text)) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (0xedb88320 & -(sum & 1));
  }
  return (~sum >>> 0).toString(16).padStart(8, "0");
}

export class Texts {
  /**
   * @param {import("./index.js").Index} index
   * @param {import("./facets.js").Facets} facets
   */
  constructor(index, facets) {
    this.index = index;
    this.facets = facets;
    /** @type {Map<number, AnalyzedText>} */
    this.cache = new Map();
  }

  /* ---- Pieces ------------------------------------------------------------------------------ */

  /** @param {number} paper */
  pieceOfTitle(paper) {
    return "papers-" + Math.floor(paper / this.index.sizes[0]);
  }

  /** @param {number} paper */
  pieceOfText(paper) {
    return "text-" + Math.floor(paper / this.index.sizes[1]);
  }

  /**
   * The pieces with the texts of some papers.
   * @param {number[]} papers
   */
  piecesOf(papers) {
    const names = papers.map((paper) => this.pieceOfTitle(paper));
    if (this.index.tier === "titles") return names;
    return [...names, ...papers.map((paper) => this.pieceOfText(paper))];
  }

  /**
   * @param {number} paper
   * @returns {[TitlePiece, number]} the piece, and the position of the paper in it
   */
  titles(paper) {
    const piece = this.index.pieces.get(this.pieceOfTitle(paper));
    return [/** @type {TitlePiece} */ (piece), paper % this.index.sizes[0]];
  }

  /* ---- One paper --------------------------------------------------------------------------- */

  /** @param {number} paper */
  titleOf(paper) {
    const [{ titles }, at] = this.titles(paper);
    return titles[at];
  }

  /**
   * The title in the source, if it differs from the title that is shown.
   * @param {number} paper
   */
  sourceOf(paper) {
    const [{ sources }, at] = this.titles(paper);
    const own = sources.find(([position]) => position === at);
    return own ? own[1] : "";
  }

  /** @param {number} paper */
  abstractOf(paper) {
    const piece = this.index.tier === "full" && this.index.pieces.get(this.pieceOfText(paper));
    return piece ? /** @type {string[]} */ (piece)[paper % this.index.sizes[1]] : "";
  }

  /** @param {number} paper */
  idOf(paper) {
    const [{ titles, ids }, at] = this.titles(paper);
    const own = ids.find(([position]) => position === at);
    return own ? own[1] : plainId(titles[at]);
  }

  /**
   * @param {number} number
   * @returns {Paper}
   */
  paper(number) {
    /** @param {{ papers: Uint32Array } | undefined} value */
    const has = (value) =>
      Boolean(value && value.papers[lowerBound(value.papers, number)] === number);
    const { theme, listing, year, has: kinds } = this.facets.values;
    const listed = listing.find(has);
    const dated = year.find(has);
    return {
      id: this.idOf(number),
      title: this.titleOf(number),
      themes: theme.filter(has).map(({ key, title }) => ({ id: key, title })),
      listing: listed ? listed.key : "",
      has: { code: has(kinds[0]), note: has(kinds[1]) },
      year: dated ? Number(dated.key) : null,
    };
  }

  /**
   * The numbers of papers, by id. Ids are computed from titles. The titles of a large list are not
   * all loaded, so the checksums of all ids are fetched and compared instead.
   * @param {Set<string>} wanted
   */
  async numbersOf(wanted) {
    const { index } = this;
    /** @type {Map<string, number>} */
    const found = new Map();
    if (!index.isWhole) await index.loadPieces(["ids"]);
    const sums = index.isWhole ? null : /** @type {string} */ (index.pieces.get("ids"));
    const own = new Map(Array.from(wanted, (id) => [sums ? checksum(id) : id, id]));
    for (let paper = 0; paper < index.count; paper++) {
      const id = own.get(sums ? sums.slice(8 * paper, 8 * paper + 8) : this.idOf(paper));
      if (id !== undefined) found.set(id, paper);
    }
    return found;
  }

  /* ---- Words ------------------------------------------------------------------------------- */

  /**
   * @param {number} paper
   * @returns {AnalyzedText}
   */
  analyze(paper) {
    if (this.cache.size > CACHE_SIZE) this.cache.clear();
    const known = this.cache.get(paper);
    if (known) return known;
    const abstract = this.abstractOf(paper);
    const title = new Set(tokens(this.titleOf(paper)));
    const read = { plain: plain(abstract), sentences: sentencesOf(abstract), title };
    if (abstract) this.cache.set(paper, read);
    return read;
  }

  /**
   * Whether a paper contains a phrase.
   * @param {number} paper
   * @param {string} words
   * @param {boolean} isOpen the last word is still being typed
   */
  containsPhrase(paper, words, isOpen) {
    const wanted = " " + words + (isOpen ? "" : " ");
    const texts = [this.titleOf(paper), this.sourceOf(paper), this.abstractOf(paper)];
    return texts.some((text) => plain(text).includes(wanted));
  }
}
