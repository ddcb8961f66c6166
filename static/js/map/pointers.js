/* Mice, fingers and wheels on the map. */

/** @typedef {import("./drawing.js").Dot} Dot */
/** @typedef {{ x: number, y: number }} Point in the window */

const REACH = 16; // pixels from which a point is meant,
const FINGER = 24; // by a finger
const STILL = 4; // pixels that a press may move and still be a click

/** @type {(one: Point, other: Point) => number} */
const spread = (one, other) => Math.hypot(one.x - other.x, one.y - other.y) || 1;

export class Pointers {
  /**
   * @param {import("./view.js").View} view
   * @param {import("./tip.js").Tip} tip
   * @param {import("./walk.js").Walk} walk
   */
  constructor(view, tip, walk) {
    this.view = view;
    this.tip = tip;
    this.walk = walk;
    this.svg = view.svg;
    /** @type {Map<number, Point>} pointers that are pressed, and where they are */
    this.down = new Map();
    this.hasMoved = false;
    /** @type {Dot | null} the paper that was named when the press began */
    this.before = null;
    this.isEngaged = false; // the wheel belongs to the map once the reader has turned to it
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
      const dot = this.walk.byLink.get(target);
      if (!dot) return;
      this.walk.moveStop(dot);
      if (!this.down.size) this.tip.point(dot);
    });
    svg.addEventListener("focusout", () => {
      this.isEngaged = false;
      if (!this.tip.isTouched()) this.tip.point(null);
    });
  }

  /**
   * @param {PointerEvent | MouseEvent} event
   * @param {number} reach
   */
  nearestTo(event, reach) {
    const place = this.view.placeOf(event);
    let best = null;
    let least = (reach * this.view.unit) ** 2;
    if (!place) return null;
    for (const dot of this.walk.dots) {
      const distance = (dot.x - place.x) ** 2 + (dot.y - place.y) ** 2;
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
      this.before = this.tip.now;
    }
    this.down.set(pointerId, { x: clientX, y: clientY });
    this.isEngaged = true;
  }

  /** @param {PointerEvent} event */
  hover(event) {
    const dot = this.nearestTo(event, REACH);
    if (event.pointerType === "mouse") this.tip.point(dot || this.walk.focused());
    this.svg.classList.toggle("over", Boolean(dot));
  }

  /**
   * One pointer pans; two also zoom by how far they are apart.
   * @param {PointerEvent} event
   * @param {Point} from where the pointer was
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
      const place = view.placeOf(middle);
      view.pan((-dx * view.unit) / 2, (-dy * view.unit) / 2);
      if (place) view.zoom(spread(here, other) / spread(from, other), place);
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
    this.tip.point(this.walk.focused());
  }

  /**
   * A click near a point is meant for it. A finger hides what it touches: its first tap names the
   * paper, the second opens it.
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
      this.tip.point(dot, true);
    } else if (!dot) {
      event.preventDefault();
      this.tip.point(null);
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
    const place = this.view.placeOf(event);
    const lines = deltaMode === 1 ? 20 : 1;
    const factor = Math.exp((-deltaY * lines) / (ctrlKey ? 150 : 500));
    if (place && this.view.zoom(factor, place)) event.preventDefault();
  }
}
