/* Where this page is in its site. */

const { dataset } = document.documentElement;

/** The way from this page to the root of the site, with a slash at its end. */
export const root = dataset.root || "./";

/** A page opened from a disk: there is no server that answers a folder with its index.html. */
export const isOnDisk = location.protocol === "file:";

/**
 * The address of a page of the site.
 * @param {string} path seen from the root, with a slash at its end
 */
export const page = (path) => root + path + (isOnDisk ? "index.html" : "");

/**
 * JSON that the page carries in an attribute of <html>.
 * @param {string} name of the attribute, as in `dataset`
 */
export const carried = (name) => JSON.parse(dataset[name] || "{}");
