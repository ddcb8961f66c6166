/* What is on the shelf: reading, checking, merging, keeping and sharing it. Nothing here draws.

   The format, in storage and in a file alike, is JSON:

     {"format": "readinglist-shelf", "version": 1,
      "papers": [{"id", "title", "starred", "state", "note", "changed"}]}

   Every key of a paper but the id may be missing. `state` is "to-read", "reading" or "read";
   `changed` is when it last was, in UTC as ISO 8601 has it. In storage, `checked` is the file of
   old ids that the shelf has been brought up to date with; in an exported file, `list` says the
   list's title and address. Keys that are not known are passed over. */
(function () {
  "use strict";

  const { shelf } = readinglist;
  const { key } = shelf;
  const FORMAT = "readinglist-shelf";
  const VERSION = 1;
  const STATES = ["to-read", "reading", "read"];
  const NAMES = { "to-read": "to read", reading: "reading", read: "read" };
  const MOST = { papers: 20_000, id: 300, title: 2_000, note: 100_000, text: 20_000_000, link: 200_000 };

  /* ---- Values ------------------------------------------------------------------------------- */

  const isEmpty = (one) => !one.starred && !one.state && !one.note;

  /* A record out of what anybody may have written, or why it is none. */
  function record(value) {
    if (typeof value !== "object" || !value) return { fault: "an entry is no object" };
    const { id, title = "", starred = false, state = "", note = "", changed = "" } = value;
    const name = typeof id === "string" ? "“" + id.slice(0, 60) + "”" : "an entry";
    if (typeof id !== "string" || !id || id.length > MOST.id) return { fault: name + " has no id that can be one" };
    if (typeof title !== "string") return { fault: name + " has a title that is no text" };
    if (typeof starred !== "boolean") return { fault: name + " has a star that is neither true nor false" };
    if (state !== "" && !STATES.includes(state)) return { fault: name + " has a state that is none" };
    if (typeof note !== "string" || note.length > MOST.note) return { fault: name + " has a note that is too long or no text" };
    const day = typeof changed === "string" && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(changed) ? changed : "";
    return { one: { id, title: title.slice(0, MOST.title), starred, state, note, changed: day } };
  }

  /* A text as a shelf: its papers by id, and what was left out. Throws an Error that says in
     plain words why a text is no shelf at all. */
  function parse(text) {
    if (text.length > MOST.text) throw new Error("it is too large to be a shelf");
    let value;
    try {
      value = JSON.parse(text);
    } catch {
      throw new Error("it is not JSON");
    }
    if (typeof value !== "object" || !value || value.format !== FORMAT) throw new Error("it is not a shelf of a reading list");
    if (value.version !== VERSION) throw new Error("it was written by another version of the site");
    if (!Array.isArray(value.papers)) throw new Error("it has no papers");
    if (value.papers.length > MOST.papers) throw new Error("it has too many papers");
    const papers = new Map();
    const faults = [];
    for (const each of value.papers) {
      const { one, fault } = record(each);
      if (fault) faults.push(fault);
      else if (!isEmpty(one)) papers.set(one.id, papers.has(one.id) ? merge(papers.get(one.id), one) : one);
    }
    return { papers, faults, checked: value.checked, list: value.list };
  }

  function bothNotes(mine, other) {
    if (!other || mine.includes(other)) return mine;
    return !mine || other.includes(mine) ? other : mine + "\n\n" + other;
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

  /* One shelf put on another; the first is changed. */
  function mergeAll(papers, others) {
    for (const [id, one] of others) papers.set(id, papers.has(id) ? merge(papers.get(id), one) : one);
    return papers;
  }

  /* Papers under the ids they have today. */
  function renamed(papers, aliases) {
    const now = new Map(aliases);
    const found = new Map();
    for (const one of papers.values()) {
      const id = now.get(one.id) || one.id;
      mergeAll(found, new Map([[id, { ...one, id }]]));
    }
    return found;
  }

  function asText(papers, more) {
    const lean = [...papers.values()].map((one) => Object.fromEntries(Object.entries(one).filter(([, value]) => value)));
    return JSON.stringify({ format: FORMAT, version: VERSION, ...more, papers: lean }, null, more && more.list ? 1 : 0);
  }

  /* ---- Keeping ------------------------------------------------------------------------------ */

  const stores = [() => sessionStorage, () => localStorage]; // the first is for when the second is full
  let papers = new Map();
  let checked = "";
  let isKept = true;
  let problem = "";

  function stored(store) {
    try {
      return store().getItem(key) || "";
    } catch {
      isKept = store !== stores[1] && isKept;
      return "";
    }
  }

  /* Takes up what is stored now, which another tab may have changed. */
  function refresh() {
    if (!isKept) return;
    const found = stored(stores[0]) || stored(stores[1]);
    if (!isKept && !found) return;
    try {
      const read = found ? parse(found) : { papers: new Map(), faults: [] };
      papers = read.papers;
      checked = read.checked || "";
      if (read.faults.length) {
        setAside(found, read.faults[0]);
        keep();
      }
    } catch (error) {
      setAside(found, error.message);
      papers = new Map();
    }
  }

  /* What cannot be read is neither used nor thrown away. */
  function setAside(text, why) {
    problem = "Some of what this browser had kept cannot be read (" + why + "). It was put aside; you can save it on the page of your shelf.";
    try {
      const before = localStorage.getItem(key + ":aside") || "";
      if (!before.includes(text)) localStorage.setItem(key + ":aside", before ? before + "\n" + text : text);
      for (const store of stores) store().removeItem(key);
    } catch {
      isKept = false;
    }
  }

  function aside() {
    try {
      return localStorage.getItem(key + ":aside") || "";
    } catch {
      return "";
    }
  }

  function keep() {
    const text = asText(papers, { checked });
    const is = papers.size > 0;
    for (const store of [...stores].reverse()) {
      try {
        if (is) store().setItem(key, text);
        else store().removeItem(key);
        if (store === stores[1]) stores[0]().removeItem(key);
        else problem = "This browser has no more room to keep your shelf. It lasts until you close this tab; save it as a file on the page of your shelf.";
        return;
      } catch {
        /* Refused or full: try the next. */
      }
    }
    isKept = false;
    problem = "This browser keeps nothing for this site, so your shelf lasts until you leave this page.";
  }

  function tell() {
    document.dispatchEvent(new CustomEvent("readinglist-shelf"));
  }

  /* Changes the shelf: `edit` is given the papers as they are now, and may change them. */
  function change(edit) {
    refresh();
    edit(papers);
    for (const [id, one] of papers) if (isEmpty(one)) papers.delete(id);
    keep();
    tell();
  }

  /* Changes what is known of one paper. */
  function set(id, title, values) {
    change(() => {
      const before = papers.get(id) || { id, title, starred: false, state: "", note: "", changed: "" };
      const changed = new Date().toISOString().slice(0, 19) + "Z";
      papers.set(id, { ...before, ...values, title: title || before.title, changed });
    });
  }

  const get = (id) => papers.get(id) || { id, title: "", starred: false, state: "", note: "", changed: "" };

  function ids(state) {
    return [...papers.values()].filter((one) => one.state === state || one[state]).map((one) => one.id);
  }

  /* One of the list's own files, by its name in `files`. */
  async function known(name) {
    if (!(name in shelf.given)) await shelf.load(shelf.files[name]);
    return shelf.given[name];
  }

  /* Papers may have other ids in this build than they had when they were put on the shelf. */
  async function bringUpToDate() {
    if (!papers.size || checked === shelf.files.list) return;
    const { aliases } = await known("list");
    change(() => {
      papers = renamed(papers, aliases);
      checked = shelf.files.list;
    });
  }

  addEventListener("storage", (event) => {
    if (event.key !== key && event.key !== null) return;
    refresh();
    tell();
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    refresh();
    tell();
  });

  /* ---- Sharing ------------------------------------------------------------------------------ */

  /* A link's fragment: "1" and base64url of deflated lines, "0" where a browser cannot deflate.
     A line is a digit, four times the star and the place of the state, and an id. Notes stay here. */
  async function asLink(all) {
    const lines = all
      .filter((one) => one.starred || one.state)
      .map((one) => 4 * one.starred + STATES.indexOf(one.state) + 1 + one.id.replace(/\n/g, " "));
    const raw = new TextEncoder().encode(lines.join("\n"));
    if (!globalThis.CompressionStream) return "0" + base64(raw);
    return "1" + base64(await through(new CompressionStream("deflate-raw"), raw));
  }

  /* The papers of a link; throws where it is none. */
  async function fromLink(text) {
    if (text.length > MOST.link) throw new Error("it is too long");
    let raw = Uint8Array.from(atob(text.slice(1).replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
    if (text[0] === "1") raw = await through(new DecompressionStream("deflate-raw"), raw);
    else if (text[0] !== "0") throw new Error("it was made by another version of the site");
    const found = new Map();
    for (const line of new TextDecoder("utf-8", { fatal: true }).decode(raw).split("\n")) {
      if (!/^[1-7]./.test(line)) throw new Error("it is damaged");
      const state = STATES[(line[0] % 4) - 1] || "";
      const { one, fault } = record({ id: line.slice(1), state, starred: line[0] >= 4 });
      if (fault || found.size >= MOST.papers) throw new Error("it is damaged");
      found.set(one.id, one);
    }
    return found;
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
      if (size > 10 * MOST.link) {
        reader.cancel().catch(() => {});
        throw new Error("it is too long");
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

  refresh();
  Object.assign(shelf, { STATES, NAMES, get, set, ids, change, merge, mergeAll, renamed, parse, asText, asLink, fromLink, known, aside, tell });
  Object.assign(shelf, {
    all: () => [...papers.values()],
    problem: () => problem,
    forgetAside: () => {
      try {
        localStorage.removeItem(key + ":aside");
      } catch {
        /* Then there is none. */
      }
    },
  });
  bringUpToDate().catch(() => {}); // the next page tries again
})();
