/* Loads what makes the map answer, once the page has been shown and nothing else is to be done. */
(function () {
  "use strict";
  const map = document.querySelector("svg.map");
  if (!map) return;
  const load = () => {
    const script = document.createElement("script");
    script.src = map.dataset.script;
    document.head.append(script);
  };
  const soon = globalThis.requestIdleCallback || setTimeout;
  addEventListener("load", () => soon(load));
})();
