/* Facets: what papers can be filtered by, and how many papers each choice would leave. A facet has
   values (for "theme" the themes), and a value has papers. */

import { FACETS } from "./filters.js";
import { places } from "./packed.js";
import { tokens } from "./tokens.js";

/** @typedef {import("./filters.js").Facet} Facet */
/** @typedef {import("./filters.js").Filters} Filters */
/** @typedef {import("./query.js").Query} Query */

/**
 * @typedef {object} Value
 * @property {string} key
 * @property {string} title
 * @property {Uint32Array} papers
 * @property {Uint32Array} below its papers, and those of the themes below it
 */

/**
 * The papers a query may have, before its words are looked at.
 * @typedef {object} Passing
 * @property {Partial<Record<Facet, Uint8Array>>} groups for each facet that is filtered by, a 1 for
 *   each paper that passes
 * @property {Uint8Array} not a 1 for each paper that is left out
 * @property {string[]} dropped filters that nothing satisfies, and that are ignored
 */

/**
 * The papers that are in all of these lists of 0 and 1.
 * @param {Uint8Array} list
 * @param {Uint8Array[]} others
 */
export function both(list, others) {
  const left = list.slice();
  for (const other of others) for (let at = 0; at < left.length; at++) left[at] &= other[at];
  return left;
}

/**
 * @param {Uint8Array} list
 * @param {Value[]} values
 */
function mark(list, values) {
  for (const value of values) for (const paper of value.below) list[paper] = 1;
}

/**
 * A theme stands for the themes below it too.
 * @param {(Value & { above?: string })[]} themes
 */
function gather(themes) {
  const byKey = new Map(themes.map((theme) => [theme.key, theme]));
  for (const theme of themes) {
    let above = byKey.get(theme.above || "");
    while (above) {
      above.below = Uint32Array.from(new Set([...above.below, ...theme.papers]));
      above = byKey.get(above.above || "");
    }
  }
}

export class Facets {
  /** @param {import("./index.js").Start} start */
  constructor(start) {
    this.count = start.count;
    /** @param {Facet} name */
    const values = (name) =>
      (start.facets[name] || []).map(([key, title, packed, above]) => {
        const papers = Uint32Array.from(places(packed));
        return { key, title, above, papers, below: papers };
      });
    const theme = values("theme");
    gather(theme);
    /** @type {Record<Facet, Value[]>} */
    this.values = {
      theme,
      listing: values("listing"),
      has: values("has"),
      year: values("year"),
      shelf: [],
    };
    this.shelf = ""; // what was taken, as JSON
  }

  /**
   * Makes a facet of the reader's own shelf, which only the page knows.
   * @param {Record<string, string[]>} shelf state -> ids
   * @param {(ids: Set<string>) => Promise<Map<string, number>>} placesOf
   */
  async takeShelf(shelf, placesOf) {
    const key = JSON.stringify(shelf);
    if (this.shelf === key) return;
    const states = Object.entries(shelf);
    const wanted = new Set(states.flatMap(([, ids]) => ids));
    const known = wanted.size ? await placesOf(wanted) : new Map();
    this.values.shelf = states.map(([state, ids]) => {
      const found = ids.filter((id) => known.has(id)).map((id) => Number(known.get(id)));
      const papers = Uint32Array.from(found).sort();
      return { key: state, title: state, papers, below: papers };
    });
    this.shelf = key;
  }

  /**
   * The values that a filter means: a key, or words of its title.
   * @param {Facet} name
   * @param {string} wanted
   */
  valuesOf(name, wanted) {
    const values = this.values[name];
    const exact = values.filter((value) => value.key === wanted);
    if (exact.length || name === "has" || name === "shelf") return exact;
    const words = tokens(String(wanted));
    /** @param {Value} value */
    const isMeant = ({ key, title }) => {
      const own = tokens(key + " " + title);
      return words.every((word) => own.some((one) => one.startsWith(word)));
    };
    return words.length ? values.filter(isMeant) : [];
  }

  /**
   * Which papers pass the filters of a query, and those that were chosen beside it.
   * @param {Query} query
   * @param {Partial<Filters>} chosen
   * @returns {Passing}
   */
  passing(query, chosen) {
    /** @type {Passing} */
    const passing = { groups: {}, not: new Uint8Array(this.count), dropped: [] };
    for (const name of FACETS) {
      for (const wanted of query.not[name]) mark(passing.not, this.valuesOf(name, wanted));
      const asked = [...query.filters[name], ...(chosen[name] || [])];
      const found = asked.map((wanted) => this.valuesOf(name, wanted));
      for (const [at, values] of found.entries()) {
        if (!values.length) passing.dropped.push(name + ":" + asked[at]);
      }
      const known = found.filter((values) => values.length);
      if (known.length) passing.groups[name] = this.group(name, known);
    }
    return passing;
  }

  /**
   * The papers with one of several values; of "has" with all: code and a note.
   * @param {Facet} name
   * @param {Value[][]} found
   */
  group(name, found) {
    const lists = (name === "has" ? found : [found.flat()]).map((values) => {
      const list = new Uint8Array(this.count);
      mark(list, values);
      return list;
    });
    return both(lists[0], lists.slice(1));
  }

  /**
   * How many papers each value of a facet would leave, the other facets' filters kept.
   * @param {Uint8Array} isFound
   * @param {Passing["groups"]} groups
   */
  counts(isFound, groups) {
    const names = FACETS.filter((name) => groups[name]);
    /** @param {Facet[]} chosen */
    const lists = (chosen) => chosen.map((name) => /** @type {Uint8Array} */ (groups[name]));
    const everywhere = both(isFound, lists(names));
    /** @type {Record<string, Record<string, number>>} */
    const facets = {};
    for (const name of FACETS) {
      const others = names.filter((other) => other !== name || name === "has");
      const isCounted = others.length === names.length ? everywhere : both(isFound, lists(others));
      facets[name] = {};
      for (const { key, below } of this.values[name]) {
        let count = 0;
        for (let at = 0; at < below.length; at++) count += isCounted[below[at]];
        facets[name][key] = count;
      }
    }
    return facets;
  }
}
