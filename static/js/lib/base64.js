/* base64url (RFC 4648, section 5) without padding: encodes bytes for use in a URL. */

/**
 * Encodes bytes.
 * @param {Uint8Array} raw
 */
export function base64(raw) {
  let letters = "";
  for (const one of raw) letters += String.fromCharCode(one);
  return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
}

/**
 * Decodes a text. Throws an InvalidCharacterError if the text is not base64url.
 * @param {string} text
 */
export function fromBase64(text) {
  const letters = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
}
