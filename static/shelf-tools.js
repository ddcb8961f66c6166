/* How a list is looked at: its order, how much of each paper it shows, and which it shows. */
(function () {
  "use strict";

  const { shelf } = readinglist;
  const form = document.querySelector(".shelf-tools");
  if (!form) return;

  const html = document.documentElement;
  const lists = [...document.querySelectorAll("[data-papers]")];
  const path = document.querySelector(".path[data-papers]");
  const list = [...document.querySelectorAll(".papers[data-papers]")]; // in parts, if it is long
  const PART = 50;
  const { order, density, only, words } = form.elements;
  const status = form.querySelector('[role="status"]');
  const lines = lists.flatMap((one) => [...one.children]);
  const onPath = path ? path.children.length : 0;
  const said = document.querySelector("[data-order]"); // in words beside the list
  const usually = said && said.textContent;
  let sorted = "curated";
  const idOf = (line) => line.shelfId || shelf.take(line) || line.shelfId;

  /* A long list is gone through in steps that nobody notices; a newer errand ends an older one. */
  const errands = {};
  function each(name, all, act, done) {
    const errand = (errands[name] = {});
    let next = 0;
    function go() {
      if (errands[name] !== errand) return;
      const until = performance.now() + 5;
      while (next < all.length && performance.now() < until) act(all[next++]);
      if (next < all.length) setTimeout(go);
      else if (done) done();
    }
    go();
  }

  /* ---- Order --------------------------------------------------------------------------------- */

  /* The reading path is how the curated order begins; in another order its papers are among all. */
  function sort() {
    const how = order.value;
    if (how === sorted) return;
    sorted = how;
    const keys = new Map(lines.map((line) => [line, how === "title" ? idOf(line) : -line.dataset.arrival]));
    const all = how === "curated" ? lines : [...lines].sort((a, b) => (keys.get(a) < keys.get(b) ? -1 : keys.get(a) > keys.get(b) ? 1 : 0));
    let next = 0;
    const start = how === "curated" ? onPath : 0;
    const put = (line) => {
      const at = Math.floor((next++ - start) / PART);
      (at < 0 ? path : list[Math.min(at, list.length - 1)]).append(line);
    };
    // All go and come anew: to move a line among many is slow, and so are spaces left between.
    each("order", lists, (one) => (one.textContent = ""), () => each("order", all, put, show));
    for (const one of document.querySelectorAll("[data-all]")) {
      one.dataset.more ??= one.textContent; // beside the reading path
      one.textContent = how === "curated" ? one.dataset.more : one.dataset.all;
    }
    said.textContent = { curated: usually, newest: "newest listing first", title: "by title" }[how];
  }

  /* ---- Which papers ----------------------------------------------------------------------------- */

  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const texts = new Map();

  /* What is seen when the first lines are. */
  function textOf(line) {
    if (!texts.has(line)) {
      const seen = [...line.children].filter((one) => !one.matches(".abstract"));
      texts.set(line, plain(seen.map((one) => one.textContent).join(" ")));
    }
    return texts.get(line);
  }

  function isWanted(line, asked) {
    const one = shelf.get(idOf(line));
    const is = { "": true, unread: one.state !== "read", starred: one.starred, note: Boolean(one.note) };
    return (is[only.value] ?? one.state === only.value) && asked.every((word) => textOf(line).includes(word));
  }

  function show() {
    const asked = words ? plain(words.value).split(/\s+/).filter(Boolean) : [];
    let count = 0;
    const act = (line) => {
      const wanted = isWanted(line, asked);
      if (line.hidden === wanted) line.hidden = !wanted;
      count += wanted;
    };
    each("show", lines, act, () => {
      for (const one of lists) {
        const section = one.closest("section");
        const left = [...one.children].filter((line) => !line.hidden).length;
        if (!section.contains(form)) section.hidden = !left;
        else if (list.length > 1) {
          one.hidden = !left;
          one.style.setProperty("--lines", left);
        }
      }
      const isAll = !asked.length && !only.value;
      status.textContent = isAll ? "" : (count || "None").toLocaleString("en") + " of " + lines.length.toLocaleString("en");
    });
  }

  /* ---- Density ---------------------------------------------------------------------------------- */

  const isBare = !list.length; // such lists have titles alone, and the first lines are fetched too
  let watcher = null;

  async function fill(line) {
    if (line.querySelector(".abstract.full")) return; // the page has it
    const { abstracts } = await shelf.known("list");
    const name = "abstracts-" + line.dataset.pack;
    shelf.files[name] = abstracts.join(name);
    const [ids, all] = await shelf.known(name);
    const text = all[ids.indexOf(idOf(line))];
    if (!text || "filled" in line.dataset) return;
    line.dataset.filled = "";
    for (const part of text.split(/\n\s*\n/)) line.append(shelf.make("p", { class: "shelf-abstract", dir: "auto" }, part));
  }

  const near = []; // lines that wait for their abstract
  let isFilling = false;

  /* A few at a time: it is a lot of text to lay out. */
  async function fillNear() {
    isFilling = true;
    while (near.length) {
      try {
        await Promise.all(near.splice(0, 4).map(fill));
      } catch {
        shelf.say("The abstracts could not be loaded.");
      }
      await new Promise((done) => setTimeout(done));
    }
    isFilling = false;
    html.classList.add("filled");
  }

  function dense() {
    const isAsked = density.value === "full" || (isBare && density.value === "lines");
    if (watcher) watcher.disconnect();
    watcher = null;
    if (!isAsked) return;
    const watching = new IntersectionObserver(
      (seen) => {
        for (const { isIntersecting, target } of seen) {
          if (!isIntersecting) continue;
          watching.unobserve(target);
          near.push(target);
        }
        if (!isFilling) fillNear();
      },
      { rootMargin: "50% 0px 100% 0px" },
    );
    watcher = watching;
    each("density", lines, (line) => watching === watcher && watching.observe(line));
  }

  function keepDensity() {
    html.dataset.density = density.value;
    try {
      localStorage.setItem("readinglist.density." + html.dataset.kind, density.value);
    } catch {
      /* Refused: it holds for this page. */
    }
  }

  /* ---- The controls --------------------------------------------------------------------------------- */

  /* The address says the order and the choice, so that it can be sent and gone back to. */
  function keepAddress() {
    const url = new URL(location.href);
    for (const [name, field, usual] of [["order", order, "curated"], ["only", only, ""]]) {
      if (field && field.value !== usual) url.searchParams.set(name, field.value);
      else url.searchParams.delete(name);
    }
    try {
      if (url.href !== location.href) history.replaceState(null, "", url.href);
    } catch {
      /* Some browsers refuse this on a page opened from a disk. */
    }
  }

  function choose(field, value) {
    if (field && [...field.options].some((one) => one.value === value)) field.value = value;
  }

  shelf.tools = function (type, target) {
    if (type !== "input") return;
    if (target === density) {
      keepDensity();
      dense();
    } else if (target === words) show();
    else {
      keepAddress();
      if (target === order) sort();
      else show();
    }
  };

  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("readinglist-shelf", () => only.value && show());
  const asked = new URLSearchParams(location.search);
  choose(order, asked.get("order"));
  choose(only, asked.get("only"));
  choose(density, html.dataset.density);
  if (html.dataset.density) dense();
  if (order) sort();
  if (only.value) show();
})();
