/* The ways out of the shelf: a file, a link, and clearing it. */

import { find, make } from "../lib/dom.js";
import { root } from "../lib/site.js";
import { papers } from "../lib/words.js";
import { shelf } from "./loaded.js";
import { by, change, done, say } from "./page.js";

/** @type {(text: string, name: string) => void} */
export function save(text, name) {
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

export function saveAll() {
  const all = shelf.all();
  /** @type {HTMLMetaElement} */
  const site = find('meta[property="og:site_name"]');
  const list = { title: site.content, address: new URL(root, location.href).href };
  const day = new Date().toISOString().slice(0, 10);
  const text = shelf.asText(new Map(all.map((one) => [one.id, one])), { list });
  save(text, `my-shelf-${day}.json`);
  say("Saved: " + papers(all.length) + ".");
}

/** @returns {HTMLInputElement} */
const field = () => find("input", by("link"));

export async function makeLink() {
  const all = shelf.all().filter(shelf.canShare);
  by("link").hidden = true;
  if (!all.length) {
    say("There is nothing to share yet: star a paper, or say that you read it.", "linked");
    return;
  }
  const url = new URL(location.href);
  url.search = "";
  try {
    url.hash = "s=" + (await shelf.asLink(all));
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    say("No link was made: " + message + ". Save them as a file instead.", "linked");
    return;
  }
  field().value = url.href;
  by("link").hidden = false;
  say("A link with " + papers(all.length) + ".", "linked");
  field().select();
}

export async function copyLink() {
  field().select();
  try {
    await navigator.clipboard.writeText(field().value);
    say("Copied.", "linked");
  } catch {
    const instead = "the link is selected for you to copy";
    say(`This browser does not let a page copy; ${instead}.`, "linked");
  }
}

/** @returns {HTMLDialogElement} */
const dialog = () => find("#shelf-clear");

export function clear() {
  const { length } = shelf.all();
  const warning =
    "with their stars, states and notes leave this browser for good. Save them as a file first if you may want them back.";
  find("p", dialog()).textContent = length ? `${papers(length)} ${warning}` : "Nothing is on it.";
  dialog().showModal();
}

export const clearNot = () => dialog().close();

export async function clearNow() {
  clearNot();
  done("Your shelf is clear.", await change((all) => all.clear()));
}
