/* Abstracts of a list's papers, fetched and laid out as their lines come near. */

import { make } from "../lib/dom.js";
import { each } from "./errands.js";
import { shelf } from "./loaded.js";

/** @typedef {import("./acts.js").Line} Line */

const AT_ONCE = 4; // it is a lot of text to lay out

/** @type {IntersectionObserver | null} */
let watcher = null;
/** @type {Line[]} lines that wait for their abstract */
const near = [];
let isFilling = false;

/** @param {Line} line */
async function fill(line) {
  if (line.querySelector(".abstract.full")) return; // the page has it
  const { abstracts } = await shelf.known("list");
  const name = "abstracts-" + line.dataset.pack;
  shelf.files[name] = abstracts.join(name);
  const [ids, all] = await shelf.known(name);
  shelf.take(line);
  /** @type {string | undefined} */
  const text = all[ids.indexOf(line.shelfId)];
  if (!text || "filled" in line.dataset) return;
  line.dataset.filled = "";
  for (const part of text.split(/\n\s*\n/)) {
    line.append(make("p", { class: "shelf-abstract", dir: "auto" }, part));
  }
}

async function fillNear() {
  isFilling = true;
  while (near.length) {
    try {
      await Promise.all(near.splice(0, AT_ONCE).map(fill));
    } catch {
      shelf.say("The abstracts could not be loaded.");
    }
    await new Promise((done) => setTimeout(done));
  }
  isFilling = false;
  document.documentElement.classList.add("filled");
}

/** No more lines are filled. */
export function stopFilling() {
  if (watcher) watcher.disconnect();
  watcher = null;
}

/** @param {Line[]} lines */
export function fillWhenNear(lines) {
  stopFilling();
  const watching = new IntersectionObserver(
    (seen) => {
      for (const { isIntersecting, target } of seen) {
        if (!isIntersecting) continue;
        watching.unobserve(target);
        near.push(/** @type {Line} */ (target));
      }
      if (!isFilling) fillNear();
    },
    { rootMargin: "50% 0px 100% 0px" },
  );
  watcher = watching;
  each("density", lines, (line) => {
    if (watching === watcher) watching.observe(line);
  });
}
