/* Adds a copy button to each citation, and a share button. The page reserves space for them. */
import { button, find, make } from "./lib/dom.js";

const status = make("p", { class: "unseen", role: "status" });

/**
 * Copies a text. If the page may not use the clipboard (without HTTPS), the text is selected
 * instead.
 * @param {HTMLElement} made the button that was pressed
 * @param {string} text
 * @param {string} what a name for the text
 * @param {Element} from the element that shows the text
 */
async function copy(made, text, what, from) {
  const verb = made.textContent;
  try {
    await navigator.clipboard.writeText(text);
    made.textContent = "Copied";
    status.textContent = `${what} copied`;
  } catch {
    const box = from.closest("details");
    if (box) box.open = true;
    const selection = getSelection();
    if (selection) selection.selectAllChildren(from);
    made.textContent = "Selected";
    status.textContent = `${what} selected; copy it with your keyboard`;
  }
  setTimeout(() => (made.textContent = verb), 2000);
}

/**
 * @param {Element} row
 * @param {string} verb
 * @param {string} what
 * @param {(made: HTMLButtonElement) => void} act
 */
function add(row, verb, what, act) {
  const made = button(verb, () => act(made), { "aria-label": `${verb} ${what}` });
  row.append(made);
}

/** @type {NodeListOf<HTMLElement>} */
const citations = document.querySelectorAll("[data-copy]");
for (const row of citations) {
  const { copy: what = "" } = row.dataset;
  const from = find("pre, p", row);
  add(row, "Copy", what, (made) => copy(made, from.textContent || "", what, from));
}
for (const row of document.querySelectorAll("[data-share]")) {
  /** @type {HTMLAnchorElement} */
  const link = find("a", row);
  const title = find("h1").textContent || "";
  const share = () => navigator.share({ title, url: link.href }).catch(() => {});
  const { share: canShare } = /** @type {Partial<Navigator>} */ (navigator);
  if (canShare) add(row, "Share", "this page", share);
  else add(row, "Copy link", "to this page", (made) => copy(made, link.href, "link", link));
}
find(".citations").append(status);
