/* Before the first paint, so that nothing moves: what this device remembers of how lists look. */
(function (html) {
  "use strict";
  html.classList.add("js");
  try {
    const density = localStorage.getItem("readinglist.density." + html.dataset.kind);
    if (density) html.dataset.density = density;
    const base = new URL(html.dataset.root, location).pathname;
    const name = "readinglist.shelf:" + base;
    if (localStorage.getItem(name) || sessionStorage.getItem(name)) html.classList.add("shelved");
  } catch {
    /* Storage is refused. */
  }
})(document.documentElement);
