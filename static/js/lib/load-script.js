/* Scripts that a page asks for later. A script element works where fetch does not: on a page that
   was opened from a disk. */

/**
 * Runs a script; scripts asked for together run in the order in which they were asked for.
 * @param {string} address
 * @returns {Promise<void>}
 */
export function loadScript(address) {
  return new Promise((done, failed) => {
    const script = document.createElement("script");
    script.async = false;
    script.src = address;
    script.onload = () => done();
    script.onerror = () => {
      script.remove();
      failed(new Error("not loaded: " + address));
    };
    document.head.append(script);
  });
}

/**
 * A promise that is made once, and anew after it failed: the next call tries again.
 * @template Value
 * @param {() => Promise<Value>} begin
 * @returns {() => Promise<Value>}
 */
export function once(begin) {
  /** @type {Promise<Value> | null} */
  let begun = null;
  return () => {
    if (begun) return begun;
    const mine = (begun = begin());
    mine.catch(() => (begun = null));
    return mine;
  };
}
