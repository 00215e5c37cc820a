/** The small form over a word: Enter saves, Escape closes, and a refusal keeps what was typed. */

import { ApiError } from '../shared/api.js'
import { all, find } from '../shared/dom.js'
import { t } from '../shared/messages.js'
import { spansOf } from './transcript.js'

/** @import { Correction, Place, Quote } from './review.js' */
/** @import { Corrections } from './corrections.js' */
/** @import { Transcript } from './transcript.js' */
/** @import { TranscriptView } from './transcript_view.js' */

export class WordEditor {
  #form = /** @type {HTMLFormElement} */ (find('[data-word-editor]'))
  #input = /** @type {HTMLInputElement} */ (find('input', this.#form))
  #problem = find('[data-problem]', this.#form)
  #was = find('[data-was]', this.#form)
  #undo = find('[data-undo]', this.#form)
  #transcript
  #view
  #corrections
  /** @type {Place | null} */ #place = null
  /** @type {Quote | null} */ #quote = null
  #base = 0

  /** @param {Transcript} transcript @param {TranscriptView} view @param {Corrections} corrections */
  constructor(transcript, view, corrections) {
    this.#transcript = transcript
    this.#view = view
    this.#corrections = corrections
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault()
      this.#save()
    })
    this.#form.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return
      event.stopPropagation()
      this.close()
    })
    find('[data-cancel]', this.#form).addEventListener('click', () => this.close())
    this.#undo.addEventListener('click', () => this.#takeBack())
  }

  get isOpen() { return !this.#form.hidden }

  /** @param {Place} place the first shown word @param {number} [last] shown word, for several */
  open(place, last = place.word) {
    const utterance = this.#transcript.find(place.id)
    const element = this.#view.wordElement(place)
    if (!utterance || !element) return
    const spans = spansOf(utterance)
    const [start, end] = [spans[place.word][0], spans[last][1]]
    const words = utterance.words.filter((_, index) => start <= spans[index][0] && spans[index][1] <= end)
    this.#place = place
    this.#quote = { utterance_id: place.id, start, end }
    this.#base = this.#corrections.sequence
    this.#input.value = words.map(([text]) => text).filter(Boolean).join(' ')
    this.#say('')
    this.#tellOriginal(utterance.corrections.find((one) => one.start === start && one.end === end))
    this.#form.hidden = false
    this.#putUnder(element)
    this.#input.select()
  }

  close() {
    this.#form.hidden = true
    const word = this.#place && this.#view.wordElement(this.#place)
    if (word) word.focus({ preventScroll: true })
    else this.#view.scroller.focus({ preventScroll: true })
  }

  /** @param {Correction | undefined} correction */
  #tellOriginal(correction) {
    this.#was.textContent = correction ? t('Heard as “{was}”, changed by {name}.', { was: correction.was ?? '', name: correction.author }) : ''
    this.#undo.hidden = !correction
    this.#undo.dataset.correction = correction?.id ?? ''
  }

  /** @param {HTMLElement} word */
  #putUnder(word) {
    const [box, frame] = [word.getBoundingClientRect(), this.#view.scroller.getBoundingClientRect()]
    const { scrollTop, clientWidth } = this.#view.scroller
    const left = Math.max(8, Math.min(box.left - frame.left, clientWidth - this.#form.offsetWidth - 8))
    this.#form.style.insetInlineStart = `${left}px`
    this.#form.style.insetBlockStart = `${box.top - frame.top + scrollTop - 6}px`
    this.#form.scrollIntoView({ block: 'nearest' })
  }

  async #save() {
    if (!this.#quote) return
    await this.#try(() => this.#corrections.write(/** @type {Quote} */ (this.#quote), this.#input.value, this.#base))
  }

  async #takeBack() { await this.#try(() => this.#corrections.undo(this.#undo.dataset.correction)) }

  /** @param {() => Promise<unknown>} work */
  async #try(work) {
    this.#lock(true)
    try {
      await work()
      this.close()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      await this.#refused(error)
    } finally {
      this.#lock(false)
    }
    if (this.isOpen) this.#input.focus()
  }

  /** Somebody was faster: show theirs, keep ours; saving again puts ours over theirs. @param {ApiError} error */
  async #refused({ code, message, details }) {
    if (code !== 'correction_conflict_error' || !this.#quote) return this.#say(message)
    /** @type {Correction[]} */
    const theirs = details.theirs
    await this.#corrections.catchUp()
    this.#base = Math.max(details.sequence, this.#corrections.sequence)
    this.#quote.start = Math.min(this.#quote.start, ...theirs.map(({ start }) => start))
    this.#quote.end = Math.max(this.#quote.end, ...theirs.map(({ end }) => end))
    const { author, text, undone_by: undoneBy } = /** @type {Correction} */ (theirs.at(-1))
    this.#say(undoneBy
      ? t('{name} has taken back “{text}” meanwhile. Yours is kept above; save again to write it.', { name: undoneBy, text })
      : t('{name} has written “{text}” here meanwhile. Yours is kept above; save again to put it over theirs.', { name: author, text: text || '⌫' }))
  }

  /** @param {string} problem */
  #say(problem) {
    this.#problem.textContent = problem
    this.#problem.hidden = !problem
  }

  /** @param {boolean} isBusy */
  #lock(isBusy) { for (const button of all('button', this.#form)) button.toggleAttribute('disabled', isBusy) }
}
