/* The papers on the reader's shelf (shelf.js), by state. They do not leave the browser. */

import { readinglist } from "../lib/shared.js";
import { FACETS } from "../search/filters.js";

const STATES = FACETS.flatMap(({ name, labels }) =>
  name === "shelf" ? Object.keys(labels || {}) : [],
);

/** @returns {Record<string, string[]>} state -> ids */
export function onShelf() {
  const { shelf } = readinglist;
  return Object.fromEntries(STATES.map((state) => [state, shelf ? shelf.ids(state) : []]));
}
