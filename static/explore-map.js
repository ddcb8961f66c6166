/* The map: zoom and pan, what a point is, finding points, and a way through by keyboard. The
   drawing with its links is in the page; without this script it is a picture whose points lead
   to their papers. */
(function () {
  "use strict";

  const svg = document.querySelector("svg.map");
  if (!svg) return;
  const frame = svg.parentElement;
  const tools = document.querySelector(".map-tools");
  const lines = svg.querySelector(".map-lines");
  const box = svg.viewBox.baseVal;
  const drawing = { x: box.x, y: box.y, w: box.width, h: box.height };
  const CLOSEST = 12; // how far the map can be enlarged
  const whole = { ...drawing };
  const view = { ...whole };

  const make = (name, fields) => Object.assign(document.createElement(name), fields);

  const labels = [...svg.querySelectorAll("text")].map((node) => {
    const parts = [...node.children].map((part) => part.textContent);
    return {
      node,
      name: parts.join(" "),
      letters: Math.max(...parts.map((part) => part.length)),
      lines: parts.length,
      x: +node.getAttribute("x"),
      y: +node.getAttribute("y"),
    };
  });

  const numbers = (text) => (text ? text.split(" ").map(Number) : []);
  const dots = [...svg.querySelectorAll("a")].map((link, at) => {
    const title = link.querySelector("title");
    const dot = {
      link,
      at,
      title: title.textContent,
      themes: numbers(link.dataset.in).map((n) => labels[n].name),
      near: numbers(link.dataset.near),
      x: link.transform.baseVal[0].matrix.e,
      y: link.transform.baseVal[0].matrix.f,
      isOut: false,
    };
    dot.text = [dot.title, ...dot.themes].join("\n").toLowerCase();
    title.remove(); // or the browser would show it beside ours
    link.setAttribute("aria-label", dot.title);
    const address = link.getAttribute("href");
    if (location.protocol === "file:") link.setAttribute("href", address + "index.html");
    return dot;
  });
  const dotOf = new Map(dots.map((dot) => [dot.link, dot]));

  /* ---- What is seen ----------------------------------------------------------------------- */

  let unit = 1; // the map's units in a pixel

  function show() {
    svg.setAttribute("viewBox", [view.x, view.y, view.w, view.h].join(" "));
    unit = 1 / (svg.getScreenCTM()?.a || 1);
    const scale = whole.w / view.w;
    svg.style.setProperty("--unit", unit);
    // Points grow more slowly than the map, and are never smaller than can be seen.
    svg.style.setProperty("--dot", Math.max(scale ** -0.65, 0.55 * unit * scale ** -0.2));
    svg.classList.toggle("near", scale > 1.01);
    arrangeLabels();
    if (now && !isSeen(now, 0)) point(null);
    if (now) placeTip();
  }

  /* Whether a point is in view, and not within a share of it from an edge. */
  function isSeen(dot, edge) {
    const x = (dot.x - view.x) / view.w;
    const y = (dot.y - view.y) / view.h;
    return x > edge && x < 1 - edge && y > edge && y < 1 - edge;
  }

  /* Labels keep their size, so the closer the view, the more of them fit; large themes first. */
  function arrangeLabels() {
    const taken = [];
    for (const label of labels) {
      const halfWidth = (label.letters * 3.5 + 4) * unit;
      const line = 14.4 * unit;
      const middle = label.y - 0.3 * line + 0.5 * (label.lines - 1) * line;
      const top = label.y - line;
      // At an edge a name moves in, so that it can be read to its end.
      const x = Math.min(
        Math.max(label.x, view.x + halfWidth),
        Math.max(view.x + view.w - halfWidth, view.x + halfWidth),
      );
      const area = [x - halfWidth, top, x + halfWidth, top + line * (label.lines + 0.3)];
      const fits =
        isSeen({ x: label.x, y: middle }, 0) &&
        taken.every((o) => area[0] > o[2] || area[2] < o[0] || area[1] > o[3] || area[3] < o[1]);
      label.node.classList.toggle("later", !fits);
      if (!fits) continue;
      taken.push(area);
      label.node.setAttribute("transform", `translate(${x - label.x})`);
    }
  }

  let isWaiting = false;
  function showSoon() {
    if (isWaiting) return;
    isWaiting = true;
    requestAnimationFrame(() => {
      isWaiting = false;
      show();
    });
  }

  /* The whole map fills its frame, whatever the frame's shape. */
  function fit() {
    const shape = svg.clientWidth / svg.clientHeight || drawing.w / drawing.h;
    if (Math.abs(shape - whole.w / whole.h) < 0.001) return;
    whole.w = Math.max(drawing.w, drawing.h * shape);
    whole.h = whole.w / shape;
    whole.x = drawing.x - (whole.w - drawing.w) / 2;
    whole.y = drawing.y - (whole.h - drawing.h) / 2;
    Object.assign(view, whole);
  }

  function keepInside() {
    for (const [at, size] of [["x", "w"], ["y", "h"]]) {
      const most = whole[at] + whole[size] - view[size];
      view[at] = Math.min(Math.max(view[at], whole[at]), most);
    }
  }

  /* Enlarges by a factor, keeping a point of the map where it is; false if it cannot. */
  function zoom(factor, x = view.x + view.w / 2, y = view.y + view.h / 2) {
    const w = Math.min(whole.w, Math.max(whole.w / CLOSEST, view.w / factor));
    const by = w / view.w;
    if (Math.abs(by - 1) < 1e-6) return false;
    view.x = x - (x - view.x) * by;
    view.y = y - (y - view.y) * by;
    view.w = w;
    view.h *= by;
    keepInside();
    showSoon();
    return true;
  }

  function pan(dx, dy) {
    view.x += dx;
    view.y += dy;
    keepInside();
    showSoon();
  }

  function bringIn(dot) {
    if (!isSeen(dot, 0.08)) pan(dot.x - view.x - view.w / 2, dot.y - view.y - view.h / 2);
  }

  /* The place on the map of a pointer. */
  function placeOf(event) {
    const matrix = svg.getScreenCTM();
    return matrix ? new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse()) : null;
  }

  /* ---- What a point is ---------------------------------------------------------------------- */

  let now = null;
  const tip = make("div", { className: "map-tip", hidden: true });
  const tipTitle = make("a", { tabIndex: -1, dir: "auto" });
  const tipThemes = make("span", { dir: "auto" });
  tip.append(tipTitle, tipThemes);
  frame.append(tip);

  function point(dot, isTouched = false) {
    if (dot !== now) {
      for (const node of svg.querySelectorAll(".now, .beside")) node.classList.remove("now", "beside");
      now = dot;
      lines.setAttribute("d", "");
      tip.hidden = !dot;
      if (!dot) return;
      dot.link.classList.add("now");
      for (const n of dot.near) dots[n].link.classList.add("beside");
      lines.setAttribute(
        "d",
        dot.near.map((n) => `M${dot.x} ${dot.y}L${dots[n].x} ${dots[n].y}`).join(""),
      );
      tipTitle.textContent = dot.title;
      tipTitle.href = dot.link.getAttribute("href");
      tipThemes.textContent = dot.themes.join(" · ");
    }
    tip.classList.toggle("touched", isTouched);
    if (dot) placeTip();
  }

  function placeTip() {
    const matrix = svg.getScreenCTM();
    if (!matrix) return;
    const at = new DOMPoint(now.x, now.y).matrixTransform(matrix);
    const room = frame.getBoundingClientRect();
    const x = at.x - room.left;
    const y = at.y - room.top;
    const left = Math.min(Math.max(x - tip.offsetWidth / 2, 0), room.width - tip.offsetWidth);
    const isBelow = y + 18 + tip.offsetHeight < room.height || y < tip.offsetHeight + 18;
    const top = isBelow ? y + 18 : y - 18 - tip.offsetHeight;
    tip.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }

  function nearestTo(event, reach) {
    const place = placeOf(event);
    let best = null;
    let least = (reach * unit) ** 2;
    if (place) {
      for (const dot of dots) {
        const distance = (dot.x - place.x) ** 2 + (dot.y - place.y) ** 2;
        if (!dot.isOut && distance < least) {
          best = dot;
          least = distance;
        }
      }
    }
    return best;
  }

  /* ---- Pointers ------------------------------------------------------------------------------- */

  const down = new Map(); // pointers that are pressed, and where they are
  let hasMoved = false;
  let before = null; // the paper that was named when the press began
  let isEngaged = false; // the wheel belongs to the map once the reader has turned to it

  svg.addEventListener("dragstart", (event) => event.preventDefault());

  svg.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    if (!down.size) {
      hasMoved = false;
      before = now;
    }
    down.set(event.pointerId, { x: event.clientX, y: event.clientY });
    isEngaged = true;
  });

  svg.addEventListener("pointermove", (event) => {
    const from = down.get(event.pointerId);
    if (!from) {
      const dot = nearestTo(event, 16);
      if (event.pointerType === "mouse") point(dot || focused());
      svg.classList.toggle("over", Boolean(dot));
      return;
    }
    const dx = event.clientX - from.x;
    const dy = event.clientY - from.y;
    if (!hasMoved && Math.hypot(dx, dy) < 4) return;
    if (!hasMoved) {
      hasMoved = true;
      for (const id of down.keys()) svg.setPointerCapture(id);
      svg.classList.add("held");
    }
    const here = { x: event.clientX, y: event.clientY };
    const other = [...down].find(([id]) => id !== event.pointerId)?.[1];
    if (other) {
      const spread = (one) => Math.hypot(one.x - other.x, one.y - other.y) || 1;
      const middle = { clientX: (here.x + other.x) / 2, clientY: (here.y + other.y) / 2 };
      const place = placeOf(middle);
      pan((-dx * unit) / 2, (-dy * unit) / 2);
      if (place) zoom(spread(here) / spread(from), place.x, place.y);
    } else {
      pan(-dx * unit, -dy * unit);
    }
    down.set(event.pointerId, here);
  });

  for (const end of ["pointerup", "pointercancel"]) {
    svg.addEventListener(end, (event) => {
      down.delete(event.pointerId);
      if (!down.size) svg.classList.remove("held");
    });
  }

  svg.addEventListener("pointerleave", (event) => {
    if (event.pointerType === "mouse" && !down.size) {
      isEngaged = svg.contains(document.activeElement);
      point(focused());
    }
  });

  /* A click near a point is meant for it. A finger hides what it touches: its first tap names the
     paper, the second opens it. */
  svg.addEventListener("click", (event) => {
    if (hasMoved) {
      event.preventDefault();
      hasMoved = false;
      return;
    }
    if (event.detail === 0) return; // Enter on a link
    const isTouch = event.pointerType === "touch";
    const dot = nearestTo(event, isTouch ? 24 : 16);
    if (isTouch && dot !== before) {
      event.preventDefault();
      point(dot, true);
    } else if (dot && event.target.closest("a") !== dot.link) {
      event.preventDefault();
      dot.link.dispatchEvent(new MouseEvent("click", event));
    } else if (!dot) {
      event.preventDefault();
      point(null);
    }
  });

  svg.addEventListener(
    "wheel",
    (event) => {
      if (!isEngaged && !event.ctrlKey && !event.metaKey) return;
      const place = placeOf(event);
      const lines = event.deltaMode === 1 ? 20 : 1;
      const factor = Math.exp((-event.deltaY * lines) / (event.ctrlKey ? 150 : 500));
      if (place && zoom(factor, place.x, place.y)) event.preventDefault();
    },
    { passive: false },
  );

  /* ---- Keys: the map is one stop; arrows go from point to point ---------------------------------- */

  const focused = () => dotOf.get(document.activeElement) || null;
  let stop = dots[0];

  function moveStop(dot) {
    stop.link.tabIndex = -1;
    dot.link.tabIndex = 0;
    stop = dot;
  }

  function goTo(dot) {
    moveStop(dot);
    bringIn(dot);
    dot.link.focus({ preventScroll: true });
    point(dot);
  }

  /* The nearest point in a direction, where what lies askew counts as farther. */
  function next(from, dx, dy) {
    let best = null;
    let least = Infinity;
    for (const dot of dots) {
      const along = (dot.x - from.x) * dx + (dot.y - from.y) * dy;
      const aside = Math.abs((dot.x - from.x) * dy - (dot.y - from.y) * dx);
      const cost = along + 2 * aside;
      if (!dot.isOut && along > 0 && aside < 1.5 * along && cost < least) {
        best = dot;
        least = cost;
      }
    }
    return best;
  }

  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  svg.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const from = focused() || stop;
    if (ARROWS[event.key]) {
      const dot = next(from, ...ARROWS[event.key]);
      if (dot) goTo(dot);
    } else if (event.key === "+" || event.key === "=") zoom(1.5, from.x, from.y);
    else if (event.key === "-") zoom(1 / 1.5, from.x, from.y);
    else if (event.key === "0") zoom(1e-6);
    else if (event.key === "Escape") point(null);
    else return;
    event.preventDefault();
  });

  svg.addEventListener("focusin", (event) => {
    const dot = dotOf.get(event.target);
    if (!dot) return;
    moveStop(dot);
    if (!down.size) point(dot);
  });
  svg.addEventListener("focusout", () => {
    isEngaged = false;
    if (!tip.classList.contains("touched")) point(null);
  });

  /* ---- The controls -------------------------------------------------------------------------------- */

  const search = make("div", { className: "search" });
  const input = make("input", { type: "search", id: "map-find", autocomplete: "off", spellcheck: false });
  const count = make("output", { htmlFor: "map-find" });
  search.append(make("label", { htmlFor: "map-find", textContent: "Find on the map" }), input);
  const button = (text, label, act) => {
    const made = make("button", { type: "button", textContent: text });
    if (label) made.setAttribute("aria-label", label);
    made.addEventListener("click", act);
    return made;
  };
  tools.replaceChildren(
    search,
    count,
    button("−", "Zoom out", () => zoom(1 / 1.6)),
    button("+", "Zoom in", () => zoom(1.6)),
    button("Whole map", "", () => zoom(1e-6)),
  );
  const help = make("p", {
    className: "unseen",
    id: "map-keys",
    textContent: "Arrow keys go from paper to paper, Enter opens one, plus and minus zoom, 0 shows the whole map.",
  });
  frame.append(help);
  svg.setAttribute("aria-describedby", "map-keys");

  function filter() {
    const wanted = input.value.trim().toLowerCase();
    let found = 0;
    for (const dot of dots) {
      dot.isOut = !dot.text.includes(wanted);
      dot.link.classList.toggle("out", dot.isOut);
      found += !dot.isOut;
    }
    count.textContent = wanted ? `${found} of ${dots.length}` : "";
    if (now && now.isOut) point(null);
    const first = dots.find((dot) => !dot.isOut);
    if (first && stop.isOut) moveStop(first);
  }
  input.addEventListener("input", filter);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !stop.isOut) goTo(stop);
    else if (event.key === "Escape" && input.value) {
      input.value = "";
      filter();
    } else return;
    event.preventDefault();
  });

  /* ---- Beginning ------------------------------------------------------------------------------------- */

  function showTarget() {
    const dot = dotOf.get(document.getElementById(decodeURIComponent(location.hash.slice(1))));
    if (!dot) return;
    moveStop(dot);
    bringIn(dot);
    point(dot, true);
  }

  /* In steps, so that a slow phone is never kept from scrolling. */
  setTimeout(() => {
    moveStop(stop);
    fit();
    show();
    setTimeout(() => {
      svg.classList.add("live");
      showTarget();
      addEventListener("hashchange", showTarget);
      addEventListener("resize", () => {
        fit();
        showSoon();
      });
    });
  });
})();
