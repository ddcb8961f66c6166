/* The location of this page in the site. */

const { dataset } = document.documentElement;

/** The relative URL of the root of the site, with a final slash. */
export const root = dataset.root || "./";

/** Whether the page is opened from disk. Then no server adds index.html to the URL of a folder. */
export const isOnDisk = location.protocol === "file:";

/**
 * The relative URL of a page of the site.
 * @param {string} path relative to the root, with a final slash
 */
export const page = (path) => root + path + (isOnDisk ? "index.html" : "");

/**
 * The value of a data attribute of <html> that contains JSON.
 * @param {string} name the name in `dataset`
 */
export const dataAttribute = (name) => JSON.parse(dataset[name] || "{}");
