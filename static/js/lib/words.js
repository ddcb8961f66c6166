/* Texts with numbers. */

/**
 * "1 paper", "2 papers", "1,000 papers".
 * @param {number} count
 */
export const papers = (count) => (count === 1 ? "1 paper" : count.toLocaleString("en") + " papers");
