/* The shelf where a reader meets it: marks beside the papers of a list and the menu behind them,
   the controls and the note on a paper's page, progress per theme, and the keys. */
(function () {
  "use strict";

  const { shelf } = readinglist;
  const { rows, STATES, NAMES } = shelf;
  const html = document.documentElement;
  const SLASH = "readinglist.slash"; // search.js has the same switch

  function make(name, attributes, ...content) {
    const element = document.createElement(name);
    for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
    element.append(...content);
    return element;
  }

  function button(text, act, attributes) {
    const made = make("button", { type: "button", ...attributes }, text);
    if (act) made.addEventListener("click", act);
    return made;
  }

  /* ---- Saying what happened ----------------------------------------------------------------- */

  const said = make("p", { class: "shelf-said", role: "status" });
  let silence = 0;
  let saidProblem = "";
  document.body.append(said);

  function say(text, howLong = 5000) {
    clearTimeout(silence);
    said.textContent = text;
    silence = setTimeout(() => (said.textContent = ""), howLong);
  }

  /* After each change: what it came to, or, once, that it cannot be kept. */
  function sayChanged(text) {
    const problem = shelf.problem();
    if (problem && problem !== saidProblem) say((saidProblem = problem), 20_000);
    else say(text);
  }

  const words = ({ state, starred, note }) => [NAMES[state], starred && "starred", note && "with a note"].filter(Boolean).join(", ");

  /* ---- Changing a paper --------------------------------------------------------------------- */

  function change(id, title, values) {
    const fault = shelf.set(id, title, values);
    if (fault) return say(fault, 20_000);
    sayChanged((words(shelf.get(id)) || "not on your shelf").replace(/^./, (letter) => letter.toUpperCase()) + ": " + title);
  }

  function toggle(id, title, what) {
    const { starred, state } = shelf.get(id);
    change(id, title, what === "star" ? { starred: !starred } : { state: state === what ? "" : what });
  }

  function cycle(id, title) {
    const { state } = shelf.get(id);
    change(id, title, { state: STATES[STATES.indexOf(state) + 1] || "" });
  }

  /* The four buttons that the menu has as well as a paper's page. */
  function press(area, id) {
    const { starred, state } = shelf.get(id);
    for (const one of area.querySelectorAll("[data-act]")) {
      one.setAttribute("aria-pressed", one.dataset.act === "star" ? starred : one.dataset.act === state);
    }
  }

  /* ---- Marks in lists ------------------------------------------------------------------------ */

  const titleOf = (line) => line.querySelector('a[href*="papers/"]').textContent;
  const drawn = new Set(); // ids that have a mark

  function draw(line) {
    const one = shelf.get(line.shelfId);
    const text = words(one);
    if (!text && !line.dataset.shelf) return;
    line.dataset.shelf = [one.state, one.starred && "starred", one.note && "noted"].filter(Boolean).join(" ");
    line.querySelector(".shelf-mark").setAttribute("aria-label", "My shelf: " + titleOf(line) + (text && ": " + text));
    drawn.add(line.shelfId);
  }

  function drawAll() {
    for (const id of new Set([...drawn, ...shelf.all().map((one) => one.id)])) {
      for (const line of rows.get(id) || []) draw(line);
    }
    if (paper) drawPaper();
    if (menu && menu.open) press(menu, menuLine.shelfId);
    drawProgress();
  }

  let menu = null;
  let menuLine = null;

  function makeMenu() {
    menu = make("dialog", { class: "shelf-menu" });
    const act = (what, text) => button(text, () => {
      toggle(menuLine.shelfId, titleOf(menuLine), what);
      press(menu, menuLine.shelfId);
    }, { "data-act": what, "aria-pressed": "false" });
    menu.append(
      make("h2", { dir: "auto" }),
      act("star", "Star"),
      ...STATES.map((state) => act(state, NAMES[state].replace(/^./, (letter) => letter.toUpperCase()))),
      make("a", {}, "Note"),
      button("Done", () => menu.close()),
    );
    menu.addEventListener("click", (event) => event.target === menu && menu.close());
    menu.addEventListener("close", shelf.tell);
    document.body.append(menu);
  }

  function openMenu(line) {
    if (!menu) makeMenu();
    menuLine = line;
    const title = titleOf(line);
    const link = menu.querySelector("a");
    menu.setAttribute("aria-label", "My shelf: " + title);
    menu.firstChild.textContent = title;
    link.href = line.querySelector('a[href*="papers/"]').href + "#my-note";
    link.textContent = shelf.get(line.shelfId).note ? "Read your note" : "Write a note";
    press(menu, line.shelfId);
    menu.showModal();
    menu.querySelector("button").focus();
    if (matchMedia("(max-width: 43.99rem)").matches) {
      menu.style.inset = "";
      return; // at the foot of the screen, where a thumb is
    }
    const { left, bottom, top } = line.querySelector(".shelf-mark").getBoundingClientRect();
    const below = bottom + menu.offsetHeight < innerHeight ? bottom : Math.max(0, top - menu.offsetHeight);
    menu.style.inset = below + "px auto auto " + Math.max(0, Math.min(left, innerWidth - menu.offsetWidth)) + "px";
  }

  /* ---- A paper's page ------------------------------------------------------------------------ */

  const paper = document.querySelector(".shelf-paper");
  const note = document.querySelector(".shelf-note textarea");
  const paperTitle = () => document.querySelector("h1").textContent;
  let noteBefore = "";
  let writing = 0;

  function drawPaper() {
    const one = shelf.get(paper.dataset.paper);
    press(paper, one.id);
    if (note.value === noteBefore && note.value !== one.note) note.value = noteBefore = one.note;
  }

  const ask = (event) => event.preventDefault(); // before a note that is not kept is left

  /* What another tab has written in the meantime is not lost; a note that is too long stays in its
     field as it is. */
  function saveNote() {
    clearTimeout(writing);
    removeEventListener("beforeunload", ask);
    if (note.value === noteBefore) return;
    let text = "";
    let isJoined = false;
    const fault = shelf.set(paper.dataset.paper, paperTitle(), (now) => {
      isJoined = now.note !== noteBefore;
      text = isJoined ? shelf.bothNotes(note.value, now.note) : note.value;
      return { note: text };
    });
    if (fault) {
      addEventListener("beforeunload", ask);
      return say((isJoined ? "Another tab has changed this note too. " : "") + fault, 20_000);
    }
    noteBefore = text;
    if (note.value !== text) note.value = text;
    sayChanged(text ? "Note kept" : "Note removed");
  }

  if (paper) {
    note.addEventListener("blur", saveNote);
    addEventListener("pagehide", saveNote);
  }

  /* ---- Progress per theme -------------------------------------------------------------------- */

  async function drawProgress() {
    const places = [...document.querySelectorAll("[data-progress]")];
    const read = new Set(shelf.ids("read"));
    if (!places.length || !(read.size || document.querySelector(".shelf-progress[data-read]"))) return;
    const { ids, themes } = await shelf.known("themes");
    const below = new Map(themes);
    for (const place of places) {
      const all = below.get(place.dataset.progress) || [];
      const count = all.filter((at) => read.has(ids[at])).length;
      place.dataset.read = count;
      place.textContent = !count ? "" : "long" in place.dataset ? count + " of " + all.length + " read" : count + " read";
      place.style.setProperty("--read", all.length ? count / all.length : 0);
    }
  }

  /* ---- Keys ------------------------------------------------------------------------------------ */

  const KEYS = [
    ["/", "search"],
    ["j", "next paper of a list; on a paper’s page the next of its theme"],
    ["k", "previous paper"],
    ["s", "star the paper, or take its star away"],
    ["r", "to read, reading, read, and none of these"],
    ["?", "show these keys"],
    ["↓ ↑", "through search results"],
    ["Esc", "close a dialog"],
  ];

  function hasKeys() {
    try {
      return localStorage.getItem(SLASH) !== "off";
    } catch {
      return true;
    }
  }

  function keyList() {
    const box = make("input", { type: "checkbox" });
    box.checked = hasKeys();
    box.addEventListener("change", () => {
      try {
        if (box.checked) localStorage.removeItem(SLASH);
        else localStorage.setItem(SLASH, "off");
      } catch {
        say("This browser keeps nothing for this site, so the keys stay as they are.");
        box.checked = true;
      }
    });
    const lines = KEYS.map(([name, text]) => make("div", {}, make("dt", {}, make("kbd", {}, name)), make("dd", {}, text)));
    return [make("dl", {}, ...lines), make("p", {}, make("label", {}, box, " Use single letters, / and ? as keys"))];
  }

  let help = null;
  function openHelp() {
    if (help) help.remove();
    help = make("dialog", { class: "shelf-keys", "aria-labelledby": "keys-title" });
    help.append(make("h2", { id: "keys-title" }, "Keys"), ...keyList(), button("Close", () => help.close()));
    help.addEventListener("click", (event) => event.target === help && help.close());
    document.body.append(help);
    help.showModal();
  }

  const isField = (element) => element.isContentEditable || /^(?:input|textarea|select)$/i.test(element.tagName);

  function step(by) {
    if (paper) {
      const link = document.querySelector(by > 0 ? 'a[rel="next"]' : 'a[rel="prev"]');
      return link ? link.click() : say(by > 0 ? "This is the last paper of its theme." : "This is the first paper of its theme.");
    }
    const lines = [...document.querySelectorAll("[data-papers] > li:not([hidden])")];
    const at = lines.indexOf(document.activeElement.closest("[data-papers] > li"));
    const inSight = () => Math.max(0, lines.findIndex((line) => line.getBoundingClientRect().top >= 0));
    const line = lines[at < 0 ? inSight() : at + by];
    if (line) line.querySelector('a[href*="papers/"]').focus();
  }

  function onKey(name) {
    if (isField(document.activeElement) || document.querySelector("dialog[open]") || !hasKeys()) return;
    if (name === "?") return openHelp();
    if (name === "j" || name === "k") return step(name === "j" ? 1 : -1);
    const line = document.activeElement.closest("li");
    const [id, title] = paper ? [paper.dataset.paper, paperTitle()] : line && line.shelfId ? [line.shelfId, titleOf(line)] : [];
    if (id) name === "s" ? toggle(id, title, "star") : cycle(id, title);
    else if (document.querySelector("[data-papers]")) say("Go to a paper first: j is the next, k the one before.");
  }

  /* ---- Everything a reader does ---------------------------------------------------------------- */

  shelf.handle = function ({ type, target, key: name }) {
    if (type === "keydown") return onKey(name);
    const mark = target.closest(".shelf-mark");
    if (type === "click" && mark) return openMenu(mark.closest("li"));
    const act = paper && target.closest(".shelf-paper [data-act]");
    if (type === "click" && act) return toggle(paper.dataset.paper, paperTitle(), act.dataset.act);
    if (type === "input" && target === note) {
      clearTimeout(writing);
      writing = setTimeout(saveNote, 600);
    }
    if (type === "click" && target.closest("[data-keys]")) return openHelp();
    if (shelf.tools) shelf.tools(type, target);
  };

  /* Results of a search come and go. */
  const results = document.getElementById("search-results");
  if (results) {
    const takeAll = () => [...results.children].forEach(shelf.take);
    new MutationObserver(takeAll).observe(results, { childList: true });
    results.classList.add("shelf-results");
    takeAll();
  }

  Object.assign(shelf, { draw, make, button, say, keyList, words });
  document.addEventListener("readinglist-shelf", drawAll);
  html.classList.add("has-shelf");
  if (shelf.problem()) sayChanged("");
  drawAll();
})();
