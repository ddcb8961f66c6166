/* Bytes as letters that can stand in an address: base64url (RFC 4648) without padding. */

/** @param {Uint8Array} raw */
export function base64(raw) {
  let letters = "";
  for (const one of raw) letters += String.fromCharCode(one);
  return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
}

/**
 * Throws where a text is none.
 * @param {string} text
 */
export function fromBase64(text) {
  const letters = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
}
