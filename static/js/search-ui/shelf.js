/* What is on the reader's own shelf (shelf.js), by state; nothing of it leaves the browser. */

import { readinglist } from "../lib/shared.js";

/** States of a paper and their names. @type {[string, string][]} */
export const STATES = [
  ["starred", "Starred"],
  ["to-read", "To read"],
  ["reading", "Reading"],
  ["read", "Read"],
  ["note", "With a note of mine"],
];

/** @returns {Record<string, string[]>} state -> ids */
export function onShelf() {
  const { shelf } = readinglist;
  return Object.fromEntries(STATES.map(([state]) => [state, shelf ? shelf.ids(state) : []]));
}
