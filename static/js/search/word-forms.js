/* What one word has to do with another, without looking at any paper: forms of one word, and words
   that differ by a slip of the fingers. */

/* Steps that take the forms of an English word to one root. They are rough (organ and organize
   become one), for what they find counts less than the word itself:

     quantized, quantization -> quantiz -> quant      colour, color -> color
     probing, probe -> prob                           yolo, yolov9 -> yolo */
/** @type {[RegExp, string][]} */
const STEPS = [
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
 * What the forms of an English word have in common.
 * @param {string} word
 */
export function root(word) {
  if (word.length < 4 || !/^[a-z]+\d*$/.test(word)) return word;
  return STEPS.reduce((stem, [ending, instead]) => stem.replace(ending, instead), word);
}

/**
 * A bit for each letter and digit that a word has. Comparing two such sets is much faster than
 * counting edits, and one edit changes at most two bits: words whose sets differ by more need not
 * be compared at all.
 * @param {string} word
 */
export function letters(word) {
  let bits = 0;
  for (let at = 0; at < word.length; at++) {
    const code = word.charCodeAt(at);
    bits |= 1 << (code >= 97 && code <= 122 ? code - 97 : 26 + (code % 6));
  }
  return bits;
}

/**
 * How many bits are set.
 * @param {number} bits of 32
 */
export function countBits(bits) {
  bits -= (bits >>> 1) & 0x55555555;
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return (((bits + (bits >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

/**
 * How many edits (insert, delete, replace, swap two neighbours) are between two words: the distance
 * of Damerau and Levenshtein, row by row.
 * @param {string} word
 * @param {string} term
 * @param {boolean} isUnfinished the word is still being typed: the least distance between it and
 *   any beginning of the term
 */
export function edits(word, term, isUnfinished) {
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
