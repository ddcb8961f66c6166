/* The buttons and the note on the page of a paper. */

import { find } from "../lib/dom.js";
import { showPressed } from "./actions.js";
import { shelf } from "./api.js";
import { showChange, showError } from "./messages.js";

const PAUSE = 600; // milliseconds after the last keystroke until a note is saved

/** @type {HTMLElement | null} */
const area = document.querySelector(".shelf-paper");
/** @type {HTMLTextAreaElement | null} */
const note = document.querySelector(".shelf-note textarea");
let noteBefore = "";
let writing = 0;

const title = () => find("h1").textContent || "";

/** The paper of this page, or null. */
export function paper() {
  return area ? { id: area.dataset.paper || "", title: title() } : null;
}

export function drawPaper() {
  if (!area || !note) return;
  const one = shelf.get(area.dataset.paper || "");
  showPressed(area, one.id);
  if (note.value === noteBefore && note.value !== one.note) note.value = noteBefore = one.note;
}

/** Asks before the page is closed with an unsaved note. @param {Event} event */
const ask = (event) => event.preventDefault();

/** Saves the note. If another tab has changed it in the meantime, both texts are kept. A note that is too
   long is not saved and stays in the field. */
function saveNote() {
  clearTimeout(writing);
  removeEventListener("beforeunload", ask);
  if (!area || !note || note.value === noteBefore) return;
  const { value } = note;
  let text = "";
  let isJoined = false;
  const error = shelf.set(area.dataset.paper || "", title(), (now) => {
    isJoined = now.note !== noteBefore;
    text = isJoined ? shelf.bothNotes(value, now.note) : value;
    return { note: text };
  });
  if (error) {
    addEventListener("beforeunload", ask);
    showError((isJoined ? "Another tab has changed this note too. " : "") + error);
    return;
  }
  noteBefore = text;
  if (note.value !== text) note.value = text;
  showChange(text ? "Note saved" : "Note removed");
}

/** @param {EventTarget | null} target the field */
export function typed(target) {
  if (!note || target !== note) return;
  clearTimeout(writing);
  writing = setTimeout(saveNote, PAUSE);
}

if (area && note) {
  note.addEventListener("blur", saveNote);
  addEventListener("pagehide", saveNote);
}
