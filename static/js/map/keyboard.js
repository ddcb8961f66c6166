/* Keyboard navigation: the map is a single tab stop, and the arrow keys move between points
   ("roving tabindex", https://www.w3.org/WAI/ARIA/apg/practices/keyboard-interface/). */

/** @typedef {import("./drawing.js").Dot} Dot */

/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class KeyboardNavigation {
  /**
   * @param {import("./view.js").View} view
   * @param {import("./tooltip.js").Tooltip} tooltip
   * @param {ReturnType<typeof import("./drawing.js").readDrawing>} drawing
   */
  constructor(view, tooltip, { dots, byLink }) {
    this.view = view;
    this.tooltip = tooltip;
    this.dots = dots;
    this.byLink = byLink;
    this.tabStop = dots[0]; // the point that the Tab key goes to
    view.svg.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (this.handleKey(event.key)) event.preventDefault();
    });
  }

  /** The point that has the focus. */
  focused() {
    return this.byLink.get(document.activeElement) || null;
  }

  /** @param {Dot} dot */
  setTabStop(dot) {
    this.tabStop.link.tabIndex = -1;
    dot.link.tabIndex = 0;
    this.tabStop = dot;
  }

  /** @param {Dot} dot */
  focusDot(dot) {
    this.setTabStop(dot);
    this.view.scrollToDot(dot);
    dot.link.focus({ preventScroll: true });
    this.tooltip.showFor(dot);
  }

  /**
   * @param {string} key
   * @returns {boolean} whether the key was handled
   */
  handleKey(key) {
    const from = this.focused() || this.tabStop;
    if (ARROWS[key]) {
      const dot = this.next(from, ...ARROWS[key]);
      if (dot) this.focusDot(dot);
    } else if (key === "+" || key === "=") this.view.zoom(1.5, from);
    else if (key === "-") this.view.zoom(1 / 1.5, from);
    else if (key === "0") this.view.zoomOut();
    else if (key === "Escape") this.tooltip.showFor(null);
    else return false;
    return true;
  }

  /**
   * The nearest point in a direction. Points that are off to the side count as farther away.
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
