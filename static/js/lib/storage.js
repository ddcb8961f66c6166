/* What this browser keeps for this site: short texts by name, in localStorage.

   Storage may be refused (by a setting, or on a page opened from a disk), or be full. Nothing then
   fails: a value that could not be stored lasts until the page is left. */

/** @type {Map<string, string>} */
const unstored = new Map();
const PREFIX = "readinglist.";

/**
 * @param {string} name
 * @returns {string} "" when there is nothing
 */
export function recall(name) {
  const value = unstored.get(name);
  if (value !== undefined) return value;
  try {
    return localStorage.getItem(PREFIX + name) || "";
  } catch {
    return "";
  }
}

/**
 * @param {string} name
 * @param {string} value "" removes it
 * @returns {boolean} whether it lasts longer than this page
 */
export function keep(name, value) {
  try {
    if (value) localStorage.setItem(PREFIX + name, value);
    else localStorage.removeItem(PREFIX + name);
    unstored.delete(name);
    return true;
  } catch {
    unstored.set(name, value);
    return false;
  }
}
