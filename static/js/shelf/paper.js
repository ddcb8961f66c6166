/* The controls and the note on a paper's page. */

import { find } from "../lib/dom.js";
import { press } from "./acts.js";
import { shelf } from "./loaded.js";
import { sayChanged, sayFault } from "./saying.js";

const PAUSE = 600; // milliseconds after the last letter until a note is kept

/** @type {HTMLElement | null} */
const area = document.querySelector(".shelf-paper");
/** @type {HTMLTextAreaElement | null} */
const note = document.querySelector(".shelf-note textarea");
let noteBefore = "";
let writing = 0;

const title = () => find("h1").textContent || "";

/** The paper whose page this is, if it is one. */
export function paper() {
  return area ? { id: area.dataset.paper || "", title: title() } : null;
}

export function drawPaper() {
  if (!area || !note) return;
  const one = shelf.get(area.dataset.paper || "");
  press(area, one.id);
  if (note.value === noteBefore && note.value !== one.note) note.value = noteBefore = one.note;
}

/** Before a note that is not kept is left. @param {Event} event */
const ask = (event) => event.preventDefault();

/** What another tab has written in the meantime is not lost; a note that is too long stays in its
   field as it is. */
function saveNote() {
  clearTimeout(writing);
  removeEventListener("beforeunload", ask);
  if (!area || !note || note.value === noteBefore) return;
  const { value } = note;
  let text = "";
  let isJoined = false;
  const fault = shelf.set(area.dataset.paper || "", title(), (now) => {
    isJoined = now.note !== noteBefore;
    text = isJoined ? shelf.bothNotes(value, now.note) : value;
    return { note: text };
  });
  if (fault) {
    addEventListener("beforeunload", ask);
    sayFault((isJoined ? "Another tab has changed this note too. " : "") + fault);
    return;
  }
  noteBefore = text;
  if (note.value !== text) note.value = text;
  sayChanged(text ? "Note kept" : "Note removed");
}

/** @param {EventTarget | null} target what was typed into */
export function typed(target) {
  if (!note || target !== note) return;
  clearTimeout(writing);
  writing = setTimeout(saveNote, PAUSE);
}

if (area && note) {
  note.addEventListener("blur", saveNote);
  addEventListener("pagehide", saveNote);
}
