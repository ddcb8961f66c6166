import assert from "node:assert/strict";
import { test } from "node:test";
import { plain, stem, tokens, words } from "../../static/js/search/tokens.js";

/* Every rule is tested in tests/test_tokens.py, and both sides are compared in a browser; here are the
   parts that only the browser has. */

test("the pieces of a compound have offsets in the original text", () => {
  const text = "Straße‑Fest e\u0301tude";
  const [first, second] = words(text);
  assert.deepEqual(
    first.map(({ token, start, end }) => [token, text.slice(start, end)]),
    [
      ["strasse", "Straße"],
      ["fest", "Fest"],
      ["strassefest", "Straße‑Fest"],
    ],
  );
  assert.deepEqual(
    first.map((piece) => piece.joined),
    [false, false, true],
  );
  assert.equal(text.slice(second[0].start, second[0].end), "e\u0301tude");
});

test("tokens are the tokens of the words", () => {
  const text = "In-context γ-MoD 深度学习, it's GPT‐4 models";
  assert.deepEqual(
    tokens(text),
    words(text)
      .flat()
      .map((piece) => piece.token),
  );
  assert.equal(stem("queries"), "query");
});

test("plain text has spaces around words and is not stemmed", () => {
  assert.equal(plain("The models' (best) α-run"), " the models best alpha run ");
  assert.equal(plain("深度 x"), " 深 度 x ");
  assert.equal(plain("!?"), "  ");
});
