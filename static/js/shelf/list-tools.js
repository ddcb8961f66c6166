/* The form above a list, which sorts and filters it. The order and the filter are in the URL, so
   that they can be shared and bookmarked. How much of each paper is shown is stored in the browser. */

import { find } from "../lib/dom.js";
import { keep } from "../lib/storage.js";
import { fillWhenNear, stopFilling } from "./abstracts.js";
import { inBatches } from "./batches.js";
import { shelf } from "./api.js";

/** @typedef {import("./actions.js").Line} Line */

const PART = 50; // papers in each part of a long list

/**
 * A text in lower case without diacritics, for comparison.
 * @param {string} text
 */
const plain = (text) =>
  // Marks are removed first, because normalize() sorts a run of marks in quadratic time.
  text.replace(/\p{M}/gu, "").normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** @param {Line} line */
function idOf(line) {
  if (!line.shelfId) shelf.addButton(line);
  return line.shelfId || "";
}

/**
 * @param {HTMLFormElement} form
 * @returns {(type: string, target: Element) => void} handles the events of the form
 */
export function listTools(form) {
  const html = document.documentElement;
  /** @type {NodeListOf<HTMLElement>} */
  const found = document.querySelectorAll("[data-papers]");
  const lists = [...found];
  const path = lists.find((one) => one.matches(".path"));
  const list = lists.filter((one) => one.matches(".papers")); // the parts of the list
  const { order, density, only, words } =
    /** @type {Record<"order" | "density" | "only" | "words", HTMLSelectElement>} */ (
      /** @type {unknown} */ (form.elements)
    );
  const status = find('[role="status"]', form);
  const lines = lists.flatMap((one) => /** @type {Line[]} */ ([...one.children]));
  const onPath = path ? path.children.length : 0;
  const orderText = document.querySelector("[data-order]");
  const usually = orderText ? orderText.textContent : "";
  let sorted = "arrival";

  /* ---- Order ------------------------------------------------------------------------------- */

  /* In the order of arrival, the papers of the reading path come first, in their own list. In other
     orders they are among the other papers. */
  function sort() {
    const how = order.value;
    if (how === sorted) return;
    sorted = how;
    let next = 0;
    const start = how === "arrival" ? onPath : 0;
    /** @param {Line} line */
    const put = (line) => {
      const at = Math.floor((next++ - start) / PART);
      const place = at < 0 ? path : list[Math.min(at, list.length - 1)];
      if (place) place.append(line);
    };
    /* Remove all items and add them again. This is faster than moving items in a long list. */
    const empty = (/** @type {Element} */ one) => (one.textContent = "");
    inBatches("order", lists, empty, () => inBatches("order", inOrder(how), put, show));
    /** @type {NodeListOf<HTMLElement>} */
    const counts = document.querySelectorAll("[data-all]");
    for (const one of counts) {
      one.dataset.more ??= one.textContent || ""; // the number without the reading path
      one.textContent = (how === "arrival" ? one.dataset.more : one.dataset.all) || "";
    }
    const names = { arrival: usually, newest: "newest listing first", title: "by title" };
    if (orderText) orderText.textContent = names[/** @type {keyof typeof names} */ (how)];
  }

  /** @param {string} how */
  function inOrder(how) {
    if (how === "arrival") return lines;
    /** @type {[Line, string | number][]} */
    const keyed = lines.map((line) => [
      line,
      how === "title" ? idOf(line) : -Number(line.dataset.arrival),
    ]);
    keyed.sort(([, a], [, b]) => (a < b ? -1 : a > b ? 1 : 0));
    return keyed.map(([line]) => line);
  }

  /* ---- Which papers ------------------------------------------------------------------------ */

  /** @type {Map<Line, string>} */
  const texts = new Map();

  /**
   * The text of a list item without the whole abstract, for the filter.
   * @param {Line} line
   */
  function textOf(line) {
    const known = texts.get(line);
    if (known !== undefined) return known;
    const seen = [...line.children].filter((one) => !one.matches(".abstract"));
    const text = plain(seen.map((one) => one.textContent).join(" "));
    texts.set(line, text);
    return text;
  }

  /**
   * @param {Line} line
   * @param {string[]} asked
   */
  function isWanted(line, asked) {
    const one = shelf.get(idOf(line));
    /** @type {Record<string, boolean>} */
    const is = {
      "": true,
      unread: one.state !== "read",
      starred: one.starred,
      note: Boolean(one.note),
    };
    const isState = is[only.value] ?? one.state === only.value;
    return isState && asked.every((word) => textOf(line).includes(word));
  }

  function show() {
    const asked = words ? plain(words.value).split(/\s+/).filter(Boolean) : [];
    let count = 0;
    /** @param {Line} line */
    const act = (line) => {
      const wanted = isWanted(line, asked);
      if (line.hidden === wanted) line.hidden = !wanted;
      if (wanted) count++;
    };
    inBatches("show", lines, act, () => {
      for (const one of lists) hideEmpty(one);
      const isAll = !asked.length && !only.value;
      const shown = count ? count.toLocaleString("en") : "None";
      status.textContent = isAll ? "" : shown + " of " + lines.length.toLocaleString("en");
    });
  }

  /**
   * Hides a section, or a part of a list, if it has no visible papers.
   * @param {HTMLElement} one
   */
  function hideEmpty(one) {
    const section = /** @type {HTMLElement} */ (one.closest("section"));
    const left = [.../** @type {Line[]} */ ([...one.children])].filter((line) => !line.hidden);
    if (!section.contains(form)) section.hidden = !left.length;
    else if (list.length > 1) {
      one.hidden = !left.length;
      one.style.setProperty("--lines", String(left.length));
    }
  }

  /* ---- How much of each -------------------------------------------------------------------- */

  function dense() {
    const isBare = !list.length; // lists of titles: the first lines of abstracts must be fetched
    const isAsked = density.value === "full" || (isBare && density.value === "lines");
    if (isAsked) fillWhenNear(lines);
    else stopFilling();
  }

  function keepDensity() {
    html.dataset.density = density.value;
    keep("density." + html.dataset.kind, density.value);
  }

  /* ---- The form ---------------------------------------------------------------------------- */

  function keepAddress() {
    const url = new URL(location.href);
    /** @type {[string, HTMLSelectElement | undefined, string][]} */
    const fields = [
      ["order", order, "arrival"],
      ["only", only, ""],
    ];
    for (const [name, field, usual] of fields) {
      if (field && field.value !== usual) url.searchParams.set(name, field.value);
      else url.searchParams.delete(name);
    }
    try {
      if (url.href !== location.href) history.replaceState(null, "", url.href);
    } catch {
      /* Some browsers refuse this on a page opened from a disk. */
    }
  }

  /**
   * @param {HTMLSelectElement | undefined} field
   * @param {string | null | undefined} value
   */
  function choose(field, value) {
    if (field && value && [...field.options].some((one) => one.value === value)) {
      field.value = value;
    }
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("readinglist-shelf", () => only.value && show());
  const asked = new URLSearchParams(location.search);
  choose(order, asked.get("order"));
  choose(only, asked.get("only"));
  choose(density, html.dataset.density);
  if (html.dataset.density) dense();
  if (order) sort();
  if (only.value) show();

  return (type, target) => {
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
}
