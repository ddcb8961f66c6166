/* The setting for keyboard shortcuts of one character: "/" on every page, "j", "k" and others in
   lists. They can interfere with speech input, so readers can turn them off (WCAG 2.1, criterion
   2.1.4). */
import { keep, recall } from "./storage.js";

const NAME = "slash";

export const hasShortcuts = () => recall(NAME) !== "off";

/**
 * @param {boolean} isOn
 * @returns {boolean} whether the choice was stored, so that it lasts longer than this page
 */
export const setShortcuts = (isOn) => keep(NAME, isOn ? "" : "off");
