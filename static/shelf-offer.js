/* The ways into the shelf, a link and a file: what came is shown first, and added only when the
   reader says so. */
(function () {
  "use strict";

  const { shelf } = readinglist;
  const { page, many, Refusal } = shelf;
  const { by, entry, titleOf } = page;
  const MOST = { shown: 50, notes: 3, faults: 3 };
  const box = by("offer");
  const also = by("away").querySelector("input");
  const field = document.querySelector(".shelf-file input");
  let offered = null; // { here, away, faults, plan, isBusy }

  /* Papers that are not on this list are added from a reader's own file; of a link only when the
     reader says so. */
  function offer(title, { papers, faults }, isOwn) {
    const all = [...shelf.renamed(papers, page.aliases)];
    const [here, away] = [true, false].map((is) => all.filter(([id]) => page.titles.has(id) === is));
    offered = { here, away, faults };
    also.checked = isOwn;
    also.nextElementSibling.textContent = awayLabel(here.length, away.length);
    by("away").hidden = !away.length;
    box.querySelector("h2").textContent = title;
    const lines = [...here, ...away].slice(0, MOST.shown).map(([, one]) => entry(one, false));
    if (all.length > MOST.shown) lines.push(shelf.make("li", { class: "quiet" }, "and " + many(all.length - MOST.shown) + " more"));
    box.querySelector("ul").replaceChildren(...lines);
    box.hidden = false;
    draw();
    box.querySelector("h2").focus();
  }

  function awayLabel(here, away) {
    const are = away === 1 ? "that is not on this list" : "that are not on this list";
    return (here ? "Also " : "Add ") + shelf.papersOf(away) + " " + are;
  }

  /* What would come of it now. */
  function planned(papers) {
    const { here, away } = offered;
    return shelf.plan(papers, also.checked ? [...here, ...away] : here);
  }

  function draw() {
    if (!offered) return;
    const { here, away, faults } = offered;
    const plan = (offered.plan = planned(new Map(shelf.all().map((one) => [one.id, one]))));
    box.querySelector("header p").textContent = [where(here.length, away.length) + counts(plan) + ".", leftOut(faults)].join(" ");
    box.querySelector('[data-do="add"]').textContent = fits(plan) ? "Add these to my shelf" : "Add what fits";
    by("limit").textContent = limits(plan);
    refuse("");
  }

  function where(here, away) {
    const said = shelf.papersOf(here + away);
    if (!away) return said;
    if (here) return said + ", " + many(here) + " of them on this list";
    return said + (away === 1 ? ", not on this list" : ", none of them on this list");
  }

  function counts({ fresh, changed, same }) {
    const said = [[fresh, "is new to your shelf", "are new to your shelf"], [changed, "adds to what you have", "add to what you have"], [same, "you have already", "you have already"]];
    const all = said.filter(([count]) => count).map(([count, one, more]) => many(count) + " " + (count === 1 ? one : more));
    return all.length ? ": " + all.join(", ") : "";
  }

  function leftOut(faults) {
    if (!faults.length) return "";
    const end = faults.length > MOST.faults ? "; …" : ".";
    return (faults.length === 1 ? "One entry was" : many(faults.length) + " entries were") + " left out: " + faults.slice(0, MOST.faults).join("; ") + end;
  }

  const fits = ({ left }) => !left.papers && !left.notes.length;

  /* Which limits stand in the way, and what to do about it. */
  function limits({ papers, left }) {
    const said = [];
    if (left.papers) said.push("A shelf holds at most " + many(shelf.MOST.papers) + " papers, and yours would hold " + many(papers.size + left.papers) + ". Remove some of yours first, or leave out " + many(left.papers) + ".");
    for (const one of left.notes.slice(0, MOST.notes)) {
      said.push("Your note on “" + titleOf(one) + "” and the one that came have " + many(one.length) + " characters together, and a note holds at most " + many(shelf.MOST.note) + ". Shorten yours first, or leave the other out.");
    }
    if (left.notes.length > MOST.notes) said.push("The same holds for " + many(left.notes.length - MOST.notes) + " more.");
    return said.join(" ");
  }

  function refuse(text) {
    by("refused").textContent = text;
  }

  function leave() {
    offered = null;
    box.hidden = true;
    if (!location.hash) return;
    try {
      history.replaceState(null, "", location.pathname + location.search);
    } catch {
      location.hash = ""; // a page opened from a disk
    }
  }

  function addNothing(plan) {
    if (!fits(plan)) return refuse("Nothing was added: nothing of it fits.");
    if (offered.away.length && !also.checked) return refuse("Nothing was added: papers that are not on this list are added only if you tick the box.");
    leave();
    page.done("Nothing was added: you have all of it already.");
  }

  /* Nothing is added but what was shown: another tab may have changed the shelf. */
  async function add() {
    if (!offered || offered.isBusy) return;
    const mine = offered;
    const { plan } = mine;
    if (!plan.fresh && !plan.changed) return addNothing(plan);
    mine.isBusy = true;
    try {
      const changes = await shelf.transact((all) => {
        const now = planned(all);
        if (limits(now) !== limits(plan)) throw new Refusal("Nothing was added: your shelf has changed in another tab. Look at what would be added now.");
        return now.papers;
      });
      leave();
      page.done("Added to your shelf: " + shelf.papersOf(plan.fresh) + "." + (plan.changed ? " Added to what you had: " + shelf.papersOf(plan.changed) + "." : ""), changes);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refuse(error.message);
    } finally {
      mine.isBusy = false;
    }
  }

  /* Without the list nobody can say what is on it, and which papers have other ids today. */
  function isListMissing() {
    if (!page.aliases) shelf.say("This list could not be loaded, so nothing can be added; load the page again.", 20_000);
    return !page.aliases;
  }

  async function readFragment() {
    const { hash } = location;
    const [, text] = /^#s=(.*)$/s.exec(hash) || [];
    if (text === undefined || isListMissing()) return;
    try {
      const found = await shelf.fromLink(text);
      if (location.hash === hash) offer("Someone’s shelf", found, false);
    } catch (error) {
      leave();
      shelf.say("This link holds no shelf that can be read: " + (error instanceof Refusal ? error.message : "it may have been cut off") + ".", 20_000);
    }
  }

  async function textOf(file) {
    if (file.size > shelf.MOST.text) throw new Refusal("it has " + many(file.size) + " bytes, and a shelf at most " + many(shelf.MOST.text));
    const raw = await file.arrayBuffer();
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(raw);
    } catch {
      throw new Refusal("it is not UTF-8 text");
    }
  }

  async function bringIn() {
    const [file] = field.files;
    if (!file || isListMissing()) return;
    try {
      offer("From the file", shelf.parse(await textOf(file)), true);
      page.say("");
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      page.say("This file cannot be brought in: " + error.message + ".");
    }
    field.value = "";
  }

  shelf.offer = { add, leave };
  also.addEventListener("change", draw);
  field.addEventListener("change", bringIn);
  document.addEventListener("readinglist-shelf", draw);
  addEventListener("hashchange", readFragment);
  readFragment();
  bringIn(); // a file may have been chosen before this script was there
})();
