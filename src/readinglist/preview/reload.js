// Shows the preview's newest build: reloads the page when it, or something it uses, has changed.
// Added to pages by the preview server only; a published site does not have it.
(() => {
  "use strict";
  const { build, error } = document.currentScript.dataset;
  const PLACE = "readinglist-scroll";
  let shown = build;
  let events = null;
  let isOurReload = false;

  function remember() {
    const place = { path: location.pathname, left: scrollX, top: scrollY };
    try {
      sessionStorage.setItem(PLACE, JSON.stringify(place));
    } catch {
      // Storage is switched off: the page starts at its top.
    }
  }

  function restore() {
    try {
      const place = JSON.parse(sessionStorage.getItem(PLACE));
      sessionStorage.removeItem(PLACE);
      if (place && place.path === location.pathname) {
        scrollTo({ left: place.left, top: place.top, behavior: "instant" });
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
    const news = JSON.parse(event.data);
    if (news.build === shown) return;
    shown = news.build;
    if (news.changed !== null && !isUsed(news.changed)) return;
    // An error page stands in for the page a person was reading: its place is not worth keeping.
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

  // A browser opens six connections to one server: a tab nobody looks at must not hold one.
  document.addEventListener("visibilitychange", () => (document.hidden ? disconnect() : connect()));
  addEventListener("pagehide", () => {
    disconnect();
    // After our own reload the browser would go where the last page was, be it an error page.
    history.scrollRestoration = isOurReload ? "manual" : "auto";
  });
  addEventListener("pageshow", connect);

  if (error === undefined) addEventListener("load", restore);
  connect();
})();
