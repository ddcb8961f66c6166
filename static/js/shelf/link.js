/* Encodes a shelf in a link, to share it: stars and states, never notes.

   The fragment of the URL is the digit 1 followed by lines of text, compressed with deflate and
   encoded as base64url; or 0 followed by the uncompressed lines in base64url, if the browser cannot
   compress. A line is a digit and a paper id. The digit is 4 for a star, plus 1, 2 or 3 for the
   state to read, reading or read: "5attention-as-an-rnn" is starred and to be read. */

import { base64, fromBase64 } from "../lib/base64.js";
import { papers as papersOf } from "../lib/words.js";
import { isId, many, MOST, Refusal, STATES } from "./records.js";
import { collect } from "./text.js";

/** @typedef {import("./records.js").Paper} Paper */

/**
 * Whether a link can contain a paper.
 * @param {Paper} one
 */
export const canShare = (one) => Boolean(one.starred || one.state) && isId(one.id);

/**
 * Encodes papers. Throws a Refusal if the link would be too long.
 * @param {Paper[]} all
 */
export async function asLink(all) {
  const lines = all
    .filter(canShare)
    .map((one) => 4 * Number(one.starred) + STATES.indexOf(one.state) + 1 + one.id);
  const raw = new TextEncoder().encode(lines.join("\n"));
  const text = globalThis.CompressionStream
    ? "1" + base64(await through(new CompressionStream("deflate-raw"), raw))
    : "0" + base64(raw);
  if (raw.length > MOST.raw || text.length > MOST.link) {
    throw new Refusal("a link cannot contain " + papersOf(lines.length));
  }
  return text;
}

/**
 * Decodes a link: its papers, and why lines were left out. Throws if the text is not such a link.
 * @param {string} text
 */
export async function fromLink(text) {
  if (text.length > MOST.link) throw new Refusal("it is too long");
  if (text[0] !== "0" && text[0] !== "1") {
    throw new Refusal("it was cut off, or made by another version of the site");
  }
  let raw = fromBase64(text.slice(1));
  if (text[0] === "1") raw = await through(new DecompressionStream("deflate-raw"), raw);
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const lines = decoder.decode(raw).split("\n");
  if (lines.length > MOST.papers) {
    const most = `and a shelf holds at most ${many(MOST.papers)}`;
    throw new Refusal(`it has ${papersOf(lines.length)}, ${most}`);
  }
  if (!lines.every((line) => /^[1-7]./su.test(line))) throw new Refusal("it is damaged");
  const values = lines.map((line) => {
    const digit = Number(line[0]);
    return { id: line.slice(1), state: STATES[(digit % 4) - 1] || "", starred: digit >= 4 };
  });
  const { papers, errors } = collect(values, MOST);
  return { papers, errors: errors.map(([error]) => error) };
}

/**
 * Passes bytes through a stream. Throws a Refusal if the result is longer than a shelf can be,
 * because a few compressed bytes can expand to gigabytes.
 * @param {CompressionStream | DecompressionStream} stream
 * @param {Uint8Array<ArrayBuffer>} raw
 */
async function through(stream, raw) {
  const writer = stream.writable.getWriter();
  writer.write(raw).catch(() => {});
  writer.close().catch(() => {});
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const parts = [];
  let size = 0;
  const reader = stream.readable.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.length;
    if (size > MOST.raw) {
      reader.cancel().catch(() => {});
      throw new Refusal("it is too long");
    }
    parts.push(part.value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
