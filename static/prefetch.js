/* A page is fetched as soon as a pointer rests on a link to it, unless the reader saves data. */
(function () {
  "use strict";
  if (location.protocol === "file:" || navigator.connection?.saveData) return;
  const root = new URL(document.documentElement.dataset.root, location).href;
  const asked = new Set([location.href]);
  let wait;
  addEventListener("pointerover", ({ target }) => {
    clearTimeout(wait);
    const address = target.closest?.("a[href]:not(svg a)")?.href.split("#")[0] || "";
    if (!address.startsWith(root) || !/\/(\?|$)/.test(address) || asked.has(address)) return;
    wait = setTimeout(() => {
      asked.add(address);
      document.head.append(Object.assign(document.createElement("link"), { rel: "prefetch", href: address }));
    }, 65);
  }, { passive: true });
})();
