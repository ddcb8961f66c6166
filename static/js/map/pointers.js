/* Mouse, touch and wheel input on the map. */

/** @typedef {import("./drawing.js").Dot} Dot */
/** @typedef {{ x: number, y: number }} Point a position in the window, in pixels */

const REACH = 16; // pixels around a point that select it with a mouse
const FINGER = 24; // the same for touch
const STILL = 4; // pixels that a pointer may move during a click

/** @type {(one: Point, other: Point) => number} */
const spread = (one, other) => Math.hypot(one.x - other.x, one.y - other.y) || 1;

export class Pointers {
  /**
   * @param {import("./view.js").View} view
   * @param {import("./tooltip.js").Tooltip} tooltip
   * @param {import("./keyboard.js").KeyboardNavigation} keyboard
   */
  constructor(view, tooltip, keyboard) {
    this.view = view;
    this.tooltip = tooltip;
    this.keyboard = keyboard;
    this.svg = view.svg;
    /** @type {Map<number, Point>} the positions of the pressed pointers */
    this.down = new Map();
    this.hasMoved = false;
    /** @type {Dot | null} the paper whose tooltip was shown when the press began */
    this.before = null;
    this.isEngaged = false; // the wheel zooms only after the reader has pressed on the map
    this.listen();
  }

  listen() {
    const { svg } = this;
    svg.addEventListener("dragstart", (event) => event.preventDefault());
    svg.addEventListener("pointerdown", (event) => this.press(event));
    svg.addEventListener("pointermove", (event) => {
      const from = this.down.get(event.pointerId);
      if (from) this.drag(event, from);
      else this.hover(event);
    });
    svg.addEventListener("pointerup", (event) => this.release(event));
    svg.addEventListener("pointercancel", (event) => this.release(event));
    svg.addEventListener("pointerleave", (event) => this.leave(event));
    svg.addEventListener("click", (event) => this.click(event));
    svg.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    svg.addEventListener("focusin", ({ target }) => {
      const dot = this.keyboard.byLink.get(target);
      if (!dot) return;
      this.keyboard.setTabStop(dot);
      if (!this.down.size) this.tooltip.showFor(dot);
    });
    svg.addEventListener("focusout", () => {
      this.isEngaged = false;
      if (!this.tooltip.isTouched()) this.tooltip.showFor(null);
    });
  }

  /**
   * @param {PointerEvent | MouseEvent} event
   * @param {number} reach
   */
  nearestTo(event, reach) {
    const position = this.view.positionOf(event);
    let best = null;
    let least = (reach * this.view.unit) ** 2;
    if (!position) return null;
    for (const dot of this.keyboard.dots) {
      const distance = (dot.x - position.x) ** 2 + (dot.y - position.y) ** 2;
      if (!dot.isOut && distance < least) {
        best = dot;
        least = distance;
      }
    }
    return best;
  }

  /** @param {PointerEvent} event */
  press({ button, pointerId, clientX, clientY }) {
    if (button) return;
    if (!this.down.size) {
      this.hasMoved = false;
      this.before = this.tooltip.current;
    }
    this.down.set(pointerId, { x: clientX, y: clientY });
    this.isEngaged = true;
  }

  /** @param {PointerEvent} event */
  hover(event) {
    const dot = this.nearestTo(event, REACH);
    if (event.pointerType === "mouse") this.tooltip.showFor(dot || this.keyboard.focused());
    this.svg.classList.toggle("over", Boolean(dot));
  }

  /**
   * One pointer pans; two pointers also zoom by their distance.
   * @param {PointerEvent} event
   * @param {Point} from the former position of the pointer
   */
  drag({ pointerId, clientX, clientY }, from) {
    const { view, down } = this;
    const here = { x: clientX, y: clientY };
    const [dx, dy] = [here.x - from.x, here.y - from.y];
    if (!this.hasMoved && Math.hypot(dx, dy) < STILL) return;
    if (!this.hasMoved) {
      this.hasMoved = true;
      for (const id of down.keys()) this.svg.setPointerCapture(id);
      this.svg.classList.add("held");
    }
    const [, other] = [...down].find(([id]) => id !== pointerId) || [];
    if (other) {
      const middle = { clientX: (here.x + other.x) / 2, clientY: (here.y + other.y) / 2 };
      const position = view.positionOf(middle);
      view.pan((-dx * view.unit) / 2, (-dy * view.unit) / 2);
      if (position) view.zoom(spread(here, other) / spread(from, other), position);
    } else view.pan(-dx * view.unit, -dy * view.unit);
    down.set(pointerId, here);
  }

  /** @param {PointerEvent} event */
  release({ pointerId }) {
    this.down.delete(pointerId);
    if (!this.down.size) this.svg.classList.remove("held");
  }

  /** @param {PointerEvent} event */
  leave({ pointerType }) {
    if (pointerType !== "mouse" || this.down.size) return;
    this.isEngaged = this.svg.contains(document.activeElement);
    this.tooltip.showFor(this.keyboard.focused());
  }

  /**
   * A click near a point selects it. A finger covers the point, so the first tap shows the tooltip
   * and the second tap opens the paper.
   * @param {MouseEvent} event a PointerEvent in newer browsers
   */
  click(event) {
    if (this.hasMoved) {
      event.preventDefault();
      this.hasMoved = false;
      return;
    }
    if (event.detail === 0) return; // Enter on a link
    const { pointerType } = /** @type {PointerEvent} */ (event);
    const isTouch = pointerType === "touch";
    const dot = this.nearestTo(event, isTouch ? FINGER : REACH);
    if (isTouch && dot !== this.before) {
      event.preventDefault();
      this.tooltip.showFor(dot, true);
    } else if (!dot) {
      event.preventDefault();
      this.tooltip.showFor(null);
    } else if (
      /** @type {Element} */ (event.target).closest("a") !== /** @type {Element} */ (dot.link)
    ) {
      event.preventDefault();
      dot.link.dispatchEvent(new MouseEvent("click", event));
    }
  }

  /** @param {WheelEvent} event */
  wheel(event) {
    const { ctrlKey, metaKey, deltaMode, deltaY } = event;
    if (!this.isEngaged && !ctrlKey && !metaKey) return;
    const position = this.view.positionOf(event);
    const lines = deltaMode === 1 ? 20 : 1;
    const factor = Math.exp((-deltaY * lines) / (ctrlKey ? 150 : 500));
    if (position && this.view.zoom(factor, position)) event.preventDefault();
  }
}
