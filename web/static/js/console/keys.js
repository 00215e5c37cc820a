/** Keys of the console; none works while somebody types or a dialog is open. */

/** @param {Partial<Record<string, () => void>>} actions by letter @param {(event: KeyboardEvent) => boolean} first asked before them */
export function listenForKeys(actions, first) {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isElsewhere(event)) return
    // A key held down must not answer the next question too.
    if (event.repeat && !event.key.startsWith('Arrow')) return
    const action = actions[event.key.toLowerCase()]
    if (first(event) || action) event.preventDefault()
    if (action) action()
  })
}

/** @param {KeyboardEvent} event */
function isElsewhere({ target, key }) {
  if (document.querySelector('dialog[open]')) return true
  const element = /** @type {HTMLElement} */ (target)
  if (element.matches('input, textarea, select')) return true
  // Enter and arrows belong to the button, link, tab or list that has the focus.
  return key.length > 1 && element.matches('button, a, .caption-list, .strip, .desk-scroll')
}
