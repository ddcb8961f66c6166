/* A way through the map by keyboard: the map is one stop for the Tab key, and arrows go from point
   to point. */

/** @typedef {import("./drawing.js").Dot} Dot */

/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Walk {
  /**
   * @param {import("./view.js").View} view
   * @param {import("./tip.js").Tip} tip
   * @param {ReturnType<typeof import("./drawing.js").readDrawing>} drawing
   */
  constructor(view, tip, { dots, byLink }) {
    this.view = view;
    this.tip = tip;
    this.dots = dots;
    this.byLink = byLink;
    this.stop = dots[0]; // where Tab goes
    view.svg.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (this.press(event.key)) event.preventDefault();
    });
  }

  /** The point that has the focus. */
  focused() {
    return this.byLink.get(document.activeElement) || null;
  }

  /** @param {Dot} dot */
  moveStop(dot) {
    this.stop.link.tabIndex = -1;
    dot.link.tabIndex = 0;
    this.stop = dot;
  }

  /** @param {Dot} dot */
  goTo(dot) {
    this.moveStop(dot);
    this.view.bringIn(dot);
    dot.link.focus({ preventScroll: true });
    this.tip.point(dot);
  }

  /**
   * @param {string} key
   * @returns {boolean} whether it means something here
   */
  press(key) {
    const from = this.focused() || this.stop;
    if (ARROWS[key]) {
      const dot = this.next(from, ...ARROWS[key]);
      if (dot) this.goTo(dot);
    } else if (key === "+" || key === "=") this.view.zoom(1.5, from);
    else if (key === "-") this.view.zoom(1 / 1.5, from);
    else if (key === "0") this.view.zoomOut();
    else if (key === "Escape") this.tip.point(null);
    else return false;
    return true;
  }

  /**
   * The nearest point in a direction, where what lies askew counts as farther.
   * @param {Dot} from
   * @param {number} dx
   * @param {number} dy
   */
  next(from, dx, dy) {
    let best = null;
    let least = Infinity;
    for (const dot of this.dots) {
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
}
