/* The names of the facets. */

/** @typedef {"theme" | "listing" | "has" | "year" | "shelf"} Facet */
/** @typedef {Record<Facet, string[]>} Filters */

/** @type {Facet[]} */
export const FACETS = ["theme", "listing", "has", "year", "shelf"];

/** @returns {Filters} */
export const noFilters = () => ({ theme: [], listing: [], has: [], year: [], shelf: [] });
