/* The page of the shelf: what is on it, and the ways in and out of it. */
(function () {
  "use strict";

  const { shelf } = readinglist;
  const { root } = document.documentElement.dataset;
  const isOnDisk = location.protocol === "file:"; // where a folder does not open as its index.html
  const by = (name) => document.getElementById("shelf-" + name);
  const TITLES = [["reading", "Reading"], ["to-read", "To read"], ["starred", "Starred"], ["read", "Read"], ["note", "With a note"]];
  let titles = new Map(); // id -> title, of the papers this list has

  /* ---- What is on it ---------------------------------------------------------------------------- */

  const place = (one) => one.state || (one.starred ? "starred" : "note");
  const titleOf = (one) => titles.get(one.id) || shelf.plain(one.title || one.id);

  /* A paper of this list is a link; another is kept, and said to be gone. */
  function entry(one, isShelf) {
    const { make } = shelf;
    const name = titles.has(one.id)
      ? make("a", { href: root + "papers/" + encodeURIComponent(one.id) + "/" + (isOnDisk ? "index.html" : "") }, titleOf(one))
      : titleOf(one);
    if (!isShelf) {
      const line = make("li", { dir: "auto" }, make("bdi", {}, name));
      const said = [titles.has(one.id) ? "" : "not on this list", shelf.words(one)].filter(Boolean).join(", ");
      if (said) line.append(" ", make("span", { class: "quiet" }, said));
      return line;
    }
    const line = make("li", {}, make("h3", { dir: "auto" }, name));
    if (!titles.has(one.id)) {
      const remove = shelf.button("Remove", () => change((all) => void all.delete(one.id)), { class: "shelf-word", "aria-label": "Remove: " + titleOf(one) });
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
      sections.push(make("section", { class: "row", "aria-labelledby": "state-" + state }, make("header", {}, head, make("p", {}, shelf.papersOf(here.length))), list));
    }
    by("list").replaceChildren(...sections);
    by("empty").hidden = all.length > 0;
    const starred = all.filter((one) => one.starred).length;
    const read = all.filter((one) => one.state === "read").length;
    by("tally").textContent = all.length ? shelf.papersOf(all.length) + ", " + starred + " starred, " + read + " read." : "";
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
    const found = problem ? [make("p", {}, shelf.plain(problem))] : [];
    if (aside) {
      const forget = () => {
        if (!shelf.forgetAside()) shelf.say("This browser did not let go of it; try again when it has more room.");
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
    say("Saved: " + shelf.papersOf(shelf.all().length) + ".");
  }

  async function makeLink() {
    const all = shelf.all().filter(shelf.canShare);
    const field = by("link").querySelector("input");
    by("link").hidden = true;
    if (!all.length) return say("There is nothing to share yet: star a paper, or say that you read it.", "linked");
    const url = new URL(location.href);
    url.search = "";
    try {
      url.hash = "s=" + (await shelf.asLink(all));
    } catch (error) {
      return say("No link was made: " + error.message + ". Save them as a file instead.", "linked");
    }
    field.value = url.href;
    by("link").hidden = false;
    say("A link with " + shelf.papersOf(all.length) + ".", "linked");
    field.select();
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

  /* ---- Changes with a way back -------------------------------------------------------------------- */

  /* What was done, and a button that takes it back. */
  function done(text, changes) {
    const undo = async () => {
      try {
        await change((all) => shelf.applied(all, shelf.reversed(changes)));
        done("Undone. What you have changed since then stays.");
      } catch (error) {
        shelf.say(error.message, 20_000); // a limit
      }
    };
    by("done").replaceChildren(shelf.make("span", {}, text), ...(changes ? [shelf.button("Undo", undo, { class: "shelf-quiet" })] : []));
    document.getElementById("main").focus();
  }

  /* A change of many papers; where it cannot be stored it holds for this tab, and the page says so. */
  const change = (edit) => shelf.transact(edit, { isWhole: false });

  function clear() {
    const dialog = by("clear");
    const { length } = shelf.all();
    dialog.querySelector("p").textContent = length
      ? shelf.papersOf(length) + " with their stars, states and notes leave this browser for good. Save them as a file first if you may want them back."
      : "Nothing is on it.";
    dialog.showModal();
  }

  async function clearNow() {
    by("clear").close();
    done("Your shelf is clear.", await change((all) => all.clear()));
  }

  const DO = {
    add: () => shelf.offer.add(),
    leave: () => shelf.offer.leave(),
    save: saveAll,
    link: makeLink,
    copy: copyLink,
    clear,
    "clear-not": () => by("clear").close(),
    "clear-now": clearNow,
  };

  /* ---- Start -------------------------------------------------------------------------------------- */

  async function start() {
    await shelf.open();
    try {
      const [{ ids }, names, known] = await Promise.all([shelf.known("themes"), shelf.known("titles"), shelf.known("list")]);
      titles = shelf.page.titles = new Map(ids.map((id, at) => [id, names[at]]));
      shelf.page.aliases = known.aliases;
    } catch {
      shelf.say("The titles of this list could not be loaded, so papers are not links; load the page again.", 20_000);
    }
    await shelf.upToDate;
    by("keys").append(...shelf.keyList());
    draw();
    document.addEventListener("readinglist-shelf", draw);
    await shelf.load(by("offer").dataset.script);
  }

  document.addEventListener("click", ({ target }) => {
    const { do: what } = (target.closest("[data-do]") || {}).dataset || {};
    if (what) DO[what]();
  });
  shelf.page = { titles, aliases: null, by, entry, titleOf, say, done }; // aliases: null until the list is there
  start();
})();
