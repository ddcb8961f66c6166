/* The page of the shelf: what is on it, and the ways in and out of it. */
(function () {
  "use strict";

  const { shelf } = readinglist;
  const { root } = document.documentElement.dataset;
  const isOnDisk = location.protocol === "file:"; // where a folder does not open as its index.html
  const by = (name) => document.getElementById("shelf-" + name);
  const TITLES = [["reading", "Reading"], ["to-read", "To read"], ["starred", "Starred"], ["read", "Read"], ["note", "With a note"]];
  let titles = new Map(); // id -> title, of the papers this list has
  let aliases = [];
  let offered = null;

  const papers = (count) => (count === 1 ? "1 paper" : count.toLocaleString("en") + " papers");

  /* ---- What is on it ---------------------------------------------------------------------------- */

  const place = (one) => one.state || (one.starred ? "starred" : "note");
  const titleOf = (one) => titles.get(one.id) || one.title || one.id;

  /* A paper of this list is a link; another is kept, and said to be gone. */
  function entry(one, isShelf) {
    const { make } = shelf;
    const name = titles.has(one.id)
      ? make("a", { href: root + "papers/" + encodeURIComponent(one.id) + "/" + (isOnDisk ? "index.html" : "") }, titleOf(one))
      : titleOf(one);
    if (!isShelf) {
      const line = make("li", { dir: "auto" }, name);
      const said = [titles.has(one.id) ? "" : "not on this list", shelf.words(one)].filter(Boolean).join(", ");
      if (said) line.append(" ", make("span", { class: "quiet" }, said));
      return line;
    }
    const line = make("li", {}, make("h3", { dir: "auto" }, name));
    if (!titles.has(one.id)) {
      const remove = shelf.button("Remove", () => shelf.change((all) => all.delete(one.id)), { class: "shelf-word", "aria-label": "Remove: " + titleOf(one) });
      const said = ["No longer on this list", shelf.words(one)].filter(Boolean).join("; ");
      line.append(make("p", { class: "quiet" }, said + ". ", remove));
    }
    if (one.note) line.append(make("p", { class: "shelf-own", dir: "auto" }, one.note));
    if (titles.has(one.id)) shelf.take(line);
    return line;
  }

  function draw() {
    if (document.querySelector(".shelf-menu[open]")) return; // drawn anew when it closes
    const { make } = shelf;
    const all = shelf.all().sort((a, b) => (a.changed < b.changed ? 1 : a.changed > b.changed ? -1 : 0));
    const focused = document.activeElement.closest("#shelf-list li");
    const sections = [];
    shelf.rows.clear();
    for (const [state, title] of TITLES) {
      const here = all.filter((one) => place(one) === state);
      if (!here.length) continue;
      const head = make("h2", { id: "state-" + state }, title);
      const list = make("ul", { class: "papers", role: "list", "data-papers": "" }, ...here.map((one) => entry(one, true)));
      sections.push(make("section", { class: "row", "aria-labelledby": "state-" + state }, make("header", {}, head, make("p", {}, papers(here.length))), list));
    }
    by("list").replaceChildren(...sections);
    by("empty").hidden = all.length > 0;
    const starred = all.filter((one) => one.starred).length;
    const read = all.filter((one) => one.state === "read").length;
    by("tally").textContent = all.length ? papers(all.length) + ", " + starred + " starred, " + read + " read." : "";
    drawProblem();
    if (focused && focused.shelfId && !focused.isConnected) {
      const [line] = shelf.rows.get(focused.shelfId) || [];
      if (line) line.querySelector("a").focus();
    }
  }

  function drawProblem() {
    const { make, button } = shelf;
    const aside = shelf.aside();
    const problem = shelf.problem() || (aside && "Something this browser had kept could not be read, and was put aside.");
    const found = problem ? [make("p", {}, problem)] : [];
    if (aside) {
      const forget = () => {
        shelf.forgetAside();
        drawProblem();
      };
      found.push(make("p", { class: "shelf-ways" }, button("Save what was put aside", () => save(aside, "put-aside.txt")), button("Throw it away", forget, { class: "shelf-quiet" })));
    }
    by("problem").replaceChildren(...found);
  }

  /* ---- Ways out ----------------------------------------------------------------------------------- */

  function save(text, name) {
    const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    shelf.make("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  }

  function saveAll() {
    const address = new URL(root, location).href;
    const list = { title: document.querySelector('meta[property="og:site_name"]').content, address };
    save(shelf.asText(new Map(shelf.all().map((one) => [one.id, one])), { list }), "my-shelf-" + new Date().toISOString().slice(0, 10) + ".json");
    say("Saved: " + papers(shelf.all().length) + ".");
  }

  async function makeLink() {
    const all = shelf.all();
    const url = new URL(location.href);
    url.search = "";
    url.hash = "s=" + (await shelf.asLink(all));
    const field = by("link").querySelector("input");
    const count = all.filter((one) => one.starred || one.state).length;
    field.value = url.href;
    by("link").hidden = !count;
    say(count ? "A link with " + papers(count) + "." : "There is nothing to share yet: star a paper, or say that you read it.", "linked");
    if (count) field.select();
  }

  async function copyLink() {
    const field = by("link").querySelector("input");
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      say("Copied.", "linked");
    } catch {
      say("This browser does not let a page copy; the link is selected for you to copy.", "linked");
    }
  }

  function say(text, where = "said") {
    by(where).textContent = text;
  }

  /* ---- Ways in ------------------------------------------------------------------------------------ */

  /* What came with a link or a file is shown first, and added only when the reader says so. */
  function offer(title, found, faults) {
    const box = by("offer");
    offered = shelf.renamed(found, aliases);
    const here = new Map(shelf.all().map((one) => [one.id, one]));
    const fresh = [...offered.keys()].filter((id) => !here.has(id)).length;
    const left = faults.length ? " " + (faults.length === 1 ? "One entry was" : faults.length + " entries were") + " left out: " + faults.slice(0, 3).join("; ") + "." : "";
    box.querySelector("h2").textContent = title;
    box.querySelector("header p").textContent = papers(offered.size) + ", " + fresh + " of them new to your shelf." + left;
    box.querySelector("ul").replaceChildren(...[...offered.values()].map((one) => entry(one, false)));
    box.querySelector('[data-do="add"]').disabled = !offered.size;
    box.hidden = false;
    box.querySelector("h2").focus();
  }

  function leave() {
    offered = null;
    by("offer").hidden = true;
    if (location.hash) {
      try {
        history.replaceState(null, "", location.pathname + location.search);
      } catch {
        location.hash = ""; // a page opened from a disk
      }
    }
  }

  function add() {
    const found = offered;
    leave();
    shelf.change((all) => shelf.mergeAll(all, found));
    shelf.say("Added to your shelf: " + papers(found.size) + ".");
    document.getElementById("main").focus();
  }

  async function readFragment() {
    const [, text] = /^#s=(.*)$/s.exec(location.hash) || [];
    if (text === undefined) return;
    try {
      offer("Someone’s shelf", await shelf.fromLink(text), []);
    } catch {
      leave();
      shelf.say("This link holds no shelf that can be read; it may have been cut off.", 20_000);
    }
  }

  async function bringIn(field) {
    const [file] = field.files;
    if (!file) return;
    try {
      if (file.size > 20_000_000) throw new Error("it is too large to be a shelf");
      const { papers: found, faults } = shelf.parse(await file.text());
      offer("From the file", found, faults);
      say("");
    } catch (error) {
      say("This file cannot be brought in: " + error.message + ".");
    }
    field.value = "";
  }

  function clear() {
    const dialog = by("clear");
    const { length } = shelf.all();
    dialog.querySelector("p").textContent = length
      ? papers(length) + " with their stars, states and notes leave this browser for good. Save them as a file first if you may want them back."
      : "Nothing is on it.";
    dialog.showModal();
  }

  const DO = {
    add,
    leave,
    save: saveAll,
    link: makeLink,
    copy: copyLink,
    clear,
    "clear-not": () => by("clear").close(),
    "clear-now": () => {
      by("clear").close();
      shelf.change((all) => all.clear());
      say("Your shelf is clear.");
    },
  };

  /* ---- Start -------------------------------------------------------------------------------------- */

  async function start() {
    await shelf.open();
    try {
      const [{ ids }, names, known] = await Promise.all([shelf.known("themes"), shelf.known("titles"), shelf.known("list")]);
      titles = new Map(ids.map((id, at) => [id, names[at]]));
      aliases = known.aliases;
    } catch {
      shelf.say("The titles of this list could not be loaded, so papers are not links; load the page again.", 20_000);
    }
    by("keys").append(...shelf.keyList());
    draw();
    document.addEventListener("readinglist-shelf", draw);
    addEventListener("hashchange", readFragment);
    await readFragment();
  }

  document.addEventListener("click", ({ target }) => {
    const { do: what } = (target.closest("[data-do]") || {}).dataset || {};
    if (what) DO[what]();
  });
  document.addEventListener("change", ({ target }) => target.type === "file" && bringIn(target));
  start();
})();
