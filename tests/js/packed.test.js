import assert from "node:assert/strict";
import { test } from "node:test";
import {
  ascending,
  Field,
  lowerBound,
  numbers,
  postingRow,
  termList,
  ThemeField,
} from "../../static/js/search/packed.js";
import { packAscending, packNumbers, packRow, packTerms } from "./helpers.js";

test("numbers of all lengths are packed and unpacked", () => {
  const values = [0, 1, 63, 64, 90, 91, 1727, 1728, 46_655, 46_656, 2 ** 31];
  assert.deepEqual(numbers(packNumbers(values)), values);
  assert.equal(packNumbers([63]).length, 1);
  assert.equal(packNumbers([1727]).length, 2);
  assert.equal(packNumbers([1728]).length, 3);
  assert.deepEqual(numbers(""), []);
});

test("ascending numbers are the sums of their differences", () => {
  assert.deepEqual(ascending(packAscending([3, 4, 100, 5000])), [3, 4, 100, 5000]);
});

test("a row has the papers and the counts of a term", () => {
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

test("terms share prefixes", () => {
  assert.deepEqual(termList("AattendFtion"), ["attend", "attention"]);
  const terms = ["a", "attend", "attention", "b", "x".repeat(40), "x".repeat(40) + "y", "深度"];
  assert.deepEqual(termList(packTerms(terms)), terms);
  assert.deepEqual(termList(""), []);
});

test("lowerBound finds the position of a value, or where it would be", () => {
  assert.deepEqual(
    [0, 1, 2, 9, 10].map((value) => lowerBound([1, 3, 9], value)),
    [0, 0, 1, 2, 3],
  );
  assert.equal(lowerBound([], "a"), 0);
});

test("a field finds terms and unpacks their rows from pieces", () => {
  const pieces = new Map([["title-1", [packRow([[2, 1]]), packRow([[3, 4]])].join(" ")]]);
  const packed = {
    terms: packTerms(["a", "b", "c"]),
    papers: "!!!",
    begins: packAscending([0, 1]),
  };
  const field = new Field("title", packed, pieces);
  assert.equal(field.find("b"), 1);
  assert.equal(field.find("bb"), -1);
  assert.deepEqual(field.pieceOf(0), ["title-0", 0]);
  assert.deepEqual(field.pieceOf(2), ["title-1", 1]);
  assert.deepEqual([...field.row(2).papers], [3]);
  assert.deepEqual([...field.row(2).counts], [4]);
  assert.equal(field.row(2), field.row(2)); // cached
});

test("the field of themes has the words of theme titles for the papers in them", () => {
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
