import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "../../static/js/search/query.js";

test("words are not changed", () => {
  const parsed = parse("sparse probing");
  assert.equal(parsed.plain, "sparse probing");
  assert.deepEqual([parsed.phrases, parsed.without], [[], []]);
});

test("the words of phrases stay in the text; a phrase without closing quote is open", () => {
  assert.deepEqual(parse('a "b c" “d e”').phrases, [
    { text: "b c", isOpen: false },
    { text: "d e", isOpen: false },
  ]);
  assert.deepEqual(parse('a "b c').phrases, [{ text: "b c", isOpen: true }]);
  assert.equal(parse('"b c"').plain, '"b c"');
  assert.deepEqual(parse('""').phrases, []);
});

test("a minus excludes a word or a phrase and removes it from the text", () => {
  const parsed = parse('a -b -"c d" -');
  assert.deepEqual(parsed.without, ["b", "c d"]);
  assert.equal(parsed.plain, "a" + " ".repeat('a -b -"c d" -'.length - 2) + "-");
  assert.deepEqual(parse("in-context").without, []);
});

test("filters ignore case, take quotes and a minus, and become spaces", () => {
  const text = 'x theme:a THEME:"b c" -has:code year:2024 y';
  const parsed = parse(text);
  assert.deepEqual(parsed.filters.theme, ["a", "b c"]);
  assert.deepEqual(parsed.filters.year, ["2024"]);
  assert.deepEqual(parsed.not.has, ["code"]);
  assert.equal(parsed.plain.length, text.length);
  assert.equal(parsed.plain.trim().replace(/ +/g, " "), "x y");
});

test("unknown filters are words", () => {
  for (const text of ["theme:", "title:x", "atheme:x", 'theme:""']) {
    const parsed = parse(text);
    assert.deepEqual(Object.values(parsed.filters).flat(), []);
    assert.equal(parsed.plain, text);
  }
});

test("any text is a valid query, and offsets do not change", () => {
  for (const text of [
    "",
    " ",
    "-",
    '"',
    '-"',
    "--",
    "“”",
    "\ud800",
    "a\n-b",
    "theme:x".repeat(50),
  ]) {
    assert.equal(parse(text).plain.length, text.length);
  }
});
