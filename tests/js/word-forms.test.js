import assert from "node:assert/strict";
import { test } from "node:test";
import { countBits, editDistance, letterSet, root } from "../../static/js/search/word-forms.js";

test("the forms of a word have the same root", () => {
  for (const forms of [
    ["quantized", "quantization", "quantizing", "quantize", "quantise", "quantisation"],
    ["colour", "color"],
    ["yolo", "yolov9"],
    ["probing", "probe"],
    ["running", "run"],
    ["analyse", "analyze"],
    ["dialogue", "dialog"],
  ]) {
    assert.equal(new Set(forms.map(root)).size, 1, forms.map(root).join(" "));
  }
});

test("short words, and words with other letters, are their own roots", () => {
  for (const word of ["use", "gpt4o", "深度", "étude", ""]) assert.equal(root(word), word);
});

test("an edit changes at most two letters of a set", () => {
  assert.equal(countBits(letterSet("abc") ^ letterSet("abd")), 2);
  assert.equal(countBits(letterSet("abc") ^ letterSet("ab")), 1);
  assert.equal(countBits(letterSet("abc") ^ letterSet("acb")), 0);
  assert.equal(countBits(-1), 32);
  assert.equal(countBits(0), 0);
});

test("the edit distance counts insertions, deletions, replacements and swaps", () => {
  /** @type {[string, string, number][]} */
  const cases = [
    ["probe", "probe", 0],
    ["prob", "probe", 1],
    ["probbe", "probe", 1],
    ["prube", "probe", 1],
    ["porbe", "probe", 1],
    ["", "abc", 3],
    ["kitten", "sitting", 3],
  ];
  for (const [word, term, distance] of cases) {
    assert.equal(editDistance(word, term, false), distance, word);
    assert.equal(editDistance(term, word, false), distance, term);
  }
});

test("for an unfinished word, the nearest prefix counts", () => {
  assert.equal(editDistance("atten", "attention", true), 0);
  assert.equal(editDistance("aten", "attention", true), 1);
  assert.equal(editDistance("xyz", "attention", true), 3);
});
