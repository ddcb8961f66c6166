/* Only the reader's browser knows what day it is: mark the next presentation, and put those
   that are over, the latest first, where they are out of the way. */
(function () {
  "use strict";
  const agenda = document.getElementById("agenda");
  if (!agenda) return;
  const now = new Date();
  const day = (number) => String(number).padStart(2, "0");
  const today = [now.getFullYear(), day(now.getMonth() + 1), day(now.getDate())].join("-");
  const dateOf = (item) => item.querySelector("time").dateTime;
  const over = [...agenda.children].filter((item) => dateOf(item) < today);
  const next = agenda.children[over.length];
  if (next) {
    const date = dateOf(next);
    for (const item of agenda.children) item.classList.toggle("next", dateOf(item) === date);
    const mark = document.createElement("span");
    mark.textContent = date === today ? "today" : "next";
    next.querySelector(".when").append(" ", mark);
  }
  if (!over.length) return;
  const earlier = document.createElement("details");
  earlier.className = "earlier";
  const summary = document.createElement("summary");
  summary.textContent = over.length + " earlier";
  const list = agenda.cloneNode(false);
  list.id = "earlier";
  list.append(...over.reverse());
  earlier.append(summary, list);
  if (next) agenda.after(earlier);
  else agenda.replaceWith(earlier);
})();
