/** Several words chosen with the mouse, to be corrected together. */

/** @import { Place } from './review.js' */

/** @returns {{ place: Place, last: number } | null} words of one utterance; null when none or several are chosen */
export function readSelection() {
  const selection = document.getSelection()
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null
  const range = selection.getRangeAt(0)
  const [row, other] = [rowOf(range.startContainer), rowOf(range.endContainer)]
  if (!row || row !== other) return null
  const words = [...row.querySelectorAll('[data-word]')].filter((word) => holds(range, word))
  const [first, last] = [words[0], words.at(-1)]
  if (!(first instanceof HTMLElement) || !(last instanceof HTMLElement)) return null
  selection.collapseToStart()
  return { place: { id: row.dataset.utterance ?? '', word: Number(first.dataset.word) }, last: Number(last.dataset.word) }
}

/** @param {Node} node */
function rowOf(node) {
  const element = node instanceof Element ? node : node.parentElement
  return /** @type {HTMLElement | null | undefined} */ (element?.closest('[data-utterance]'))
}

/** More than touched at its edge. @param {Range} range @param {Element} word */
function holds(range, word) {
  const whole = document.createRange()
  whole.selectNodeContents(word)
  return range.compareBoundaryPoints(Range.END_TO_START, whole) < 0 && range.compareBoundaryPoints(Range.START_TO_END, whole) > 0
}
