/* The facets: what results can be filtered by. The query language, the engine and the check boxes of
   the search page follow from this list. The values of a facet and their papers are in the index
   (src/readinglist/search/facets.py); those of "shelf" come with each query. */

/**
 * @typedef {object} FacetKind
 * @property {string} name in queries (name:value) and in URLs
 * @property {string} title above the check boxes
 * @property {Record<string, string>} [labels] the names of its values, where they are not in the index
 * @property {boolean} [isExact] values are given by their key only, not by words of their titles
 * @property {boolean} [needsAll] results have all chosen values, not one of them
 */

/** @typedef {string} Facet a name */
/** @typedef {Record<Facet, string[]>} Filters */

/** @type {FacetKind[]} */
export const FACETS = [
  {
    name: "has",
    title: "Has",
    labels: { code: "Code", note: "A note by the team" },
    isExact: true,
    needsAll: true,
  },
  { name: "theme", title: "Theme" },
  { name: "listing", title: "Listing" },
  { name: "year", title: "Year" },
  {
    name: "shelf",
    title: "My shelf",
    labels: {
      starred: "Starred",
      "to-read": "To read",
      reading: "Reading",
      read: "Read",
      note: "With my note",
    },
    isExact: true,
  },
];

/** @returns {Filters} */
export const noFilters = () => Object.fromEntries(FACETS.map(({ name }) => [name, []]));
