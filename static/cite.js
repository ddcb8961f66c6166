/* A button at each citation that copies it, and one that shares the page. The page keeps their room. */
(function () {
  "use strict";
  const status = document.createElement("p");
  status.className = "unseen";
  status.setAttribute("role", "status");

  function button(row, verb, what, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.append(verb);
    made.setAttribute("aria-label", `${verb} ${what}`);
    made.addEventListener("click", act);
    row.append(made);
    return made;
  }

  /* Where the clipboard is refused (no HTTPS), the text is selected, to be copied by hand. */
  async function copy(made, text, what, from) {
    const verb = made.textContent;
    try {
      await navigator.clipboard.writeText(text);
      made.textContent = "Copied";
      status.textContent = `${what} copied`;
    } catch {
      const box = from.closest("details");
      if (box) box.open = true;
      getSelection().selectAllChildren(from);
      made.textContent = "Selected";
      status.textContent = `${what} selected; copy it with your keyboard`;
    }
    setTimeout(() => (made.textContent = verb), 2000);
  }

  for (const row of document.querySelectorAll("[data-copy]")) {
    const from = row.querySelector("pre, p");
    const what = row.dataset.copy;
    const made = button(row, "Copy", what, () => copy(made, from.textContent, what, from));
  }
  for (const row of document.querySelectorAll("[data-share]")) {
    const link = row.querySelector("a");
    const title = document.querySelector("h1").textContent;
    const made = navigator.share
      ? button(row, "Share", "this page", () => navigator.share({ title, url: link.href }).catch(() => {}))
      : button(row, "Copy link", "to this page", () => copy(made, link.href, "link", link));
  }
  document.querySelector(".citations").append(status);
})();
