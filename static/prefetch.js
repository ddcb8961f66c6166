/* A page is fetched as soon as a pointer rests on a link to it, unless the reader saves data. */
(function () {
  "use strict";
  if (location.protocol === "file:" || navigator.connection?.saveData) return;
  const asked = new Set([location.pathname]);
  let wait;
  addEventListener("pointerover", ({ target }) => {
    clearTimeout(wait);
    const link = target.closest?.("a[href]");
    if (!link || link.origin !== location.origin || !link.pathname.endsWith("/") || asked.has(link.pathname)) return;
    wait = setTimeout(() => {
      asked.add(link.pathname);
      document.head.append(Object.assign(document.createElement("link"), { rel: "prefetch", href: link.pathname + link.search }));
    }, 65);
  }, { passive: true });
})();
