/* On a disk there is no server that answers a folder with its page: name the page in each link. */
import { isOnDisk } from "./lib/site.js";

/** @type {NodeListOf<HTMLAnchorElement>} */
const links = document.querySelectorAll("a[href]");
if (isOnDisk) {
  for (const link of links) {
    if (link.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html";
  }
}
