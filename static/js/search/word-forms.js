/* How two words are related: forms of the same word, and misspellings. */

/* Suffix rules that reduce the forms of an English word to a common root, in the manner of the Porter
   stemmer (M. Porter, "An algorithm for suffix stripping", Program 14(3), 1980), but fewer and coarser.
   For example, organ and organize have the same root. This is acceptable, because other forms of a
   word count less than the word itself:

     quantized, quantization -> quantiz -> quant      colour, color -> color
     probing, probe -> prob                           yolo, yolov9 -> yolo */
/** @type {[RegExp, string][]} */
const RULES = [
  [/v?\d+$/, ""],
  [/is(ation|ing|ed|er?)$/, "iz$1"], // British spellings
  [/yse/, "yze"],
  [/(..)our(?!s?e|n)/, "$1or"],
  [/tre$/, "ter"],
  [/ogue$/, "og"],
  [
    /(...)(?:iz(?:ation|ing|ed|er?)|at(?:ion|ing|ed|or|e|ive)|i(?:on|ve|vity|ng|ty|c|cal|cally)|ed|er|or|ness|ment|al|ally|ly|[ai]b(?:le|ility)|[ae]n(?:ce|t)|e)$/,
    "$1",
  ],
  [/([bdglmnprt])\1$/, "$1"], // running -> runn -> run
  [/(..)[eiy]$/, "$1"],
];

/**
 * The root of an English word.
 * @param {string} word
 */
export function root(word) {
  if (word.length < 4 || !/^[a-z]+\d*$/.test(word)) return word;
  return RULES.reduce((stem, [suffix, replacement]) => stem.replace(suffix, replacement), word);
}

/**
 * The set of letters and digits of a word, as bits. Comparing two sets is much faster than
 * computing an edit distance, and one edit changes at most two bits. Words whose sets differ in
 * more bits need not be compared.
 * @param {string} word
 */
export function letterSet(word) {
  let bits = 0;
  for (let at = 0; at < word.length; at++) {
    const code = word.charCodeAt(at);
    bits |= 1 << (code >= 97 && code <= 122 ? code - 97 : 26 + (code % 6));
  }
  return bits;
}

/**
 * The number of bits that are set in 32 bits (population count, in parallel for all bits).
 * @param {number} bits
 */
export function countBits(bits) {
  bits -= (bits >>> 1) & 0x55555555;
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return (((bits + (bits >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

/**
 * The edit distance of two words: the number of insertions, deletions, replacements and swaps of
 * adjacent letters between them. This is the restricted Damerau–Levenshtein distance (optimal
 * string alignment), computed row by row; only three rows are kept.
 * @param {string} word
 * @param {string} term
 * @param {boolean} isUnfinished whether the word is still being typed: then the result is the least
 *   distance between the word and any prefix of the term
 */
export function editDistance(word, term, isUnfinished) {
  /** @type {number[]} */
  let before;
  /** @type {number[]} */
  let above = [];
  let row = Array.from({ length: word.length + 1 }, (_, column) => column);
  let least = row[word.length];
  for (let at = 1; at <= term.length; at++) {
    [before, above, row] = [above, row, [at]];
    const here = term[at - 1];
    for (let column = 1; column <= word.length; column++) {
      const letter = word[column - 1];
      let cost = above[column - 1];
      if (letter !== here) cost = 1 + Math.min(cost, above[column], row[column - 1]);
      if (at > 1 && column > 1 && word[column - 2] === here && letter === term[at - 2]) {
        cost = Math.min(cost, before[column - 2] + 1);
      }
      row.push(cost);
    }
    least = Math.min(least, row[word.length]);
  }
  return isUnfinished ? least : row[word.length];
}
