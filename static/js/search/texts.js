/* Titles, abstracts and ids of papers, by their place in the list. They come in pieces of some
   hundred papers each: "papers-0" has titles, "text-0" abstracts. */

import { firstFrom } from "./packed.js";
import { sentencesOf } from "./snippets.js";
import { plain, tokens } from "./tokens.js";

/**
 * @typedef {object} TitlePiece
 * @property {string[]} titles
 * @property {[place: number, id: string][]} ids those that do not follow from their title
 * @property {[place: number, title: string][]} sources titles as the source has them, where they
 *   are shown otherwise
 */

/**
 * What a paper says, cut into words.
 * @typedef {object} Read
 * @property {string} plain the words of the abstract, for phrases
 * @property {import("./snippets.js").Sentence[]} sentences of the abstract
 * @property {Set<string>} title its tokens
 */

/**
 * @typedef {object} Paper What is shown of a paper.
 * @property {string} id
 * @property {string} title
 * @property {{ id: string, title: string }[]} themes
 * @property {string} listing
 * @property {{ code: boolean, note: boolean }} has
 * @property {number | null} year
 */

const KEPT = 600; // papers that are kept cut into words, since typing asks for the same ones

/**
 * The id of most papers; src/readinglist/search/files.py names those that have another.
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
    /** @type {Map<number, Read>} */
    this.kept = new Map();
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
   * The pieces that everything about some papers is in.
   * @param {number[]} papers
   */
  piecesOf(papers) {
    const names = papers.map((paper) => this.pieceOfTitle(paper));
    if (this.index.tier === "titles") return names;
    return [...names, ...papers.map((paper) => this.pieceOfText(paper))];
  }

  /**
   * @param {number} paper
   * @returns {[TitlePiece, number]} the piece, and the place of the paper in it
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
   * The title as the source has it, where it is shown otherwise.
   * @param {number} paper
   */
  sourceOf(paper) {
    const [{ sources }, at] = this.titles(paper);
    const own = sources.find(([place]) => place === at);
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
    const own = ids.find(([place]) => place === at);
    return own ? own[1] : plainId(titles[at]);
  }

  /**
   * @param {number} number
   * @returns {Paper}
   */
  paper(number) {
    /** @param {{ papers: Uint32Array } | undefined} value */
    const has = (value) =>
      Boolean(value && value.papers[firstFrom(value.papers, number)] === number);
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
   * Where papers are in the list, by id. Of a large list the titles, from which ids follow, are not
   * here; then the checksums of all ids are fetched.
   * @param {Set<string>} wanted
   */
  async placesOf(wanted) {
    const { index } = this;
    /** @type {Map<string, number>} */
    const found = new Map();
    if (!index.isWhole) await index.need(["ids"]);
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
   * @returns {Read}
   */
  read(paper) {
    if (this.kept.size > KEPT) this.kept.clear();
    const known = this.kept.get(paper);
    if (known) return known;
    const abstract = this.abstractOf(paper);
    const title = new Set(tokens(this.titleOf(paper)));
    const read = { plain: plain(abstract), sentences: sentencesOf(abstract), title };
    if (abstract) this.kept.set(paper, read);
    return read;
  }

  /**
   * Whether a paper has a phrase word for word.
   * @param {number} paper
   * @param {string} words
   * @param {boolean} isOpen the last word is still being typed
   */
  says(paper, words, isOpen) {
    const wanted = " " + words + (isOpen ? "" : " ");
    const texts = [this.titleOf(paper), this.sourceOf(paper), this.abstractOf(paper)];
    return texts.some((text) => plain(text).includes(wanted));
  }
}
