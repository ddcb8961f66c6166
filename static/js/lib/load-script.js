/* Loads scripts on demand. Script elements are used because fetch does not work on a page that is
   opened from disk. */

/**
 * Loads and runs a script. Scripts that are requested together run in the order of the calls.
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
 * Returns a function that calls `begin` once and always returns the same promise. If the promise is
 * rejected, the next call tries again.
 * @template Value
 * @param {() => Promise<Value>} begin
 * @returns {() => Promise<Value>}
 */
export function once(begin) {
  /** @type {Promise<Value> | null} */
  let promise = null;
  return () => {
    if (promise) return promise;
    const started = (promise = begin());
    started.catch(() => (promise = null));
    return started;
  };
}
