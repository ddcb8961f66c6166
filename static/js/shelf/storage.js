/* Texts in the browser's storage. Access may be denied and storage may be full, so a text that was
   written is read back to check it. */

/** @typedef {() => Storage} Store a function, because access to the storage may throw */

/** @type {Store} */
export const browser = () => localStorage;

/** Used if localStorage has no space. @type {Store} */
export const tab = () => sessionStorage;

/**
 * @param {Store} store
 * @param {string} name
 * @returns {string | null} "" if there is no text, null if access is denied
 */
export function read(store, name) {
  try {
    return store().getItem(name) || "";
  } catch {
    return null;
  }
}

/**
 * @param {Store} store
 * @param {string} name
 * @param {string} text "" removes it
 * @returns {boolean} whether the text, or its absence, is stored now
 */
export function put(store, name, text) {
  try {
    if (text) store().setItem(name, text);
    else store().removeItem(name);
  } catch {
    /* Denied or full: the comparison below shows it. */
  }
  return read(store, name) === text;
}

/**
 * The same, but if the text is not stored, the former text is restored.
 * @param {Store} store
 * @param {string} name
 * @param {string} text
 */
export function write(store, name, text) {
  const before = read(store, name);
  if (before === null) return false;
  if (put(store, name, text)) return true;
  if (read(store, name) !== before) put(store, name, before);
  return false;
}
