/* Making elements. What comes from data is always text, never HTML. */

/**
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
 * A button that does not submit a form.
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
 * The one element that a page is sure to have.
 * @template {Element} [Found=HTMLElement]
 * @param {string} selector
 * @param {ParentNode} [inside]
 * @returns {Found}
 */
export function find(selector, inside = document) {
  return /** @type {Found} */ (inside.querySelector(selector));
}

/**
 * Whether a letter typed here is text.
 * @param {Element} element
 */
export function isField(element) {
  const { isContentEditable } = /** @type {HTMLElement} */ (element);
  return isContentEditable || /^(?:input|textarea|select)$/i.test(element.tagName);
}
