/* The tokenizer: divides texts into the tokens of the index. It is the same as
   src/readinglist/text/tokens.py, whose documentation explains the numbered rules. Always change
   both: a test compares them for all characters of the first Unicode planes, for all papers, and
   for random text. */

/**
 * @typedef {object} Piece A token with its position in the text.
 * @property {string} token the token in the index
 * @property {string} word the word of which `token` is the stem
 * @property {number} start its offset in the text
 * @property {number} end the offset of its end
 * @property {boolean} joined whether it is a whole compound, without its hyphens
 */

const LONGEST = 40;

/* The contents of character classes, as in tokens.py. */
const FOLDED =
  "\\u00a0-\\u024f\\u0370-\\u0377\\u037a-\\u037f\\u0384-\\u038a\\u038c\\u038e-\\u03a1\\u03a3-\\u052f" +
  "\\u1e00-\\u1fff\\u2070\\u2071\\u2074-\\u208e\\u2090-\\u209c\\u2100-\\u218b\\u2460-\\u24ff" +
  "\\ufb00-\\ufb06\\uff01-\\uff5e\\u{1d400}-\\u{1d7ff}";
const DROPPED =
  "\\u00ad\\u0300-\\u036f\\u0483-\\u0489\\u061c\\u200c-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\u2066-\\u206f" +
  "\\u20d0-\\u20ff\\ufe00-\\ufe0f\\ufe20-\\ufe2f\\ufeff";
const APOSTROPHES = "\\u02bc\\u2018\\u2019\\u201b";
const HYPHENS = "\\u2010-\\u2013";
const JOINERS = "'._^\\-";
const SEPARATORS =
  "\\0-/:-@\\[-`{-\\u00bf\\u00d7\\u00f7\\u02b9-\\u02ff\\u0375\\u037e\\u0384\\u0385\\u0387" +
  "\\u055a-\\u055f\\u0589\\u058a\\u05be\\u05c0\\u05c3\\u05c6\\u05f3\\u05f4" +
  "\\u060c\\u060d\\u061b-\\u061f\\u066a-\\u066d\\u06d4\\u0964\\u0965\\u0970" +
  "\\u0e2f\\u0e3f\\u0e4f\\u0e5a\\u0e5b\\u104a-\\u104f\\u1361-\\u1368\\u1680\\u17d4-\\u17da" +
  "\\u2000-\\u206f\\u20a0-\\u20cf\\u2100-\\u2bff" +
  "\\u2e00-\\u2e7f\\u2ff0-\\u3004\\u3008-\\u3020\\u3030\\u303d-\\u303f\\u30a0\\u30fb" +
  "\\ud800-\\uf8ff\\ufe10-\\ufe1f\\ufe30-\\ufe6f\\uff5f-\\uff65\\uffe0-\\uffff" +
  "\\u{1f000}-\\u{1faff}\\u{e0000}-\\u{10ffff}";
const UNSPACED =
  "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff" +
  "\\u3005-\\u3007\\u3021-\\u302f\\u3031-\\u303c\\u3040-\\u30ff\\u3100-\\u312f\\u31a0-\\u31ff" +
  "\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\uff66-\\uff9f\\u{20000}-\\u{3ffff}";

/** @type {Record<string, string>} */
const LETTERS = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ð: "d",
  þ: "th",
  ħ: "h",
  ł: "l",
  ŧ: "t",
  ı: "i",
  ς: "σ",
  "\u02bc": "'",
};
const GREEK_NAMES =
  "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho" +
  " sigma tau upsilon phi chi psi omega";
/** @type {Record<string, string>} */
const GREEK = {};
for (const [at, name] of GREEK_NAMES.split(" ").entries()) {
  GREEK["αβγδεζηθικλμνξοπρστυφχψω"[at]] = name;
}

const ASCII = /^[\0-\x7f]*$/;
const COMPOUND = new RegExp(`[^${SEPARATORS}]+(?:[${JOINERS}][^${SEPARATORS}]+)*`, "gu");
const PART = new RegExp(`[^${JOINERS}]+`, "gu");
const RUN = new RegExp(`[${UNSPACED}]+|[^${UNSPACED}]+`, "gu");
const IS_UNSPACED = new RegExp(`[${UNSPACED}]`, "u");
const IS_FOLDED = new RegExp(`[\\0-\\x7f${FOLDED}]`, "u");
// eslint-disable-next-line no-misleading-character-class -- marks alone, on purpose
const MARKS = new RegExp(`[${DROPPED}]`, "gu");
// eslint-disable-next-line no-misleading-character-class -- marks alone, on purpose
const IS_MARK = new RegExp(`[${DROPPED}]`, "u");
const IS_APOSTROPHE = new RegExp(`[${APOSTROPHES}]`);
const IS_HYPHEN = new RegExp(`[${HYPHENS}]`);

/** @type {Map<string, string>} */
const folded = new Map();

/**
 * Rules 1 and 2 for one character.
 * @param {string} char
 */
function foldCharacter(char) {
  let plain = folded.get(char);
  if (plain !== undefined) return plain;
  if (IS_APOSTROPHE.test(char)) plain = "'";
  else if (IS_HYPHEN.test(char)) plain = "-";
  else if (IS_MARK.test(char)) plain = "";
  else if (char === "℠" || char === "™") plain = " ";
  else if (IS_FOLDED.test(char)) {
    plain = "";
    for (const bare of char.normalize("NFKD").replace(MARKS, "")) {
      for (const lower of bare.toLowerCase()) plain += LETTERS[lower] || lower;
    }
  } else return char;
  folded.set(char, plain);
  return plain;
}

/**
 * Rules 1 and 2 for a text.
 * @param {string} text
 */
function fold(text) {
  if (ASCII.test(text)) return text.toLowerCase();
  let plain = "";
  for (const char of text) plain += foldCharacter(char);
  return plain;
}

/**
 * The same, and the offset in the text of each UTF-16 unit of the result, and of its end.
 * @param {string} text
 * @returns {{ plain: string, offsets: number[] | null }} null: the offsets are the same
 */
function foldWithOffsets(text) {
  if (ASCII.test(text)) return { plain: text.toLowerCase(), offsets: null };
  const offsets = [];
  let plain = "";
  let at = 0;
  for (const char of text) {
    const here = foldCharacter(char);
    for (let unit = 0; unit < here.length; unit++) offsets.push(at);
    plain += here;
    at += char.length;
  }
  offsets.push(at);
  return { plain, offsets };
}

/**
 * Rule 8: the stem of a plural. tokens.py gives the source of the rule and its exceptions.
 * @param {string} word
 */
export function stem(word) {
  const last = word[word.length - 1];
  if ((last !== "s" && last !== "e") || !/^[a-z]+$/.test(word)) return word;
  const size = word.length;
  if (word.endsWith("ie")) return size > 4 ? word.slice(0, -2) + "y" : word;
  if (last === "e" || word.endsWith("ss") || word.endsWith("is")) return word;
  if (word.endsWith("us") && !/^[cgnt]pus$/.test(word)) return word;
  if (size < 4) return size === 3 && !/[aeiouy]/.test(word) ? word.slice(0, -1) : word;
  if (size > 4 && /[^ae]ies$/.test(word)) return word.slice(0, -3) + "y";
  if (size > 4 && /(?:sses|shes|ches|xes)$/.test(word)) {
    return word.slice(0, word === "caches" || word === "niches" ? -1 : -2);
  }
  return word.slice(0, -1);
}

/**
 * The first LONGEST code points (rule 7).
 * @param {string} word
 */
function cut(word) {
  if (word.length <= LONGEST) return word;
  return Array.from(word.slice(0, 2 * LONGEST))
    .slice(0, LONGEST)
    .join("");
}

/**
 * Rules 6 and 7.
 * @param {string} word
 */
function spelled(word) {
  const short = cut(word);
  if (ASCII.test(short)) return short;
  return cut(short.replace(/[α-ω]+/g, (run) => GREEK[run] || run));
}

/** @type {(word: string, start: number, end: number, joined?: boolean) => Piece} */
function piece(word, start, end, joined = false) {
  return { token: stem(word), word, start, end, joined };
}

/**
 * The pieces of a folded compound (rules 4 to 8), with their offsets in it.
 * @param {string} compound
 */
function pieces(compound) {
  const parts = compound.match(PART) || [];
  if (parts.length > 1 && compound.endsWith("'s")) parts.pop();
  /** @type {Piece[]} */
  const found = [];
  let joined = "";
  let canJoin = parts.length > 1;
  let at = 0;
  for (const part of parts) {
    if (IS_UNSPACED.test(part)) {
      canJoin = false;
      let from = at;
      for (const run of part.match(RUN) || []) {
        if (IS_UNSPACED.test(run)) addPairs(found, run, from);
        else found.push(piece(spelled(run), from, from + run.length));
        from += run.length;
      }
    } else {
      const word = spelled(part);
      found.push(piece(word, at, at + part.length));
      if (canJoin) {
        joined += word;
        canJoin = joined.length <= LONGEST || Array.from(joined).length <= LONGEST;
      }
    }
    at += part.length + 1;
  }
  if (canJoin) found.push(piece(joined, 0, at - 1, true));
  return found;
}

/**
 * Rule 5: pairs of characters of a script without spaces.
 * @param {Piece[]} found
 * @param {string} run
 * @param {number} from
 */
function addPairs(found, run, from) {
  const chars = Array.from(run);
  let at = from;
  for (let i = 0; i < Math.max(1, chars.length - 1); i++) {
    const token = chars[i] + (chars[i + 1] || "");
    found.push(piece(token, at, at + token.length));
    at += chars[i].length;
  }
}

/**
 * The compounds of a text, each as a list of pieces with offsets in the text: "in-context" has the
 * pieces in, context and, joined, incontext.
 * @param {string} text
 */
export function words(text) {
  const { plain, offsets } = foldWithOffsets(text);
  /** @param {number} at */
  const offset = (at) => (offsets ? offsets[at] : at);
  const found = [];
  for (const match of plain.matchAll(COMPOUND)) {
    const word = pieces(match[0]);
    const from = match.index || 0;
    for (const piece of word) {
      /* A piece ends at the next character of the result, so it includes dropped marks after it. */
      piece.start = offset(from + piece.start);
      piece.end = offset(from + piece.end);
    }
    found.push(word);
  }
  return found;
}

/**
 * The tokens of a text, in order.
 * @param {string} text
 */
export function tokens(text) {
  const found = [];
  for (const compound of fold(text).match(COMPOUND) || []) {
    for (const piece of pieces(compound)) found.push(piece.token);
  }
  return found;
}

const WORD = new RegExp(`[^${SEPARATORS}${JOINERS}]+`, "gu");
const EACH_UNSPACED = new RegExp(`[${UNSPACED}]`, "gu");

/**
 * The words of a text, folded but not stemmed, with a space before and after each. A text contains
 * a phrase if the result for the text contains the result for the phrase.
 * @param {string} text
 */
export function plain(text) {
  if (ASCII.test(text))
    return (
      " " +
      text
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, " ")
        .trim() +
      " "
    );
  const words = (fold(text).match(WORD) || []).join(" ");
  const spelled = words.replace(/[α-ω]+/g, (run) => GREEK[run] || run);
  return " " + spelled.replace(EACH_UNSPACED, " $& ").replace(/ +/g, " ").trim() + " ";
}
