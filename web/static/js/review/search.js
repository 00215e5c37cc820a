/** Words looked for in the whole transcript: how many, and the next and previous. */

import { find } from '../shared/dom.js'
import { t } from '../shared/messages.js'
import { joinSpoken } from '../room/text.js'
import { isApart } from './transcript.js'

/** @import { Place, Utterance } from './review.js' */
/** @import { Transcript } from './transcript.js' */
/** @import { TranscriptView } from './transcript_view.js' */

export class Search {
  #input = /** @type {HTMLInputElement} */ (find('[data-search]'))
  #count = find('[data-hits]')
  #transcript
  #view
  #go
  /** @type {Place[]} */ #hits = []
  #current = -1

  /** @param {Transcript} transcript @param {TranscriptView} view @param {(place: Place) => void} go */
  constructor(transcript, view, go) {
    this.#transcript = transcript
    this.#view = view
    this.#go = go
    this.#input.addEventListener('input', () => this.#look())
    this.#input.addEventListener('keydown', (event) => this.#press(event))
    find('[data-next-hit]').addEventListener('click', () => this.#step(1))
    find('[data-previous-hit]').addEventListener('click', () => this.#step(-1))
    transcript.on('grown', () => this.refresh())
  }

  focus() { this.#input.select() }

  /** The words or the people shown are others now. */
  refresh() { if (this.#input.value) this.#look() }

  #look() {
    const wanted = joinSpoken(this.#input.value.trim().toLowerCase())
    /** @type {Map<string, Set<number>>} */
    const hits = new Map()
    this.#hits = []
    for (const utterance of wanted ? this.#view.rows : []) {
      if (!this.#transcript.textOf(utterance).includes(wanted)) continue
      const found = findIn(utterance, wanted)
      hits.set(utterance.id, new Set(found.flat()))
      this.#hits.push(...found.map(([word]) => ({ id: utterance.id, word })))
    }
    this.#current = -1
    this.#view.setHits(hits)
    this.#tell()
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.key === 'Enter') this.#step(event.shiftKey ? -1 : 1)
    else if (event.key === 'Escape') {
      this.#input.value = ''
      this.#look()
      this.#view.scroller.focus({ preventScroll: true })
    } else return
    event.preventDefault()
  }

  /** @param {number} step */
  #step(step) {
    const count = this.#hits.length
    if (!count) return
    this.#current = this.#current < 0 && step < 0 ? count - 1 : (this.#current + step + count) % count
    this.#tell()
    this.#go(this.#hits[this.#current])
  }

  #tell() {
    const count = this.#hits.length
    if (!this.#input.value.trim()) this.#count.textContent = ''
    else if (this.#current < 0) this.#count.textContent = t('{count} found', { count })
    else this.#count.textContent = t('{place} of {count}', { place: this.#current + 1, count })
  }
}

/** @param {Utterance} utterance @param {string} wanted @returns {number[][]} the words of each hit */
function findIn({ words }, wanted) {
  let text = ''
  const ends = words.map(([word], index) => {
    const gap = word && index && text && isApart(text, word) ? ' ' : ''
    text += gap + word.toLowerCase()
    return text.length
  })
  const hits = []
  for (let from = text.indexOf(wanted); from >= 0; from = text.indexOf(wanted, from + wanted.length)) {
    const to = from + wanted.length
    hits.push(ends.flatMap((end, index) => end > from && (ends[index - 1] ?? 0) < to ? [index] : []))
  }
  return hits
}
