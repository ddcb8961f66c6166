/* The state that the scripts of a page share: the object `globalThis.readinglist`. Each script has
   its own copies of the modules it imports, so anything that several scripts use, or that data
   files call, is a property of this object. */

/**
 * @typedef {object} SearchFiles Addresses of scripts, relative to the root of the site.
 * @property {string} ui search-ui.js
 * @property {string} engine search-engine.js
 * @property {string} start the first piece of the search index
 */

/**
 * @typedef {object} SearchBox Set by search.js.
 * @property {SearchFiles} files
 * @property {() => boolean} hasShortcuts whether keyboard shortcuts are on
 * @property {(isOn: boolean) => boolean} setShortcuts returns whether the choice was stored
 */

/**
 * @typedef {object} SearchUi Set by search-ui.js.
 * @property {() => Promise<unknown>} loadEngine
 * @property {(form: HTMLElement) => void} searchPage
 * @property {(text?: string) => void} openDialog
 */

/**
 * @typedef {object} Search Set by search-engine.js.
 * @property {(options: import("../search/loading.js").Options) => Promise<import("../search/worker.js").EngineClient>} open
 * @property {(name: string, value: unknown) => void} piece called by every file of the index
 */

/**
 * @typedef {object} ShelfBase Set by shelf.js, on every page.
 * @property {string} key under which the shelf is stored
 * @property {Record<string, string>} files addresses of data files, relative to the root of the site
 * @property {Map<string, HTMLElement[]>} rows paper id -> the list items of the paper
 * @property {Record<string, any>} given the values that data files have passed to `give`, by name
 * @property {(name: string, value: unknown) => void} give called by data files
 * @property {(path: string) => Promise<void>} load loads a script, once
 * @property {() => Promise<unknown>} open loads the other scripts of the shelf
 * @property {(state: string) => string[]} ids the ids of the papers on the shelf in a state
 * @property {(line: HTMLElement) => void} addButton adds the shelf button to a list item
 */

/** @typedef {typeof import("../shelf/store.js")} Store */
/**
 * @typedef {object} ShelfMarks Set by shelf-marks.js.
 * @property {(line: HTMLElement) => void} draw shows the state of the paper in a list item
 * @property {(event: Event) => void} handle handles events of the shelf's controls
 */

/** @typedef {ShelfBase & Partial<Omit<Store, "ids"> & ShelfMarks>} Shelf the scripts that are not loaded yet have not added their properties */

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
