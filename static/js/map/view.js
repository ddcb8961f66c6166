/* The visible part of the map: zooming, panning, and the labels that fit. */

/** @typedef {import("./drawing.js").Position} Position */
/** @typedef {import("./drawing.js").Label} Label */
/** @typedef {{ x: number, y: number, w: number, h: number }} Box */

const CLOSEST = 12; // the highest zoom factor
const LETTER = 7; // the width of a letter in a label, in pixels
const LINE = 14.4; // the height of a line in a label, in pixels

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
    /** @type {Box} the drawing, extended to the shape of its frame */
    this.whole = { x, y, w, h };
    /** @type {Box} the visible part */
    this.seen = { x, y, w, h };
    this.unit = 1; // units of the map per pixel
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
    // Points grow more slowly than the map, and have a minimum size.
    const dot = Math.max(scale ** -0.65, 0.55 * this.unit * scale ** -0.2);
    svg.style.setProperty("--dot", String(dot));
    svg.classList.toggle("near", scale > 1.01);
    this.arrangeLabels();
    this.shown();
  }

  /** Shows the view at the next animation frame, at most once per frame. */
  showSoon() {
    if (this.isWaiting) return;
    this.isWaiting = true;
    requestAnimationFrame(() => {
      this.isWaiting = false;
      this.show();
    });
  }

  /** Shows the labels that do not overlap, large themes first. Labels do not grow with the map, so more
      of them fit at a higher zoom factor. */
  arrangeLabels() {
    const { seen, unit } = this;
    /** @type {number[][]} left, top, right and bottom of the labels that are shown */
    const taken = [];
    for (const { node, letters, lines, x: at, y } of this.labels) {
      const half = (letters * (LETTER / 2) + 4) * unit;
      const line = LINE * unit;
      const middle = y - 0.3 * line + 0.5 * (lines - 1) * line;
      const top = y - line;
      // Move a label at an edge inwards, so that it is not cut off.
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
   * Whether a position is visible.
   * @param {Position} position
   * @param {number} edge the share of the view at each edge that does not count
   */
  isSeen(position, edge) {
    const x = (position.x - this.seen.x) / this.seen.w;
    const y = (position.y - this.seen.y) / this.seen.h;
    return x > edge && x < 1 - edge && y > edge && y < 1 - edge;
  }

  /**
   * The position of a pointer on the map.
   * @param {{ clientX: number, clientY: number }} event
   */
  positionOf({ clientX, clientY }) {
    const matrix = this.svg.getScreenCTM();
    return matrix ? new DOMPoint(clientX, clientY).matrixTransform(matrix.inverse()) : null;
  }

  /* ---- Moving ------------------------------------------------------------------------------ */

  /** Makes the whole map fill its frame. */
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
   * Zooms by a factor around a fixed position, or around the middle.
   * @param {number} factor
   * @param {Position} [position]
   * @returns {boolean} false if the limit is reached
   */
  zoom(factor, position) {
    const { seen, whole } = this;
    const { x, y } = position || { x: seen.x + seen.w / 2, y: seen.y + seen.h / 2 };
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
   * Pans so that a position is well inside the view.
   * @param {Position} position
   */
  scrollToDot({ x, y }) {
    const { seen } = this;
    if (!this.isSeen({ x, y }, 0.08)) this.pan(x - seen.x - seen.w / 2, y - seen.y - seen.h / 2);
  }
}
