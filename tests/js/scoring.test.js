import assert from "node:assert/strict";
import { test } from "node:test";
import { engineOf } from "./helpers.js";

const PAPERS = [
  { title: "attention", abstract: "attention attention memory" },
  { title: "memory", abstract: "attention" },
  { title: "probing", abstract: "" },
];

test("a weight is lunr's BM25 with b = 0, rounded to three decimal places", async () => {
  const { scoring } = await engineOf(PAPERS);
  // "attention" is in a title and two abstracts: n = 3 of N = 3.
  const rarity = Math.log(1 + Math.abs((3 - 3 + 0.5) / 3.5));
  assert.equal(scoring.weightOf("attention", 1), Number(rarity.toFixed(3)));
  assert.equal(scoring.weightOf("attention", 2), Number(((rarity * 4.4) / 3.2).toFixed(3)));
});

test("a score is the sum over fields, divided by the length of the query vector", async () => {
  const { scoring } = await engineOf(PAPERS);
  const clauses = [
    { term: "attention", field: "abstract", boost: 3 },
    { term: "memory", field: "abstract", boost: 4 },
    { term: "nowhere", field: "abstract", boost: 100 },
  ];
  const { scores, isFound } = scoring.scores(/** @type {any} */ (clauses));
  const [attention, memory] = [scoring.weightOf("attention", 2), scoring.weightOf("memory", 1)];
  assert.equal(scores[0], (3 * attention) / 5 + (4 * memory) / 5);
  assert.equal(scores[1], (3 * scoring.weightOf("attention", 1)) / 5);
  assert.deepEqual([...isFound], [1, 1, 0]);
});

test("each term is searched in each field; related terms weigh less", async () => {
  const { scoring, lookup } = await engineOf(PAPERS);
  const clauses = scoring.clausesOf(lookup.unitsOf("attention "));
  assert.deepEqual(
    clauses.map(({ field, boost }) => [field, boost]),
    [
      ["title", 1],
      ["abstract", 1],
      ["themes", 1],
    ],
  );
  const [guess] = scoring.clausesOf(lookup.unitsOf("atention "));
  assert.equal(guess.term, "attention");
  assert.ok(guess.boost < 0.7);
});
