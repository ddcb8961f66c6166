/* The part of the map that is seen: zooming, panning, and which labels fit. */

/** @typedef {import("./drawing.js").Place} Place */
/** @typedef {import("./drawing.js").Label} Label */
/** @typedef {{ x: number, y: number, w: number, h: number }} Box */

const CLOSEST = 12; // how far the map can be enlarged
const LETTER = 7; // the width of a letter, in pixels,
const LINE = 14.4; // and the height of a line

export class View {
  /**
   * @param {SVGSVGElement} svg
   * @param {Label[]} labels
   */
  constructor(svg, labels) {
    this.svg = svg;
    this.labels = labels;
    const { x, y, width: w, height: h } = svg.viewBox.baseVal;
    /** @type {Box} */
    this.drawing = { x, y, w, h };
    /** @type {Box} the drawing, and what of its frame is left beside it */
    this.whole = { x, y, w, h };
    /** @type {Box} what is seen */
    this.seen = { x, y, w, h };
    this.unit = 1; // the map's units in a pixel
    this.isWaiting = false;
    this.shown = () => {}; // called after each change
  }

  /* ---- Showing ----------------------------------------------------------------------------- */

  show() {
    const { svg, seen, whole } = this;
    svg.setAttribute("viewBox", [seen.x, seen.y, seen.w, seen.h].join(" "));
    const matrix = svg.getScreenCTM();
    this.unit = 1 / ((matrix && matrix.a) || 1);
    const scale = whole.w / seen.w;
    svg.style.setProperty("--unit", String(this.unit));
    // Points grow more slowly than the map, and are never smaller than can be seen.
    const dot = Math.max(scale ** -0.65, 0.55 * this.unit * scale ** -0.2);
    svg.style.setProperty("--dot", String(dot));
    svg.classList.toggle("near", scale > 1.01);
    this.arrangeLabels();
    this.shown();
  }

  /** At most once a frame. */
  showSoon() {
    if (this.isWaiting) return;
    this.isWaiting = true;
    requestAnimationFrame(() => {
      this.isWaiting = false;
      this.show();
    });
  }

  /** Labels keep their size, so the closer the view, the more of them fit; large themes first. */
  arrangeLabels() {
    const { seen, unit } = this;
    /** @type {number[][]} left, top, right and bottom of those that are shown */
    const taken = [];
    for (const { node, letters, lines, x: at, y } of this.labels) {
      const half = (letters * (LETTER / 2) + 4) * unit;
      const line = LINE * unit;
      const middle = y - 0.3 * line + 0.5 * (lines - 1) * line;
      const top = y - line;
      // At an edge a name moves in, so that it can be read to its end.
      const last = Math.max(seen.x + seen.w - half, seen.x + half);
      const x = Math.min(Math.max(at, seen.x + half), last);
      const [left, right, bottom] = [x - half, x + half, top + line * (lines + 0.3)];
      const fits =
        this.isSeen({ x: at, y: middle }, 0) &&
        taken.every((o) => left > o[2] || right < o[0] || top > o[3] || bottom < o[1]);
      node.classList.toggle("later", !fits);
      if (!fits) continue;
      taken.push([left, top, right, bottom]);
      node.setAttribute("transform", `translate(${x - at})`);
    }
  }

  /**
   * Whether a place is in view, and not within a share of it from an edge.
   * @param {Place} place
   * @param {number} edge
   */
  isSeen(place, edge) {
    const x = (place.x - this.seen.x) / this.seen.w;
    const y = (place.y - this.seen.y) / this.seen.h;
    return x > edge && x < 1 - edge && y > edge && y < 1 - edge;
  }

  /**
   * The place on the map of a pointer.
   * @param {{ clientX: number, clientY: number }} event
   */
  placeOf({ clientX, clientY }) {
    const matrix = this.svg.getScreenCTM();
    return matrix ? new DOMPoint(clientX, clientY).matrixTransform(matrix.inverse()) : null;
  }

  /* ---- Moving ------------------------------------------------------------------------------ */

  /** The whole map fills its frame, whatever the frame's shape. */
  fit() {
    const { svg, drawing, whole } = this;
    const shape = svg.clientWidth / svg.clientHeight || drawing.w / drawing.h;
    if (Math.abs(shape - whole.w / whole.h) < 0.001) return;
    whole.w = Math.max(drawing.w, drawing.h * shape);
    whole.h = whole.w / shape;
    whole.x = drawing.x - (whole.w - drawing.w) / 2;
    whole.y = drawing.y - (whole.h - drawing.h) / 2;
    Object.assign(this.seen, whole);
  }

  keepInside() {
    const { seen, whole } = this;
    seen.x = Math.min(Math.max(seen.x, whole.x), whole.x + whole.w - seen.w);
    seen.y = Math.min(Math.max(seen.y, whole.y), whole.y + whole.h - seen.h);
  }

  /**
   * Enlarges by a factor, keeping a place of the map (or the middle) where it is.
   * @param {number} factor
   * @param {Place} [place]
   * @returns {boolean} false if it cannot
   */
  zoom(factor, place) {
    const { seen, whole } = this;
    const { x, y } = place || { x: seen.x + seen.w / 2, y: seen.y + seen.h / 2 };
    const w = Math.min(whole.w, Math.max(whole.w / CLOSEST, seen.w / factor));
    const by = w / seen.w;
    if (Math.abs(by - 1) < 1e-6) return false;
    seen.x = x - (x - seen.x) * by;
    seen.y = y - (y - seen.y) * by;
    seen.w = w;
    seen.h *= by;
    this.keepInside();
    this.showSoon();
    return true;
  }

  zoomOut() {
    this.zoom(1e-6);
  }

  /**
   * @param {number} dx
   * @param {number} dy
   */
  pan(dx, dy) {
    this.seen.x += dx;
    this.seen.y += dy;
    this.keepInside();
    this.showSoon();
  }

  /**
   * Moves so that a place can be seen well.
   * @param {Place} place
   */
  bringIn({ x, y }) {
    const { seen } = this;
    if (!this.isSeen({ x, y }, 0.08)) this.pan(x - seen.x - seen.w / 2, y - seen.y - seen.h / 2);
  }
}
