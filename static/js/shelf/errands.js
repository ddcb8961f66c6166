/* Work on every line of a long list, in steps that nobody notices. */

const STEP = 5; // milliseconds

/** @type {Record<string, object>} the newest errand of each name */
const errands = {};

/**
 * A newer errand of the same name ends an older one.
 * @template Item
 * @param {string} name
 * @param {Item[]} all
 * @param {(item: Item) => void} act
 * @param {() => void} [done]
 */
export function each(name, all, act, done) {
  const errand = (errands[name] = {});
  let next = 0;
  function go() {
    if (errands[name] !== errand) return;
    const until = performance.now() + STEP;
    while (next < all.length && performance.now() < until) act(all[next++]);
    if (next < all.length) setTimeout(go);
    else if (done) done();
  }
  go();
}
