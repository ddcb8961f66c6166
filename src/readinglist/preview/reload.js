// Reloads the page after a build that changed it, or a file that it uses. The preview server adds
// this script to pages; it is not in the site.
(() => {
  "use strict";
  const { build, error } = document.currentScript.dataset;
  const KEY = "readinglist-scroll";
  let shown = build;
  let events = null;
  let isOurReload = false;

  function remember() {
    const position = { path: location.pathname, left: scrollX, top: scrollY };
    try {
      sessionStorage.setItem(KEY, JSON.stringify(position));
    } catch {
      // Storage is disabled: the page is shown from its top.
    }
  }

  function restore() {
    try {
      const position = JSON.parse(sessionStorage.getItem(KEY));
      sessionStorage.removeItem(KEY);
      if (position && position.path === location.pathname) {
        scrollTo({ left: position.left, top: position.top, behavior: "instant" });
      }
    } catch {
      // As above.
    }
  }

  function pathInSite(address) {
    const url = new URL(address, location.href);
    if (url.origin !== location.origin) return null;
    try {
      return decodeURIComponent(url.pathname).slice(1).replace(/(^|\/)$/, "$1index.html");
    } catch {
      return null;
    }
  }

  function isUsed(changed) {
    const used = performance.getEntriesByType("resource").map((entry) => pathInSite(entry.name));
    return [pathInSite(location.href), ...used].some((path) => changed.includes(path));
  }

  function take(event) {
    const message = JSON.parse(event.data);
    if (message.build === shown) return;
    shown = message.build;
    if (message.changed !== null && !isUsed(message.changed)) return;
    // The scroll position of an error page is not kept.
    if (error === undefined) remember();
    disconnect();
    isOurReload = true;
    location.reload();
  }

  function connect() {
    if (events || document.hidden) return;
    events = new EventSource(`/__readinglist/events?build=${encodeURIComponent(shown)}`);
    events.onmessage = take;
    events.onerror = () => {
      if (events && events.readyState === EventSource.CLOSED) {
        disconnect();
        setTimeout(connect, 1000);
      }
    };
  }

  function disconnect() {
    if (events) events.close();
    events = null;
  }

  // Browsers limit connections to a server to six, so hidden tabs must not use one.
  document.addEventListener("visibilitychange", () => (document.hidden ? disconnect() : connect()));
  addEventListener("pagehide", () => {
    disconnect();
    // After this reload, the browser would restore the position of an error page.
    history.scrollRestoration = isOurReload ? "manual" : "auto";
  });
  addEventListener("pageshow", connect);

  if (error === undefined) addEventListener("load", restore);
  connect();
})();
