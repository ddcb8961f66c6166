/* Processes long lists in short batches, so that the page stays responsive. */

const STEP = 5; // milliseconds that a batch takes at most

/** @type {Record<string, object>} the current task of each name */
const tasks = {};

/**
 * Calls a function for each item. A new task ends the earlier task of the same name.
 * @template Item
 * @param {string} name
 * @param {Item[]} all
 * @param {(item: Item) => void} act
 * @param {() => void} [done]
 */
export function inBatches(name, all, act, done) {
  const task = (tasks[name] = {});
  let next = 0;
  function run() {
    if (tasks[name] !== task) return;
    const until = performance.now() + STEP;
    while (next < all.length && performance.now() < until) act(all[next++]);
    if (next < all.length) setTimeout(run);
    else if (done) done();
  }
  run();
}
