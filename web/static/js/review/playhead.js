/** Where we are in the transcript: the words that sound are marked and kept in sight. */

import { find } from '../shared/dom.js'
import { TranscriptView } from './transcript_view.js'

/** @import { Place } from './review.js' */
/** @import { Transcript } from './transcript.js' */

export class Playhead {
  #transcript
  #view
  #button = find('[data-follow]')
  /** @type {HTMLElement[]} */ #marked = []
  /** @type {Place | null} */ #place = null
  #at = 0
  #isFollowing = true

  /** @param {Transcript} transcript @param {TranscriptView} view */
  constructor(transcript, view) {
    this.#transcript = transcript
    this.#view = view
    const stop = () => this.#setFollowing(false)
    for (const name of ['wheel', 'touchmove']) view.scroller.addEventListener(name, stop, { passive: true })
    view.scroller.addEventListener('keydown', ({ key }) => { if (/^(Page|Home|End)/.test(key)) stop() })
    view.scroller.addEventListener('scroll', () => this.#mark(), { passive: true })
    this.#button.addEventListener('click', () => this.follow())
    view.on('drawn', () => this.#mark())
  }

  /** @returns {Place | null} the word that is heard, or was chosen last */
  get place() { return this.#place }

  /** @param {number} at seconds */
  moveTo(at) {
    this.#at = at
    const speaking = this.#transcript.speakingAt(at)
    const current = speaking.find(({ id }) => id === this.#place?.id) ?? speaking.at(-1) ?? this.#transcript.latestAt(at)
    if (!current) return
    const isOther = current.id !== this.#place?.id
    this.#place = TranscriptView.placeAt(current, at)
    if (isOther && this.#isFollowing) this.#view.show(current.id, 'unseen')
    this.#mark()
  }

  /** Somebody chose this word. @param {Place} place @param {{ focus?: boolean }} [options] */
  choose(place, { focus = false } = {}) {
    this.#place = place
    this.#at = this.#transcript.find(place.id)?.words[place.word]?.[1] ?? this.#at
    this.#setFollowing(true)
    this.#view.show(place.id, 'unseen')
    this.#mark()
    if (focus) this.#view.wordElement(place)?.focus({ preventScroll: true })
  }

  follow() {
    this.#setFollowing(true)
    if (this.#place) this.#view.show(this.#place.id)
    this.#mark()
  }

  /** @param {boolean} isFollowing */
  #setFollowing(isFollowing) {
    this.#isFollowing = isFollowing
    this.#button.hidden = isFollowing || !this.#place
  }

  #mark() {
    for (const word of this.#marked) {
      delete word.dataset.playing
      word.removeAttribute('aria-current')
    }
    const places = this.#transcript.speakingAt(this.#at).map((one) => TranscriptView.placeAt(one, this.#at))
    this.#marked = [...places, ...this.#place ? [this.#place] : []]
      .map((place) => this.#view.wordElement(place)).filter((word) => !!word)
    for (const word of this.#marked) word.dataset.playing = ''
    if (this.#place) this.#view.wordElement(this.#place)?.setAttribute('aria-current', 'true')
  }
}
