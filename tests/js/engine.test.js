import assert from "node:assert/strict";
import { test } from "node:test";
import { engineOf, titlesOf } from "./helpers.js";

const PAPERS = [
  { title: "Attention is all you need", abstract: "A transformer. No recurrence.", year: "2017" },
  {
    title: "Sparse probing",
    abstract: "We probe neurons with care.",
    theme: "Probing",
    code: true,
  },
  { title: "Finding neurons", abstract: "Large language models have neurons.", theme: "Probing" },
  { title: "The quantization of weights", abstract: "Weights are quantized.", year: "2024" },
];

test("a query that contains a whole title finds that paper first", async () => {
  const engine = await engineOf(PAPERS);
  for (const query of ["attention is all you need", "Doe (2017). Attention Is All You Need. 1–9"]) {
    assert.equal((await titlesOf(engine, query))[0], "Attention is all you need");
  }
  const { results } = await engine.query("Attention is all you need");
  assert.equal(results[0].why, "the whole title");
});

test("titles can be searched before the abstracts are loaded", async () => {
  const engine = await engineOf(PAPERS, { full: false });
  const before = await engine.query("recurrence");
  assert.deepEqual([before.tier, before.total, before.missing], ["titles", 0, ["recurrence"]]);
  engine.openFull();
  await engine.full;
  const after = await engine.query("recurrence");
  assert.deepEqual([after.tier, after.total, after.missing], ["full", 1, []]);
});

test("a query loads the second tier again if it failed", async () => {
  const engine = await engineOf(PAPERS, { full: false });
  const { load } = engine.index;
  let asked = 0;
  engine.index.load = async (name, address) => {
    if (!asked++) throw new Error("no line");
    return load(name, address);
  };
  engine.openFull();
  await assert.rejects(engine.full, /no line/);
  await engine.query("neurons");
  await engine.full;
  assert.equal((await engine.query("neurons")).tier, "full");
});

test("a word matches its forms, completions and spelling corrections", async () => {
  const engine = await engineOf(PAPERS);
  assert.deepEqual(await titlesOf(engine, "quantizing "), ["The quantization of weights"]);
  assert.deepEqual(await titlesOf(engine, "quanti"), ["The quantization of weights"]);
  assert.deepEqual(await titlesOf(engine, "atenttion "), ["Attention is all you need"]);
  const { suggestions } = await engine.query("atention ");
  assert.deepEqual(suggestions, [{ text: "attention", from: "atention", to: "attention" }]);
});

test("synonyms are used if few papers match, and the reason names them", async () => {
  const engine = await engineOf(PAPERS, { synonyms: ["llm,large language model"] });
  const { results, missing } = await engine.query("llms ");
  assert.deepEqual(
    results.map(({ paper }) => paper.title),
    ["Finding neurons"],
  );
  assert.equal(results[0].why, "“llms” (as “large language model”) in the abstract");
  assert.deepEqual(missing, ["llms"]);
});

test("filters apply, facets count results, and unknown filters are reported", async () => {
  const engine = await engineOf(PAPERS);
  const answer = await engine.query("neurons has:code theme:nowhere");
  assert.deepEqual(
    answer.results.map(({ paper }) => paper.id),
    ["sparse-probing"],
  );
  assert.deepEqual(answer.dropped, ["theme:nowhere"]);
  assert.equal(answer.facets.theme.probing, 1);
  assert.equal(answer.facets.has.code, 1);
  const chosen = await engine.query("neurons", { filters: { theme: ["probing"] } });
  assert.equal(chosen.total, 2);
});

test("phrases must match exactly, and negated words exclude papers", async () => {
  const engine = await engineOf(PAPERS);
  assert.deepEqual(await titlesOf(engine, '"language models"'), ["Finding neurons"]);
  assert.deepEqual((await engine.query('"models language"')).dropped, ['"models language"']);
  assert.deepEqual(await titlesOf(engine, "neurons -finding"), ["Sparse probing"]);
  assert.deepEqual(await titlesOf(engine, 'neurons -"probe neurons"'), ["Finding neurons"]);
});

test("the reader's shelf is a facet of the query it is passed with", async () => {
  const engine = await engineOf(PAPERS);
  const shelf = { read: ["sparse-probing", "gone"], starred: [] };
  const answer = await engine.query("shelf:read", { shelf });
  assert.deepEqual(
    answer.results.map(({ paper }) => paper.title),
    ["Sparse probing"],
  );
  assert.deepEqual((await engine.query("neurons shelf:read")).dropped, ["shelf:read"]);
});

test("stop words weigh little, but count in an exact title", async () => {
  const engine = await engineOf(PAPERS, { common: ["the", "of", "is"] });
  const { results, missing } = await engine.query("the of weights ");
  assert.equal(results[0].paper.title, "The quantization of weights");
  assert.deepEqual(missing, []);
});

test("an empty query has no results", async () => {
  const engine = await engineOf(PAPERS);
  for (const query of ["", " ", "???", "-"]) assert.equal((await engine.query(query)).total, 0);
});
