/* Reads the map from the page: an SVG in which the points are links to papers and the texts are the
   names of themes. */

import { find } from "../lib/dom.js";
import { isOnDisk } from "../lib/site.js";

/** @typedef {{ x: number, y: number }} Position a position on the map, in its units */

/**
 * @typedef {object} Label The name of a theme.
 * @property {SVGTextElement} node
 * @property {string} name
 * @property {number} letters the length of its longest line
 * @property {number} lines
 * @property {number} x
 * @property {number} y
 */

/**
 * @typedef {object} Dot A paper.
 * @property {SVGAElement} link
 * @property {string} title
 * @property {string[]} themes
 * @property {number[]} near the numbers of the most similar papers
 * @property {number} x
 * @property {number} y
 * @property {string} text the text that the search box searches
 * @property {boolean} isOut whether the search excludes it
 */

/** @param {string | undefined} text */
const numbers = (text) => (text ? text.split(" ").map(Number) : []);

/** @param {SVGTextElement} node */
function labelOf(node) {
  const parts = [...node.children].map((part) => part.textContent || "");
  return {
    node,
    name: parts.join(" "),
    letters: Math.max(...parts.map((part) => part.length)),
    lines: parts.length,
    x: Number(node.getAttribute("x")),
    y: Number(node.getAttribute("y")),
  };
}

/**
 * @param {SVGAElement} link
 * @param {Label[]} labels
 * @returns {Dot}
 */
function dotOf(link, labels) {
  const title = find("title", link);
  const name = title.textContent || "";
  const themes = numbers(link.dataset.in).map((number) => labels[number].name);
  const { e: x, f: y } = link.transform.baseVal[0].matrix;
  title.remove(); // otherwise the browser would show its own tooltip too
  link.setAttribute("aria-label", name);
  if (isOnDisk) link.setAttribute("href", link.getAttribute("href") + "index.html");
  const text = [name, ...themes].join("\n").toLowerCase();
  return { link, title: name, themes, near: numbers(link.dataset.near), x, y, text, isOut: false };
}

/** @param {SVGSVGElement} svg */
export function readDrawing(svg) {
  /** @type {Label[]} */
  const labels = [...svg.querySelectorAll("text")].map(labelOf);
  /** @type {NodeListOf<SVGAElement>} */
  const links = svg.querySelectorAll("a[data-near]");
  const dots = [...links].map((link) => dotOf(link, labels));
  /** @type {Map<unknown, Dot>} */
  const byLink = new Map(dots.map((dot) => [dot.link, dot]));
  return { labels, dots, byLink };
}
