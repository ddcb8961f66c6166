/* Loads the abstracts of the papers in a list when their list items scroll near the viewport. */

import { make } from "../lib/dom.js";
import { inBatches } from "./batches.js";
import { shelf } from "./api.js";

/** @typedef {import("./actions.js").Line} Line */

const AT_ONCE = 4; // abstracts per step, because the layout of long texts takes time

/** @type {IntersectionObserver | null} */
let watcher = null;
/** @type {Line[]} list items that wait for their abstracts */
const near = [];
let isFilling = false;

/** @param {Line} line */
async function fill(line) {
  if (line.querySelector(".abstract.full")) return; // the page has it
  const { abstracts } = await shelf.loadData("list");
  const name = "abstracts-" + line.dataset.pack;
  shelf.files[name] = abstracts.join(name);
  const [ids, all] = await shelf.loadData(name);
  shelf.addButton(line);
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
      shelf.showMessage("The abstracts could not be loaded.");
    }
    await new Promise((done) => setTimeout(done));
  }
  isFilling = false;
  document.documentElement.classList.add("filled");
}

/** Stops adding abstracts. */
export function stopFilling() {
  if (watcher) watcher.disconnect();
  watcher = null;
}

/**
 * Adds abstracts to list items when they come near the viewport.
 * @param {Line[]} lines
 */
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
  inBatches("density", lines, (line) => {
    if (watching === watcher) watching.observe(line);
  });
}
