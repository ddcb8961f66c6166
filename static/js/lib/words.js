/* Words around numbers. */

/** @param {number} count */
export const papers = (count) => (count === 1 ? "1 paper" : count.toLocaleString("en") + " papers");
