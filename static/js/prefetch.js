/* Prefetches a page when the pointer rests on a link to it, unless the reader has asked to save
   data. */
import { isOnDisk, root } from "./lib/site.js";

const REST = 65; // milliseconds until the pointer counts as resting
const { connection } = /** @type {{ connection?: { saveData: boolean } }} */ (navigator);
const base = new URL(root, location.href).href;
const asked = new Set([location.href]);
let wait = 0;

/** @param {Event} event */
function rest({ target }) {
  clearTimeout(wait);
  /** @type {HTMLAnchorElement | null} */
  const link = target instanceof Element ? target.closest("a[href]:not(svg a)") : null;
  const [address] = link ? link.href.split("#") : [""];
  if (!address.startsWith(base) || !/\/(\?|$)/.test(address) || asked.has(address)) return;
  wait = setTimeout(() => {
    asked.add(address);
    const hint = Object.assign(document.createElement("link"), { rel: "prefetch", href: address });
    document.head.append(hint);
  }, REST);
}

if (!isOnDisk && !(connection && connection.saveData)) {
  addEventListener("pointerover", rest, { passive: true });
}
