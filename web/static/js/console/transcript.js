/** The tab with every finished sentence, in the order they were said. */

import { find } from '../shared/dom.js'
import { sayPoint } from '../shared/when.js'
import { htmlLang, joinSpoken } from '../room/text.js'

/** @import { Caption } from '../wire.js' */

export class TranscriptList {
  #list = find('[data-transcript]')
  /** @type {Set<string>} */ #known = new Set()

  /** @param {Caption} caption @param {number} voice */
  add(caption, voice) {
    if (!caption.final || !caption.text || this.#known.has(caption.id)) return
    this.#known.add(caption.id)
    this.#list.insertBefore(turn(caption, voice), this.#after(caption.start))
    find('[data-transcript-empty]').hidden = true
  }

  /** @param {number} start @returns {Element | null} the first turn that began later */
  #after(start) {
    for (let turn = this.#list.lastElementChild, later = null; ; turn = turn.previousElementSibling) {
      if (!turn || Number(/** @type {HTMLElement} */ (turn).dataset.start) <= start) return later
      later = turn
    }
  }
}

/** @param {Caption} caption @param {number} voice */
function turn({ name, department, text, lang, start }, voice) {
  const element = document.createElement('li')
  const who = document.createElement('div')
  const words = document.createElement('p')
  Object.assign(element.dataset, { start: String(start), voice: String(voice) })
  element.className = 'caption-line'
  who.className = 'caption-who'
  who.textContent = `${[name, department].filter(Boolean).join(' · ')}  ${sayPoint(start)}`
  words.className = 'caption-words'
  words.lang = htmlLang(lang)
  words.textContent = joinSpoken(text)
  element.append(who, words)
  return element
}
