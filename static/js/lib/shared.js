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
 * @property {(isOn: boolean) => boolean} turnSlash returns whether it lasts longer than the page
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
 * @typedef {object} ShelfBase Set by shelf.js, on every page.
 * @property {string} key under which the shelf is stored
 * @property {Record<string, string>} files addresses of data files, seen from the root of the site
 * @property {Map<string, HTMLElement[]>} rows a paper's id -> the lines of lists it stands in
 * @property {Record<string, any>} given what data files have handed over, by name
 * @property {(name: string, value: unknown) => void} give called by data files
 * @property {(path: string) => Promise<void>} load adds a script, once
 * @property {() => Promise<unknown>} open loads the rest
 * @property {(state: string) => string[]} ids of the papers on the reader's shelf in a state
 * @property {(line: HTMLElement) => void} take gives a line of a list its button
 */

/** @typedef {typeof import("../shelf/store.js")} Store */
/**
 * @typedef {object} ShelfMarks Set by shelf-marks.js.
 * @property {(line: HTMLElement) => void} draw shows what is known of a line's paper
 * @property {(event: Event) => void} handle does what a reader asked for
 */

/** @typedef {ShelfBase & Partial<Omit<Store, "ids"> & ShelfMarks>} Shelf as far as it is loaded */

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
