import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { once } from "../../static/js/lib/load-script.js";
import { keep, recall } from "../../static/js/lib/storage.js";
import { readPiece } from "../../static/js/search/loading.js";
import { checksum } from "../../static/js/search/texts.js";

/** A stand-in for localStorage. */
class Storage {
  /** @type {Map<string, string>} */
  values = new Map();
  isFull = false;
  /** @param {string} name */
  getItem(name) {
    return this.values.get(name) ?? null;
  }
  /**
   * @param {string} name
   * @param {string} value
   */
  setItem(name, value) {
    if (this.isFull) throw new Error("full");
    this.values.set(name, value);
  }
  /** @param {string} name */
  removeItem(name) {
    this.values.delete(name);
  }
}

let storage = new Storage();
beforeEach(() => {
  storage = new Storage();
  Object.defineProperty(globalThis, "localStorage", { configurable: true, get: () => storage });
});

test("keep stores a text, and an empty text removes it", () => {
  assert.equal(keep("a", "1"), true);
  assert.equal(storage.getItem("readinglist.a"), "1");
  assert.equal(recall("a"), "1");
  keep("a", "");
  assert.equal(storage.getItem("readinglist.a"), null);
  assert.equal(recall("a"), "");
});

test("if the storage is full, values are kept in memory until there is space", () => {
  keep("b", "old");
  storage.isFull = true;
  assert.equal(keep("b", "new"), false);
  assert.equal(recall("b"), "new");
  assert.equal(storage.getItem("readinglist.b"), "old");
  storage.isFull = false;
  assert.equal(keep("b", "newer"), true);
  assert.equal(recall("b"), "newer");
});

test("denied storage causes no error", () => {
  const refuse = () => {
    throw new Error("refused");
  };
  Object.defineProperty(globalThis, "localStorage", { configurable: true, get: refuse });
  assert.equal(recall("c"), "");
  assert.equal(keep("c", "1"), false);
  assert.equal(recall("c"), "1");
});

test("once calls its function once, and again after a failure", async () => {
  let begun = 0;
  const open = once(async () => {
    if (++begun === 1) throw new Error("no line");
    return begun;
  });
  await assert.rejects(open(), /no line/);
  assert.deepEqual(await Promise.all([open(), open()]), [2, 2]);
  assert.equal(await open(), 2);
});

test("the value in a file of the index is read without running the file", () => {
  assert.deepEqual(readPiece('readinglist.search.piece("start",{"a":[1,"(x)"]});\n'), {
    a: [1, "(x)"],
  });
});

test("the checksum is the same as zlib's", () => {
  assert.equal(checksum(""), "00000000");
  assert.equal(checksum("123456789"), "cbf43926");
  assert.equal(checksum("é"), "0e048d3e");
});
