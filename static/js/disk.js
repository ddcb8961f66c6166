/* Adds index.html to links on a page that is opened from disk, because no server does it there. */
import { isOnDisk } from "./lib/site.js";

/** @type {NodeListOf<HTMLAnchorElement>} */
const links = document.querySelectorAll("a[href]");
if (isOnDisk) {
  for (const link of links) {
    if (link.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html";
  }
}
