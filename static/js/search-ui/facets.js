/* The check boxes that filter the results on the search page. The names of themes and listings are
   read from the page, where they are links for readers without JavaScript. */

import { make } from "../lib/dom.js";
import { FACETS } from "../search/filters.js";

/** @typedef {import("../search/filters.js").Facet} Facet */
/** @typedef {Record<string, Record<string, number>>} Counts */
/** @typedef {{ label: HTMLLabelElement, box: HTMLInputElement, size: HTMLElement }} Row */

const SHOWN = 16; // values shown for each facet

export class Facets {
  /**
   * @param {HTMLDetailsElement} element
   * @param {Element} browse the part of the page with the links
   * @param {() => import("../search/filters.js").Filters} chosen
   * @param {() => void} changed called when a reader chooses
   */
  constructor(element, browse, chosen, changed) {
    this.element = element;
    this.chosen = chosen;
    /** @type {Counts | null} */
    this.counts = null;
    /** @type {Map<Facet, { group: HTMLElement, rows: Map<string, Row> }>} */
    this.groups = new Map();
    for (const { name, title, labels } of FACETS) {
      const group = make("fieldset", {}, make("legend", {}, title));
      this.groups.set(name, { group, rows: new Map() });
      /** @type {NodeListOf<HTMLElement>} */
      const links = browse.querySelectorAll("[data-" + name + "]");
      for (const one of links) this.add(name, one.dataset[name] || "", one.textContent || "");
      for (const [id, text] of Object.entries(labels || {})) this.add(name, id, text);
      element.append(group);
    }
    element.addEventListener("change", changed);
    element.addEventListener("toggle", () => element.open && this.counts && this.draw(this.counts));
  }

  /** @type {(name: Facet, id: string, text: string) => void} */
  add(name, id, text) {
    const of = this.groups.get(name);
    if (!of) return;
    const size = make("span", { class: "size" });
    const box = make("input", { type: "checkbox", name, value: id });
    const label = make("label", { dir: "auto" }, box, " ", text, " ", size);
    of.rows.set(id, { label, box, size });
    of.group.append(label);
  }

  hide() {
    this.element.hidden = true;
  }

  /**
   * Shows the values that are selected or have results, those with most results first. Nothing is
   * drawn while the list is closed.
   * @param {Counts} counts
   */
  draw(counts) {
    this.counts = counts;
    this.element.hidden = false;
    if (!this.element.open) return;
    for (const name of this.groups.keys()) this.drawGroup(name, counts[name] || {});
    this.element.hidden = [...this.groups.values()].every(({ group }) => group.hidden);
  }

  /**
   * @param {Facet} name
   * @param {Record<string, number>} here
   */
  drawGroup(name, here) {
    const of = this.groups.get(name);
    if (!of) return;
    const { group, rows } = of;
    const chosen = this.chosen()[name];
    for (const id of [...Object.keys(here), ...chosen]) if (!rows.has(id)) this.add(name, id, id);
    let left = 0;
    const order = [...rows].sort(([a], [b]) => (here[b] || 0) - (here[a] || 0));
    for (const [id, { label, box, size }] of order) {
      const count = here[id] || 0;
      size.textContent = count.toLocaleString("en");
      box.checked = chosen.includes(id);
      label.hidden = !box.checked && (!count || left >= SHOWN);
      if (!label.hidden) left += 1;
    }
    const labels = order.map(([, { label }]) => label);
    const isMoved = labels.some((label, at) => group.children[at + 1] !== label);
    if (isMoved && !group.contains(document.activeElement)) group.append(...labels);
    group.hidden = !left;
  }

  /**
   * The selected values of a facet.
   * @param {Facet} name
   */
  checked(name) {
    const { rows } = this.groups.get(name) || { rows: new Map() };
    /** @type {Row[]} */
    const all = [...rows.values()];
    return all.filter(({ box }) => box.checked).map(({ box }) => box.value);
  }
}
