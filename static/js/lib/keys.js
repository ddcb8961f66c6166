/* Single letters as keys: "/" on every page, "j", "k" and others on lists. They can be in the way
   of speech input, so that a reader can turn them off. */
import { keep, recall } from "./storage.js";

const NAME = "slash";

export const hasKeys = () => recall(NAME) !== "off";

/**
 * @param {boolean} isOn
 * @returns {boolean} whether the choice lasts longer than this page
 */
export const turnKeys = (isOn) => keep(NAME, isOn ? "" : "off");
