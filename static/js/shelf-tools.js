/* The script of the form above a list: order, filter, and how much of each paper is shown. */
import { shelf } from "./shelf/api.js";
import { listTools } from "./shelf/list-tools.js";

/** @type {HTMLFormElement | null} */
const form = document.querySelector(".shelf-tools");
if (form) shelf.tools = listTools(form);
