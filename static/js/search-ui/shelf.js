/* The papers on the reader's shelf (shelf.js), by state. They do not leave the browser. */

import { readinglist } from "../lib/shared.js";

/** States of a paper and their names. @type {[string, string][]} */
export const STATES = [
  ["starred", "Starred"],
  ["to-read", "To read"],
  ["reading", "Reading"],
  ["read", "Read"],
  ["note", "With my note"],
];

/** @returns {Record<string, string[]>} state -> ids */
export function onShelf() {
  const { shelf } = readinglist;
  return Object.fromEntries(STATES.map(([state]) => [state, shelf ? shelf.ids(state) : []]));
}
