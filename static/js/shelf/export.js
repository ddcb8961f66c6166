/* Exports the shelf as a file or a link, and clears it. */

import { find, make } from "../lib/dom.js";
import { root } from "../lib/site.js";
import { papers } from "../lib/words.js";
import { shelf } from "./api.js";
import { by, change, showDone, setStatus } from "./page.js";

/** @type {(text: string, name: string) => void} */
export function download(text, name) {
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

export function exportFile() {
  const all = shelf.all();
  /** @type {HTMLMetaElement} */
  const site = find('meta[property="og:site_name"]');
  const list = { title: site.content, address: new URL(root, location.href).href };
  const day = new Date().toISOString().slice(0, 10);
  const text = shelf.asText(new Map(all.map((one) => [one.id, one])), { list });
  download(text, `my-shelf-${day}.json`);
  setStatus("Saved: " + papers(all.length) + ".");
}

/** @returns {HTMLInputElement} */
const field = () => find("input", by("link"));

export async function makeLink() {
  const all = shelf.all().filter(shelf.canShare);
  by("link").hidden = true;
  if (!all.length) {
    setStatus("There is nothing to share yet. Star a paper or set its state first.", "linked");
    return;
  }
  const url = new URL(location.href);
  url.search = "";
  try {
    url.hash = "s=" + (await shelf.asLink(all));
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    setStatus("No link was created: " + message + ". Save your shelf as a file instead.", "linked");
    return;
  }
  field().value = url.href;
  by("link").hidden = false;
  setStatus("A link with " + papers(all.length) + ".", "linked");
  field().select();
}

export async function copyLink() {
  field().select();
  try {
    await navigator.clipboard.writeText(field().value);
    setStatus("Copied.", "linked");
  } catch {
    const instead = "The link is selected; copy it with the keyboard";
    setStatus(`This browser does not allow the page to copy. ${instead}.`, "linked");
  }
}

/** @returns {HTMLDialogElement} */
const dialog = () => find("#shelf-clear");

export function askClear() {
  const { length } = shelf.all();
  const warning =
    "with their stars, states and notes will be deleted from this browser. Save your shelf as a file first if you may need it again.";
  find("p", dialog()).textContent = length
    ? `${papers(length)} ${warning}`
    : "Your shelf is empty.";
  dialog().showModal();
}

export const cancelClear = () => dialog().close();

export async function confirmClear() {
  cancelClear();
  showDone("Your shelf was cleared.", await change((all) => all.clear()));
}
