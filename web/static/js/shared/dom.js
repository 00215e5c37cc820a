/** Short words for what every script does with the page. */

/**
 * Find what the template promises; a missing element is a mistake in the page.
 * @template {Element} [Found=HTMLElement]
 * @param {string} selector
 * @param {ParentNode} [root]
 * @returns {Found}
 */
export function find(selector, root = document) {
  const element = root.querySelector(selector)
  if (!element) throw new Error(`the page has no ${selector}`)
  return /** @type {Found} */ (element)
}

/** @param {string} selector @param {ParentNode} [root] @returns {HTMLElement[]} */
export function all(selector, root = document) {
  return /** @type {HTMLElement[]} */ ([...root.querySelectorAll(selector)])
}

/** @param {string} selector @param {ParentNode} [root] @returns {HTMLElement} the first element of a template, copied */
export function copyOf(selector, root = document) {
  const template = /** @type {HTMLTemplateElement} */ (find(selector, root))
  return /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true))
}

/**
 * Ask in a dialog; true when the button with this value was pressed.
 * @param {HTMLDialogElement} dialog
 * @param {string} value
 * @returns {Promise<boolean>}
 */
export function confirmIn(dialog, value) {
  dialog.returnValue = ''
  dialog.showModal()
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === value), { once: true })
  })
}
