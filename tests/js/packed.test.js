import assert from "node:assert/strict";
import { test } from "node:test";
import {
  Field,
  firstFrom,
  numbers,
  places,
  postingRow,
  termList,
  ThemeField,
} from "../../static/js/search/packed.js";
import { packNumbers, packPlaces, packRow, packTerms } from "./helpers.js";

test("numbers come back as they were packed, over all lengths", () => {
  const values = [0, 1, 63, 64, 90, 91, 1727, 1728, 46_655, 46_656, 2 ** 31];
  assert.deepEqual(numbers(packNumbers(values)), values);
  assert.equal(packNumbers([63]).length, 1);
  assert.equal(packNumbers([1727]).length, 2);
  assert.equal(packNumbers([1728]).length, 3);
  assert.deepEqual(numbers(""), []);
});

test("places are the sums of their distances", () => {
  assert.deepEqual(places(packPlaces([3, 4, 100, 5000])), [3, 4, 100, 5000]);
});

test("a row has the papers of a term and how often it stands in each", () => {
  const { papers, counts } = postingRow(
    packRow([
      [0, 1],
      [7, 2],
      [8, 30],
      [900, 1],
    ]),
  );
  assert.deepEqual([...papers], [0, 7, 8, 900]);
  assert.deepEqual([...counts], [1, 2, 30, 1]);
});

test("terms share what they begin with", () => {
  assert.deepEqual(termList("AattendFtion"), ["attend", "attention"]);
  const terms = ["a", "attend", "attention", "b", "x".repeat(40), "x".repeat(40) + "y", "深度"];
  assert.deepEqual(termList(packTerms(terms)), terms);
  assert.deepEqual(termList(""), []);
});

test("a place in a sorted list is found, or where it would be", () => {
  assert.deepEqual(
    [0, 1, 2, 9, 10].map((value) => firstFrom([1, 3, 9], value)),
    [0, 0, 1, 2, 3],
  );
  assert.equal(firstFrom([], "a"), 0);
});

test("a field finds terms, and unpacks rows of the piece that has them", () => {
  const pieces = new Map([["title-1", [packRow([[2, 1]]), packRow([[3, 4]])].join(" ")]]);
  const packed = { terms: packTerms(["a", "b", "c"]), papers: "!!!", begins: packPlaces([0, 1]) };
  const field = new Field("title", packed, pieces);
  assert.equal(field.find("b"), 1);
  assert.equal(field.find("bb"), -1);
  assert.deepEqual(field.pieceOf(0), ["title-0", 0]);
  assert.deepEqual(field.pieceOf(2), ["title-1", 1]);
  assert.deepEqual([...field.row(2).papers], [3]);
  assert.deepEqual([...field.row(2).counts], [4]);
  assert.equal(field.row(2), field.row(2)); // kept
});

test("the field of themes has the words of their titles, for each paper of each", () => {
  const field = new ThemeField([
    { title: "Sparse probing", papers: Uint32Array.of(4, 1) },
    { title: "Probing", papers: Uint32Array.of(1) },
    { title: "Empty", papers: Uint32Array.of() },
  ]);
  assert.deepEqual(field.terms, ["probing", "sparse"]);
  const { papers, counts } = field.row(field.find("probing"));
  assert.deepEqual([...papers], [1, 4]);
  assert.deepEqual([...counts], [2, 1]);
  assert.equal(field.find("empty"), -1);
});
