/* How a list is looked at: its order, how much of each paper it shows, and which it shows. */
import { shelf } from "./shelf/loaded.js";
import { listTools } from "./shelf/list-tools.js";

/** @type {HTMLFormElement | null} */
const form = document.querySelector(".shelf-tools");
if (form) shelf.tools = listTools(form);
