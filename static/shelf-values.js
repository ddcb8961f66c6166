/* What a shelf is: its records, their limits, merging, and a shelf as a text and as a link. All of
   it is computed from what is handed over; nothing here stores, loads or draws.

   The format, in storage and in a file alike, is JSON:

     {"format": "readinglist-shelf", "version": 1,
      "papers": [{"id", "title", "starred", "state", "note", "changed"}]}

   Every key of a paper but the id may be missing. `state` is "to-read", "reading" or "read";
   `changed` is when it last was, in UTC as ISO 8601 has it. Keys that are not known are passed over.
   An exported file has `list`, the list's title and address. Storage has `checked`, the file of old
   ids that the shelf has been brought up to date with; `seen`, how many writes of each tab are in
   it; and `apart`, entries that could not be read, each as a text. */
(function () {
  "use strict";

  const { shelf } = readinglist;
  const FORMAT = "readinglist-shelf";
  const VERSION = 1;
  const STATES = ["to-read", "reading", "read"];
  const NAMES = { "to-read": "to read", reading: "reading", read: "read" };
  const DAY = 86_400_000;

  /* Limits are for what comes in. What a browser has stored is read whatever its size. */
  const MOST = { papers: 20_000, id: 300, title: 2_000, note: 100_000, text: 20_000_000, link: 200_000, raw: 2_000_000 };
  const ANY = { id: Infinity, title: Infinity, note: Infinity };

  /* Why something is not done, in words for the reader. */
  class Refusal extends Error {}

  const many = (count) => count.toLocaleString("en");
  const papersOf = (count) => (count === 1 ? "1 paper" : many(count) + " papers");

  /* Text without the characters that would change how what is around it looks. */
  const plain = (text) => text.replace(/[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu, " ");

  /* ---- Records ------------------------------------------------------------------------------ */

  const blank = (id, title = "") => ({ id, title, starred: false, state: "", note: "", changed: "" });
  const isEmpty = (one) => !one.starred && !one.state && !one.note;
  const isAlike = (one, other) => one.starred === other.starred && one.state === other.state && one.note === other.note;
  const isSame = (one, other) => one === other || Boolean(one && other && isAlike(one, other) && one.title === other.title && one.changed === other.changed);

  /* No list has such ids; shown, they would pass for others. */
  const isId = (text) => !/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u.test(text);

  /* A time, or "". One in the future would count as the latest until it has come. */
  function time(value) {
    const at = typeof value === "string" && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) ? Date.parse(value) : NaN;
    return at < Date.now() + DAY ? value : "";
  }

  function tooLong(name, length) {
    return name + " has a note of " + many(length) + " characters (at most " + many(MOST.note) + " fit)";
  }

  /* A record out of what anybody may have written, or why it is none. */
  function record(value, most) {
    if (typeof value !== "object" || !value) return { fault: "an entry is no object" };
    const { id, title = "", starred = false, state = "", note = "", changed = "" } = value;
    if (typeof id !== "string" || !id) return { fault: "an entry has no id that is text" };
    const name = "“" + plain(id.slice(0, 60)) + (id.length > 60 ? "…" : "") + "”";
    if (id.length > most.id) return { fault: name + " has an id of " + many(id.length) + " characters (at most " + most.id + " fit)" };
    if (most !== ANY && !isId(id)) return { fault: name + " has an id with characters that no id has" };
    if (typeof title !== "string") return { fault: name + " has a title that is no text" };
    if (typeof starred !== "boolean") return { fault: name + " has a star that is neither true nor false" };
    if (state !== "" && !STATES.includes(state)) return { fault: name + " has a state that is none" };
    if (typeof note !== "string") return { fault: name + " has a note that is no text" };
    if (note.length > most.note) return { fault: tooLong(name, note.length) };
    return { one: { id, title: title.slice(0, most.title), starred, state, note: note.replace(/\r\n?/g, "\n"), changed: time(changed) } };
  }

  /* Records by their ids, and the values that are none with the reason. The notes of an id that
     comes more than once are put together in one go, so that the time stays linear. */
  function collect(values, most) {
    const found = new Map();
    const faults = [];
    for (const value of values) {
      const { one, fault } = record(value, most);
      if (fault) faults.push([fault, value]);
      else if (found.has(one.id)) found.get(one.id).push(one);
      else found.set(one.id, [one]);
    }
    const papers = new Map();
    for (const [id, all] of found) {
      const one = all.length === 1 ? all[0] : asOne(all);
      if (one.note.length > most.note) faults.push([tooLong("“" + plain(id.slice(0, 60)) + "” is there " + all.length + " times and", one.note.length), one]);
      else if (!isEmpty(one)) papers.set(id, one);
    }
    return { papers, faults };
  }

  function asOne(all) {
    const notes = new Set(all.map((one) => one.note).filter(Boolean));
    const bare = all.map((one) => ({ ...one, note: "" }));
    return { ...bare.reduce(merge), note: [...notes].join("\n\n") };
  }

  /* ---- Merging ------------------------------------------------------------------------------ */

  /* Whether a text has another in it, in linear time: a browser's own search takes a second for two
     long texts that were made for it. */
  function has(text, part) {
    if (text.length * part.length < 1_000_000) return text.includes(part);
    const back = new Uint32Array(part.length); // of each beginning: how much of its end begins it again
    let length = 0;
    const go = (letter) => {
      while (length && letter !== part.charCodeAt(length)) length = back[length - 1];
      if (letter === part.charCodeAt(length)) length++;
    };
    for (let at = 1; at < part.length; at++) {
      go(part.charCodeAt(at));
      back[at] = length;
    }
    length = 0;
    for (let at = 0; at < text.length && length < part.length; at++) go(text.charCodeAt(at));
    return length === part.length;
  }

  function bothNotes(mine, other) {
    if (has(mine, other)) return mine;
    return has(other, mine) ? other : mine + "\n\n" + other;
  }

  /* Two records of a paper as one, without loss: a star stays, the further state wins, and notes
     that differ stand one below the other. Merging the same again changes nothing. */
  function merge(mine, other) {
    return {
      id: mine.id,
      title: mine.title || other.title,
      starred: mine.starred || other.starred,
      state: STATES[Math.max(STATES.indexOf(mine.state), STATES.indexOf(other.state))] || "",
      note: bothNotes(mine.note, other.note),
      changed: mine.changed > other.changed ? mine.changed : other.changed,
    };
  }

  /* What a shelf would be with another put on it, as far as that fits, and what would not fit.
     Where two notes are too long together, the reader's own stays as it is. */
  function plan(mine, others) {
    const papers = new Map(mine);
    const counts = { fresh: 0, changed: 0, same: 0 };
    const left = { papers: 0, notes: [] };
    for (const [id, one] of others) {
      const had = mine.get(id);
      const both = had ? merge(had, one) : one;
      const isLong = had && both.note.length > Math.max(MOST.note, had.note.length);
      const now = isLong ? { ...both, note: had.note } : both;
      if (isLong) left.notes.push({ ...now, length: both.note.length });
      if (!had && papers.size >= MOST.papers) left.papers++;
      else {
        papers.set(id, now);
        counts[!had ? "fresh" : isAlike(had, now) ? "same" : "changed"]++;
      }
    }
    return { papers, ...counts, left };
  }

  /* Papers under the ids they have today. Where two notes are too long together, the one under the
     old id stays there. */
  function renamed(papers, aliases) {
    const today = new Map(aliases);
    const found = new Map([...papers].filter(([id]) => !today.has(id)));
    for (const [old, one] of papers) {
      if (!today.has(old)) continue;
      const id = today.get(old);
      const had = found.get(id) || blank(id);
      const both = merge(had, one);
      const isLong = both.note.length > Math.max(MOST.note, had.note.length, one.note.length);
      found.set(id, isLong ? { ...both, note: had.note } : both);
      if (isLong) found.set(old, { ...one, starred: false, state: "" });
    }
    return found;
  }

  /* ---- Changes ------------------------------------------------------------------------------ */

  /* What one shelf has other than another: by id, what was and what is, or null. */
  function difference(before, after) {
    const changes = new Map();
    for (const [id, now] of after) {
      const was = before.get(id) || null;
      if (!isSame(was, now)) changes.set(id, { was, now });
    }
    for (const [id, was] of before) if (!after.has(id)) changes.set(id, { was, now: null });
    return changes;
  }

  /* Changes made to a shelf that may have changed otherwise since: nothing is lost then. */
  function applied(papers, changes) {
    const all = new Map(papers);
    for (const [id, { was, now }] of changes) {
      const is = all.get(id) || null;
      const next = isSame(is, was) || !is ? now : now ? merge(is, now) : is;
      if (next) all.set(id, next);
      else all.delete(id);
    }
    return all;
  }

  const reversed = (changes) => new Map([...changes].map(([id, { was, now }]) => [id, { was: now, now: was }]));

  /* Why a change may not be made, or "". A shelf that is over a limit may be changed, not grow. */
  function excess(before, after) {
    if (after.size > MOST.papers && after.size > before.size) {
      return "Your shelf would hold " + papersOf(after.size) + "; it holds at most " + many(MOST.papers) + ". Nothing was changed. Remove some on the page of your shelf first.";
    }
    for (const [id, { note }] of after) {
      const had = before.get(id);
      if (note.length > MOST.note && note.length > (had ? had.note.length : 0)) {
        return "A note holds at most " + many(MOST.note) + " characters, and this one would have " + many(note.length) + ". What was kept stays as it was; shorten the note, and it is kept.";
      }
    }
    return "";
  }

  /* ---- As a text ---------------------------------------------------------------------------- */

  function asText(papers, more) {
    const lean = [...papers.values()].map((one) => Object.fromEntries(Object.entries(one).filter(([, value]) => value)));
    return JSON.stringify({ format: FORMAT, version: VERSION, ...more, papers: lean }, null, more && more.list ? 1 : 0);
  }

  function valueOf(text) {
    let value;
    try {
      value = JSON.parse(text);
    } catch {
      throw new Refusal("it is not JSON");
    }
    if (typeof value !== "object" || !value || value.format !== FORMAT) throw new Refusal("it is not a shelf of a reading list");
    if (value.version !== VERSION) throw new Refusal("it was written by another version of the site");
    if (!Array.isArray(value.papers)) throw new Refusal("it has no papers");
    return value;
  }

  /* A text from elsewhere as a shelf: its papers, and why entries were left out. Throws a Refusal
     where a text is no shelf at all. */
  function parse(text) {
    if (text.length > MOST.text) throw new Refusal("it has " + many(text.length) + " characters, and a shelf at most " + many(MOST.text));
    const { papers: values } = valueOf(text);
    if (values.length > MOST.papers) throw new Refusal("it has too many papers: " + many(values.length) + ", and a shelf holds at most " + many(MOST.papers));
    const { papers, faults } = collect(values, MOST);
    return { papers, faults: faults.map(([fault]) => fault) };
  }

  /* A text from this browser's storage: entries that cannot be read are put apart. */
  function stored(text) {
    const { papers: values, apart, checked, seen } = valueOf(text);
    const { papers, faults } = collect(values, ANY);
    return {
      papers,
      apart: [...new Set([...texts(apart), ...asApart(faults, text)])],
      fault: faults.length ? faults[0][0] : "",
      checked: typeof checked === "string" ? checked : "",
      seen: new Map(Array.isArray(seen) ? seen.filter(Array.isArray) : []),
    };
  }

  const texts = (value) => (Array.isArray(value) ? value.filter((one) => typeof one === "string") : []);

  function asApart(faults, text) {
    try {
      return faults.map(([, value]) => JSON.stringify(value));
    } catch {
      return [text]; // nested too deeply to be written again piece by piece
    }
  }

  /* Changes as a text, and back. */
  function changesAsText(changes) {
    return JSON.stringify({ format: FORMAT, version: VERSION, papers: [...changes].map(([id, { was, now }]) => ({ id, was, now })) });
  }

  function changesFrom(text) {
    const changes = new Map();
    for (const value of valueOf(text).papers) {
      if (!value || typeof value.id !== "string") throw new Refusal("an entry has no id that is text");
      const [was, now] = [value.was, value.now].map((one) => record(one, ANY).one || null);
      changes.set(value.id, { was, now });
    }
    return changes;
  }

  /* ---- As a link ---------------------------------------------------------------------------- */

  const canShare = (one) => Boolean(one.starred || one.state) && isId(one.id);

  /* A link's fragment: "1" and base64url of deflated lines, "0" where a browser cannot deflate.
     A line is a digit, four times the star and the place of the state, and an id. Notes stay here. */
  async function asLink(all) {
    const lines = all.filter(canShare).map((one) => 4 * one.starred + STATES.indexOf(one.state) + 1 + one.id);
    const raw = new TextEncoder().encode(lines.join("\n"));
    const canDeflate = Boolean(globalThis.CompressionStream);
    const text = Number(canDeflate) + base64(canDeflate ? await through(new CompressionStream("deflate-raw"), raw) : raw);
    if (raw.length > MOST.raw || text.length > MOST.link) throw new Refusal("a link is too short for " + papersOf(lines.length));
    return text;
  }

  /* The papers of a link, and why lines were left out. Throws where a text is no link. */
  async function fromLink(text) {
    if (text.length > MOST.link) throw new Refusal("it is too long");
    if (text[0] !== "0" && text[0] !== "1") throw new Refusal("it was cut off, or made by another version of the site");
    let raw = Uint8Array.from(atob(text.slice(1).replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
    if (text[0] === "1") raw = await through(new DecompressionStream("deflate-raw"), raw);
    const lines = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(raw).split("\n");
    if (lines.length > MOST.papers) throw new Refusal("it has " + papersOf(lines.length) + ", and a shelf holds at most " + many(MOST.papers));
    if (!lines.every((line) => /^[1-7]./su.test(line))) throw new Refusal("it is damaged");
    const { papers, faults } = collect(lines.map((line) => ({ id: line.slice(1), state: STATES[(line[0] % 4) - 1] || "", starred: line[0] >= 4 })), MOST);
    return { papers, faults: faults.map(([fault]) => fault) };
  }

  /* Never more than a shelf can need: some bytes can swell to gigabytes. */
  async function through(stream, raw) {
    const writer = stream.writable.getWriter();
    writer.write(raw).catch(() => {});
    writer.close().catch(() => {});
    const parts = [];
    let size = 0;
    const reader = stream.readable.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      size += part.value.length;
      if (size > MOST.raw) {
        reader.cancel().catch(() => {});
        throw new Refusal("it is too long");
      }
      parts.push(part.value);
    }
    return new Uint8Array(await new Blob(parts).arrayBuffer());
  }

  function base64(raw) {
    let letters = "";
    for (const one of raw) letters += String.fromCharCode(one);
    return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
  }

  Object.assign(shelf, { STATES, NAMES, MOST, Refusal, many, papersOf, plain, blank, isEmpty, isSame, bothNotes, merge, plan, renamed });
  Object.assign(shelf, { difference, applied, reversed, excess, asText, parse, stored, changesAsText, changesFrom, canShare, asLink, fromLink });
})();
