/* Settings in localStorage: short texts by name.

   The browser may deny access to storage (by a setting, or on a page opened from disk), or the
   storage may be full. Then the value is kept in memory until the page is closed. */

/** @type {Map<string, string>} */
const unstored = new Map();
const PREFIX = "readinglist.";

/**
 * Reads a value.
 * @param {string} name
 * @returns {string} "" if there is no value
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
 * Stores a value.
 * @param {string} name
 * @param {string} value "" removes it
 * @returns {boolean} whether it was stored, so that it lasts longer than this page
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
