/* On a disk there is no server that answers a folder with its page: name the page in each link. */
(function () {
  "use strict";
  if (location.protocol !== "file:") return;
  for (const link of document.querySelectorAll("a[href]")) {
    if (link.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html";
  }
})();
