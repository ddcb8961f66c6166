/* The tooltip of a point: title and themes of the paper, and lines to the most similar papers. */

import { find, make } from "../lib/dom.js";

/** @typedef {import("./drawing.js").Dot} Dot */

const GAP = 18; // pixels between a point and its title

export class Tooltip {
  /**
   * @param {import("./view.js").View} view
   * @param {Dot[]} dots
   * @param {HTMLElement} frame the element around the map
   */
  constructor(view, dots, frame) {
    this.view = view;
    this.dots = dots;
    this.frame = frame;
    /** @type {SVGElement} */
    this.lines = find(".map-lines", view.svg);
    /** @type {Dot | null} */
    this.current = null;
    this.title = make("a", { tabindex: "-1", dir: "auto" });
    this.themes = make("span", { dir: "auto" });
    this.element = make("div", { class: "map-tip", hidden: "" }, this.title, this.themes);
    frame.append(this.element);
    view.shown = () => {
      if (this.current && !view.isSeen(this.current, 0)) this.showFor(null);
      if (this.current) this.place(this.current);
    };
  }

  /**
   * @param {Dot | null} dot
   * @param {boolean} [isTouched] whether it stays when the focus moves away
   */
  showFor(dot, isTouched = false) {
    if (dot !== this.current) this.change(dot);
    this.element.classList.toggle("touched", isTouched);
    if (dot) this.place(dot);
  }

  isTouched() {
    return this.element.classList.contains("touched");
  }

  /** @param {Dot | null} dot */
  change(dot) {
    const { dots, lines, title, themes } = this;
    for (const node of this.view.svg.querySelectorAll(".now, .beside")) {
      node.classList.remove("now", "beside");
    }
    this.current = dot;
    this.element.hidden = !dot;
    const near = dot ? dot.near.map((number) => dots[number]) : [];
    const paths = dot ? near.map((one) => `M${dot.x} ${dot.y}L${one.x} ${one.y}`) : [];
    lines.setAttribute("d", paths.join(""));
    if (!dot) return;
    dot.link.classList.add("now");
    for (const { link } of near) link.classList.add("beside");
    title.textContent = dot.title;
    title.href = dot.link.getAttribute("href") || "";
    themes.textContent = dot.themes.join(" · ");
  }

  /** @param {Dot} dot */
  place(dot) {
    const matrix = this.view.svg.getScreenCTM();
    if (!matrix) return;
    const { element } = this;
    const at = new DOMPoint(dot.x, dot.y).matrixTransform(matrix);
    const room = this.frame.getBoundingClientRect();
    const x = at.x - room.left;
    const y = at.y - room.top;
    const { offsetWidth: width, offsetHeight: height } = element;
    const left = Math.min(Math.max(x - width / 2, 0), room.width - width);
    const isBelow = y + GAP + height < room.height || y < height + GAP;
    const top = isBelow ? y + GAP : y - GAP - height;
    element.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }
}
