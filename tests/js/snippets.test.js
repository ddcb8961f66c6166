import assert from "node:assert/strict";
import { test } from "node:test";
import { bestSentence, marks, sentencesOf } from "../../static/js/search/snippets.js";
import { bestMatch, termsToMark } from "../../static/js/search/units.js";
import { engineOf } from "./helpers.js";

test("sentences end with punctuation and a space, or with a line", () => {
  const text = 'One. "Two!" Three? (Four.) Five e.g.this 1.5\n\nSix';
  assert.deepEqual(
    sentencesOf(text).map((one) => one.text),
    ["One.", '"Two!"', "Three?", "(Four.)", "Five e.g.this 1.5", "Six"],
  );
  assert.deepEqual(sentencesOf(" \n "), []);
});

test("ranges are in order and do not overlap", () => {
  assert.deepEqual(marks("in-context, context", new Set(["context", "incontext"])), [
    [0, 10],
    [12, 19],
  ]);
  assert.deepEqual(marks("nothing", new Set(["else"])), []);
});

test("the sentence that covers most of the query is the snippet; a long one is cut", async () => {
  const { lookup } = await engineOf([{ title: "sparse probing of neurons" }]);
  const units = lookup.unitsOf("sparse probing ");
  const text = "Neurons are many. Sparse ones need probing. Probing helps.";
  const terms = new Set(["sparse", "probing"]);
  assert.equal(bestSentence(sentencesOf(text), units, terms), "Sparse ones need probing.");
  const long = "word ".repeat(60) + "sparse probing " + "word ".repeat(60);
  const shown = bestSentence(sentencesOf(long), units, terms);
  assert.match(shown, /^… word .*sparse probing.* …$/);
  assert.ok(shown.length < 300);
});

test("a compound matches if all its parts do, and the matching terms are marked", async () => {
  const { lookup } = await engineOf([{ title: "in-context learning" }, { title: "context" }]);
  const [unit] = lookup.unitsOf("in-context ");
  assert.equal(bestMatch(unit, new Set(["context"])), undefined);
  assert.deepEqual(bestMatch(unit, new Set(["in", "context"]))?.terms, ["in", "context"]);
  assert.deepEqual(bestMatch(unit, new Set(["incontext"]))?.terms, ["incontext"]);
  assert.deepEqual(termsToMark(unit, new Set(["incontext"])).sort(), [
    "context",
    "in",
    "incontext",
  ]);
});
