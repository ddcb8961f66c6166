/* Texts in a browser's storage, which may be refused or full: what was written is read back. */

/** @typedef {() => Storage} Store may throw */

/** @type {Store} */
export const browser = () => localStorage;

/** For what the browser's has no room for. @type {Store} */
export const tab = () => sessionStorage;

/**
 * @param {Store} store
 * @param {string} name
 * @returns {string | null} null where storage is refused
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
    /* Refused or full: what is read tells. */
  }
  return read(store, name) === text;
}

/**
 * The same; where it is not stored, what was there before still is.
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
