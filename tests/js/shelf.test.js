import assert from "node:assert/strict";
import { test } from "node:test";
import { base64, fromBase64 } from "../../static/js/lib/base64.js";
import { applied, difference, excess, reversed } from "../../static/js/shelf/changes.js";
import { asLink, canShare, fromLink } from "../../static/js/shelf/link.js";
import { bothNotes, merge, plan, renamed } from "../../static/js/shelf/merging.js";
import { blank, MOST, record, Refusal } from "../../static/js/shelf/records.js";
import {
  asText,
  changesAsText,
  changesFrom,
  collect,
  parse,
  stored,
} from "../../static/js/shelf/text.js";

/** @typedef {import("../../static/js/shelf/records.js").Paper} Paper */

/** @type {(id: string, values?: Partial<Paper>) => Paper} */
const paper = (id, values) => ({ ...blank(id), starred: true, ...values });

/** @param {Paper[]} all */
const shelfOf = (...all) => new Map(all.map((one) => [one.id, one]));

test("each part of a record is validated, with a reason", () => {
  const { one } = record({ id: "a", state: "read", note: "x\r\ny", changed: "tomorrow" }, MOST);
  assert.deepEqual(one, { ...blank("a"), state: "read", note: "x\ny" });
  /** @type {[unknown, RegExp][]} */
  const wrong = [
    [null, /not an object/],
    [{ id: "" }, /no text id/],
    [{ id: "x".repeat(MOST.id + 1) }, /an id of 301 characters/],
    [{ id: "a\u202eb" }, /invalid characters/],
    [{ id: "a", starred: 1 }, /neither true nor false/],
    [{ id: "a", state: "lost" }, /an unknown state/],
    [{ id: "a", note: "x".repeat(MOST.note + 1) }, /a note of 100,001 characters/],
  ];
  for (const [value, error] of wrong) assert.match(record(value, MOST).error, error);
});

test("a time in the future is dropped", () => {
  const { one } = record({ id: "a", starred: true, changed: "2999-01-01T00:00:00Z" }, MOST);
  assert.equal(one && one.changed, "");
});

test("merging loses nothing, and merging again changes nothing", () => {
  const mine = paper("a", { note: "mine", state: "read", changed: "2024-01-02T00:00:00Z" });
  const other = paper("a", { starred: false, note: "other", state: "to-read", title: "A" });
  const both = merge(mine, other);
  assert.deepEqual(both, { ...mine, title: "A", note: "mine\n\nother" });
  assert.deepEqual(merge(both, other), both);
  assert.deepEqual(merge(both, mine), both);
});

test("a note contained in the other is not repeated, even for long notes", () => {
  assert.equal(bothNotes("one two", "two"), "one two");
  assert.equal(bothNotes("two", "one two"), "one two");
  const part = "a".repeat(30_000) + "b";
  const text = "a".repeat(60_000) + "b";
  const begin = performance.now();
  assert.equal(bothNotes(text, part), text);
  assert.equal(bothNotes(text, part + "c"), text + "\n\n" + part + "c");
  assert.ok(performance.now() - begin < 5_000); // one comparison of each pair would be 1.8 billion
});

test("a plan counts what is new, what changes, and what does not fit", () => {
  const long = "x".repeat(MOST.note - 1);
  const mine = shelfOf(paper("a"), paper("b", { note: long }));
  const others = shelfOf(paper("a"), paper("b", { note: "y" }), paper("c"));
  const { papers, fresh, changed, same, left } = plan(mine, others);
  assert.deepEqual([fresh, changed, same], [1, 0, 2]);
  assert.equal(papers.get("b")?.note, long);
  assert.deepEqual(
    left.notes.map(({ id, length }) => [id, length]),
    [["b", MOST.note + 2]],
  );
  const full = shelfOf(...Array.from({ length: MOST.papers }, (_, at) => paper("p" + at)));
  assert.equal(plan(full, shelfOf(paper("new"))).left.papers, 1);
});

test("former ids are replaced, and records are merged", () => {
  const papers = shelfOf(paper("old", { note: "n" }), paper("now", { state: "read" }), paper("x"));
  const found = renamed(papers, [["old", "now"]]);
  assert.deepEqual([...found.keys()].sort(), ["now", "x"]);
  assert.deepEqual([found.get("now")?.note, found.get("now")?.state], ["n", "read"]);
});

test("changes can be applied and undone", () => {
  const before = shelfOf(paper("a"), paper("b"));
  const after = shelfOf(paper("a", { note: "n" }), paper("c"));
  const changes = difference(before, after);
  assert.deepEqual([...changes.keys()].sort(), ["a", "b", "c"]);
  assert.deepEqual(applied(before, changes), after);
  assert.deepEqual(applied(after, reversed(changes)), before);
  assert.deepEqual(changesFrom(changesAsText(changes)), changes);
});

test("undoing changes keeps later changes", () => {
  const changes = difference(shelfOf(paper("a")), shelfOf(paper("a", { note: "n" })));
  const meanwhile = shelfOf(paper("a", { state: "read" }));
  const one = applied(meanwhile, changes).get("a");
  assert.deepEqual([one?.state, one?.note], ["read", "n"]);
});

test("a shelf over a limit can change, but not grow", () => {
  const full = shelfOf(...Array.from({ length: MOST.papers }, (_, at) => paper("p" + at)));
  const more = new Map(full).set("new", paper("new"));
  assert.match(excess(full, more), /would hold 20,001 papers/);
  assert.equal(excess(more, more), "");
  const note = (/** @type {number} */ more) => paper("a", { note: "x".repeat(MOST.note + more) });
  assert.match(excess(shelfOf(note(0)), shelfOf(note(1))), /A note holds at most 100,000/);
  assert.equal(excess(shelfOf(note(2)), shelfOf(note(1))), "");
});

test("a shelf is written and read, and unreadable entries are reported", () => {
  const papers = shelfOf(paper("a", { note: "n" }), paper("b", { state: "read" }));
  assert.deepEqual(parse(asText(papers)), { papers, errors: [] });
  const text = JSON.stringify({ ...JSON.parse(asText(papers)), papers: [{ id: "a" }, 3, "x"] });
  assert.deepEqual(parse(text).errors, ["an entry is not an object", "an entry is not an object"]);
  for (const bad of ["", "{}", "[]", '{"format":"readinglist-shelf","version":2}']) {
    assert.throws(() => parse(bad), Refusal);
  }
});

test("an id that occurs twice becomes one record with both notes", () => {
  const values = [paper("a", { note: "1" }), paper("a", { note: "2" }), paper("a", { note: "1" })];
  assert.equal(collect(values, MOST).papers.get("a")?.note, "1\n\n2");
});

test("stored data is read without limits, and unreadable entries are set aside", () => {
  const long = paper("a", { note: "x".repeat(MOST.note + 1) });
  const text = asText(shelfOf(long), { checked: "list.js", seen: [["tab", 3]], apart: ["old"] });
  const broken = JSON.stringify({ ...JSON.parse(text), papers: [long, { id: 5 }] });
  const found = stored(broken);
  assert.equal(found.papers.get("a")?.note.length, MOST.note + 1);
  assert.deepEqual(found.apart, ["old", '{"id":5}']);
  assert.deepEqual([found.checked, found.seen.get("tab")], ["list.js", 3]);
});

test("a shelf is encoded in a link and decoded, without notes", async () => {
  const all = [paper("a"), paper("b-é", { starred: false, state: "read", note: "mine" })];
  const { papers, errors } = await fromLink(await asLink(all));
  assert.deepEqual(errors, []);
  assert.deepEqual([...papers.values()], [all[0], { ...all[1], note: "" }]);
  assert.equal(canShare(paper("c", { starred: false, note: "n" })), false);
});

test("damaged links are refused, and decompression is limited", async () => {
  for (const bad of ["", "2abc", "0" + base64(new TextEncoder().encode("9x")), "1####"]) {
    await assert.rejects(fromLink(bad));
  }
  const zeros = new Blob([new Uint8Array(20_000_000)]);
  const packed = zeros.stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bomb = "1" + base64(new Uint8Array(await new Response(packed).arrayBuffer()));
  await assert.rejects(fromLink(bomb), /it is too long/);
});

test("bytes are encoded as base64url and decoded", () => {
  const raw = Uint8Array.from({ length: 256 }, (_, at) => at);
  assert.deepEqual(fromBase64(base64(raw)), raw);
  assert.doesNotMatch(base64(raw), /[^\w-]/);
});
