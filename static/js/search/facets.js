/* Facets: the properties by which papers can be filtered, and the number of results for each value.

   A facet has values, for example the themes, and each value has papers. A set of papers is an
   array with a 1 or 0 for each paper of the list, so intersections and counts are simple loops. The
   values of one facet are combined with "or" (or with "and", where it needs all), different facets with "and". The
   count of a value is the number of results if it were the only value of its facet, with the
   filters of the other facets. */

import { FACETS } from "./filters.js";
import { ascending } from "./packed.js";
import { tokens } from "./tokens.js";

/** @typedef {import("./filters.js").Facet} Facet */
/** @typedef {import("./filters.js").FacetKind} FacetKind */
/** @typedef {import("./filters.js").Filters} Filters */
/** @typedef {import("./query.js").Query} Query */

/**
 * @typedef {object} Value
 * @property {string} key
 * @property {string} title
 * @property {Uint32Array} papers
 * @property {Uint32Array} below its papers and those of its subthemes
 */

/**
 * The papers that the filters of a query allow.
 * @typedef {object} Allowed
 * @property {Record<Facet, Uint8Array>} groups for each facet with a filter, 1 for each
 *   paper that satisfies it
 * @property {Uint8Array} not 1 for each paper that is excluded
 * @property {string[]} dropped filters without a match, which are ignored
 */

/**
 * The intersection of sets of papers, each an array of 0 and 1.
 * @param {Uint8Array} list
 * @param {Uint8Array[]} others
 */
export function intersect(list, others) {
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
 * Adds to each value the papers of the values below it: to a theme those of its subthemes.
 * @param {(Value & { above?: string })[]} values
 */
function includeBelow(values) {
  const byKey = new Map(values.map((value) => [value.key, value]));
  for (const value of values) {
    let above = byKey.get(value.above || "");
    while (above) {
      above.below = Uint32Array.from(new Set([...above.below, ...value.papers]));
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
        const papers = Uint32Array.from(ascending(packed));
        return { key, title, above, papers, below: papers };
      });
    /** @type {Record<Facet, Value[]>} */
    this.values = Object.fromEntries(FACETS.map(({ name }) => [name, values(name)]));
    for (const { name } of FACETS) includeBelow(this.values[name]);
    this.shelf = ""; // the current shelf as JSON
  }

  /**
   * Makes a facet of the reader's shelf. Only the page knows it, so each query passes it on.
   * @param {Record<string, string[]>} shelf state -> ids
   * @param {(ids: Set<string>) => Promise<Map<string, number>>} numbersOf
   */
  async setShelf(shelf, numbersOf) {
    const key = JSON.stringify(shelf);
    if (this.shelf === key) return;
    const states = Object.entries(shelf);
    const wanted = new Set(states.flatMap(([, ids]) => ids));
    const known = wanted.size ? await numbersOf(wanted) : new Map();
    this.values.shelf = states.map(([state, ids]) => {
      const found = ids.filter((id) => known.has(id)).map((id) => Number(known.get(id)));
      const papers = Uint32Array.from(found).sort();
      return { key: state, title: state, papers, below: papers };
    });
    this.shelf = key;
  }

  /**
   * The values that a filter names: by key, or by words of the title.
   * @param {FacetKind} facet
   * @param {string} wanted
   */
  valuesOf({ name, isExact }, wanted) {
    const values = this.values[name];
    const exact = values.filter((value) => value.key === wanted);
    if (exact.length || isExact) return exact;
    const words = tokens(String(wanted));
    /** @param {Value} value */
    const isMatch = ({ key, title }) => {
      const own = tokens(key + " " + title);
      return words.every((word) => own.some((one) => one.startsWith(word)));
    };
    return words.length ? values.filter(isMatch) : [];
  }

  /**
   * The papers that the filters of a query allow, and those chosen in addition to it.
   * @param {Query} query
   * @param {Partial<Filters>} chosen
   * @returns {Allowed}
   */
  allowed(query, chosen) {
    /** @type {Allowed} */
    const allowed = { groups: {}, not: new Uint8Array(this.count), dropped: [] };
    for (const facet of FACETS) {
      const { name } = facet;
      for (const wanted of query.not[name]) mark(allowed.not, this.valuesOf(facet, wanted));
      const asked = [...query.filters[name], ...(chosen[name] || [])];
      const found = asked.map((wanted) => this.valuesOf(facet, wanted));
      for (const [at, values] of found.entries()) {
        if (!values.length) allowed.dropped.push(name + ":" + asked[at]);
      }
      const known = found.filter((values) => values.length);
      if (known.length) allowed.groups[name] = this.group(facet, known);
    }
    return allowed;
  }

  /**
   * The papers with any of the values, or with all of them if the facet needs all.
   * @param {FacetKind} facet
   * @param {Value[][]} found
   */
  group({ needsAll }, found) {
    const lists = (needsAll ? found : [found.flat()]).map((values) => {
      const list = new Uint8Array(this.count);
      mark(list, values);
      return list;
    });
    return intersect(lists[0], lists.slice(1));
  }

  /**
   * The number of results for each value of each facet, with the filters of the other facets.
   * @param {Uint8Array} isFound
   * @param {Allowed["groups"]} groups
   */
  counts(isFound, groups) {
    const names = FACETS.map(({ name }) => name).filter((name) => groups[name]);
    /** @param {Facet[]} chosen */
    const lists = (chosen) => chosen.map((name) => groups[name]);
    const everywhere = intersect(isFound, lists(names));
    /** @type {Record<string, Record<string, number>>} */
    const facets = {};
    for (const { name, needsAll } of FACETS) {
      const others = names.filter((other) => other !== name || needsAll);
      const isCounted =
        others.length === names.length ? everywhere : intersect(isFound, lists(others));
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
