/* Functions to create and find elements. Data is always inserted as text, never as HTML. */

/**
 * Creates an element.
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, string>} attributes
 * @param {(Node | string)[]} content
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function make(name, attributes, ...content) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...content);
  return element;
}

/**
 * Creates a button that does not submit a form.
 * @param {string} text
 * @param {(event: MouseEvent) => void} act
 * @param {Record<string, string>} [attributes]
 */
export function button(text, act, attributes) {
  const made = make("button", { type: "button", ...attributes }, text);
  made.addEventListener("click", act);
  return made;
}

/**
 * The first element for a selector. The page must contain it.
 * @template {Element} [Found=HTMLElement]
 * @param {string} selector
 * @param {ParentNode} [inside]
 * @returns {Found}
 */
export function find(selector, inside = document) {
  return /** @type {Found} */ (inside.querySelector(selector));
}

/**
 * Whether an element is a text field, in which letters are not keyboard shortcuts.
 * @param {Element} element
 */
export function isField(element) {
  const { isContentEditable } = /** @type {HTMLElement} */ (element);
  return isContentEditable || /^(?:input|textarea|select)$/i.test(element.tagName);
}
