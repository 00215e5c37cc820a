/**
 * Keys of the review. Tab is the browser's own: the transcript is one stop and each open
 * suggestion the next, so Tab goes from the words to the suggestions and on, and nothing is a trap.
 */

/** @typedef {Partial<Record<string, (event: KeyboardEvent) => void>>} Actions by key; letters small, with "shift+" before arrows */

/** @param {Actions} actions @param {(event: KeyboardEvent) => boolean} first asked before them */
export function listenForKeys(actions, first) {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isElsewhere(event)) return
    const isArrow = event.key.startsWith('Arrow')
    // A key held down must not answer the next question too.
    if (event.repeat && !isArrow) return
    if (first(event)) return event.preventDefault()
    const action = actions[(isArrow && event.shiftKey ? 'shift+' : '') + event.key.toLowerCase()]
    if (!action) return
    event.preventDefault()
    action(event)
  })
}

/** What somebody types, and what a button, link or list does with its own keys, is not for us. @param {KeyboardEvent} event */
function isElsewhere({ target, key }) {
  if (document.querySelector('dialog[open]')) return true
  const element = /** @type {HTMLElement} */ (target)
  if (element.matches('input:not([type="checkbox"]), textarea, select')) return true
  const isOwnKey = key === 'Enter' || key === ' '
  return isOwnKey && element.matches('button, a, summary, input')
}
