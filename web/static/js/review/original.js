/** The bubble over a corrected word: what was heard, and who changed it. */

import { find } from '../shared/dom.js'
import { t } from '../shared/messages.js'
import { sayMoment } from '../shared/when.js'

/** @import { Transcript } from './transcript.js' */

export class Original {
  #bubble = find('[data-original]')
  #transcript
  #scroller

  /** @param {Transcript} transcript @param {HTMLElement} scroller */
  constructor(transcript, scroller) {
    this.#transcript = transcript
    this.#scroller = scroller
    for (const name of ['pointerover', 'focusin']) scroller.addEventListener(name, ({ target }) => this.#over(target))
    for (const name of ['pointerleave', 'focusout']) scroller.addEventListener(name, () => this.#hide())
  }

  /** @param {EventTarget | null} target */
  #over(target) {
    const word = target instanceof Element && target.closest('[data-correction]')
    const row = word && word.closest('[data-utterance]')
    if (!(word instanceof HTMLElement) || !(row instanceof HTMLElement)) return this.#hide()
    const correction = this.#transcript.find(row.dataset.utterance ?? '')?.corrections.find(({ id }) => id === word.dataset.correction)
    if (!correction) return
    this.#bubble.textContent = t('Heard as “{was}” · {name}, {moment}', {
      was: correction.was ?? '', name: correction.author, moment: sayMoment(correction.at),
    })
    this.#bubble.hidden = false
    word.setAttribute('aria-describedby', this.#bubble.id)
    this.#putOver(word)
  }

  /** @param {HTMLElement} word */
  #putOver(word) {
    const [box, frame] = [word.getBoundingClientRect(), this.#scroller.getBoundingClientRect()]
    const left = Math.min(box.left - frame.left, this.#scroller.clientWidth - this.#bubble.offsetWidth - 8)
    this.#bubble.style.insetInlineStart = `${Math.max(8, left)}px`
    this.#bubble.style.insetBlockStart = `${box.top - frame.top + this.#scroller.scrollTop - this.#bubble.offsetHeight - 4}px`
  }

  #hide() { this.#bubble.hidden = true }
}
