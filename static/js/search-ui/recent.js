/* Recent queries, stored in the browser. */

import { keep, recall } from "../lib/storage.js";

const NAME = "recent";
const MOST = 8;
const LONGEST = 200; // characters

export const recent = () => recall(NAME).split("\n").filter(Boolean);

/** @param {string} text */
export function keepRecent(text) {
  const query = text.replace(/\s+/g, " ").trim().slice(0, LONGEST);
  const others = recent().filter((one) => one !== query);
  if (query) keep(NAME, [query, ...others].slice(0, MOST).join("\n"));
}

export const forgetRecent = () => keep(NAME, "");
