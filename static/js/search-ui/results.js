/* Elements for results. */

import { make } from "../lib/dom.js";
import { page } from "../lib/site.js";

/** @typedef {import("../search/engine.js").Result} Result */

const FEW = 8; // words that are listed
const LONGEST = 60; // characters of a word

/**
 * A link to a page of the site.
 * @param {string} path
 * @param {(Node | string)[]} content
 */
export const link = (path, ...content) => make("a", { href: page(path) }, ...content);

/** @param {string[]} words */
export const quoted = (words) =>
  words
    .slice(0, FEW)
    .map((word) => "“" + word.replace(/"/g, "").slice(0, LONGEST) + "”")
    .join(", ");

/**
 * A text with highlighted ranges.
 * @param {string} text
 * @param {import("../search/snippets.js").Marks} marks
 */
function marked(text, marks) {
  const nodes = [];
  let at = 0;
  for (const [start, end] of marks) {
    nodes.push(text.slice(at, start), make("mark", {}, text.slice(start, end)));
    at = end;
  }
  nodes.push(text.slice(at));
  return nodes;
}

/** @param {Result} result */
export function item({ paper, why, titleMarks, snippet }) {
  const path = "papers/" + encodeURIComponent(paper.id) + "/";
  const title = link(path, ...marked(paper.title, titleMarks));
  const article = make("article", {}, make("h3", { dir: "auto" }, title));
  if (snippet.text) {
    const sentence = marked(snippet.text, snippet.marks);
    article.append(make("p", { class: "snippet", dir: "auto" }, ...sentence));
  }
  if (why) article.append(make("p", { class: "why" }, why));
  if (paper.themes.length) {
    const themes = paper.themes.flatMap((theme) => [
      link("themes/" + encodeURIComponent(theme.id) + "/", theme.title),
      " ",
    ]);
    article.append(make("p", { class: "themes" }, ...themes));
  }
  return make("li", {}, article);
}
