/* What the scripts of a page share while it is open: the object `globalThis.readinglist`. Each
   script has its own copies of the modules it uses, so that whatever several of them must see, or
   data files must call, is kept here. */

/**
 * @typedef {object} SearchFiles Addresses of scripts, seen from the root of the site.
 * @property {string} ui search-ui.js
 * @property {string} engine search-engine.js
 * @property {string} start the first piece of the search index
 */

/**
 * @typedef {object} SearchBox Set by search.js.
 * @property {SearchFiles} files
 * @property {() => boolean} hasSlash whether single letters are keys
 * @property {(isOn: boolean) => void} turnSlash
 */

/**
 * @typedef {object} SearchUi Set by search-ui.js.
 * @property {() => Promise<unknown>} open loads the engine
 * @property {(form: HTMLElement) => void} searchPage
 * @property {(text?: string) => void} openDialog
 */

/**
 * @typedef {object} Search Set by search-engine.js.
 * @property {(options: import("../search/loading.js").Options) => Promise<import("../search/worker.js").Asked>} open
 * @property {(name: string, value: unknown) => void} piece called by every file of the index
 */

/**
 * @typedef {object} Shelf Set by shelf.js.
 * @property {(state: string) => string[]} ids of the papers on the reader's shelf in a state
 */

/**
 * @typedef {object} Shared
 * @property {SearchBox} [searchBox]
 * @property {SearchUi} [searchUi]
 * @property {Search} [search]
 * @property {Shelf} [shelf]
 */

const scope = /** @type {{ readinglist?: Shared }} */ (globalThis);

/** @type {Shared} */
export const readinglist = (scope.readinglist ||= {});
