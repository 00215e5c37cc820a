/** The people on the left: how loud over time, who is heard, whose words are shown. */

import { Emitter } from '../emitter.js'
import { ApiError } from '../shared/api.js'
import { all, find } from '../shared/dom.js'
import { Track } from './track.js'
import { Waveform, pictureSound, pictureSpeech } from './waveform.js'

/** @import { PageState, Utterance } from './review.js' */
/** @typedef {{ filter: ReadonlySet<string> | null, go: { at: number, person: string } }} Events */

/** @extends {Emitter<Events>} */
export class Voices extends Emitter {
  /** @type {readonly Track[]} */ tracks
  /** @type {Map<HTMLElement, Waveform>} */ #waveforms = new Map()
  #state
  #people = all('[data-voice-row]')
  #everybody = /** @type {HTMLButtonElement} */ (find('[data-everybody]'))

  /** @param {PageState} state */
  constructor(state) {
    super()
    this.#state = state
    const rows = new Map(this.#people.map((row) => [row.dataset.person, row]))
    this.tracks = state.recordings.map((one) => new Track(one, rows.get(one.participant_id) ?? document.body))
    for (const row of this.#people) this.#listen(row)
    this.#everybody.addEventListener('click', () => this.#showEverybody())
  }

  /** Show who spoke when, then how loud, one after another: a long visit's sound takes a while to measure. @param {readonly Utterance[]} said */
  async draw(said) {
    const { totals: { seconds } } = this.#state
    if (!seconds) return
    for (const row of this.#people) {
      const own = said.filter(({ person }) => person === row.dataset.person)
      this.#show(row, pictureSpeech(own.map(({ start, end }) => [start, end]), seconds))
    }
    for (const row of this.#people) {
      const tracks = this.#tracksOf(row)
      await Promise.all(tracks.map((track) => track.loadPeaks().catch(forgive)))
      if (tracks.some(({ peaks }) => peaks.length)) this.#show(row, pictureSound(tracks, seconds))
    }
  }

  /** @param {number} at seconds */
  moveTo(at) { for (const waveform of this.#waveforms.values()) waveform.moveTo(at) }

  /** @param {HTMLElement} row @param {Float32Array} picture */
  #show(row, picture) {
    const person = row.dataset.person ?? ''
    const place = find('[data-wave]', row)
    this.#waveforms.get(row)?.remove()
    place.replaceChildren()
    this.#waveforms.set(row, new Waveform(place, picture, this.#state.totals.seconds, {
      nonce: this.#state.style_nonce, go: (at) => this.emit('go', { at, person }),
    }))
  }

  /** @param {HTMLElement} row */
  #tracksOf(row) { return this.tracks.filter(({ person }) => person === row.dataset.person) }

  /** @param {HTMLElement} row */
  #listen(row) {
    row.querySelector('[data-hear]')?.addEventListener('click', ({ currentTarget }) => {
      const isHeard = toggle(/** @type {Element} */ (currentTarget))
      for (const track of this.#tracksOf(row)) track.isMuted = !isHeard
    })
    find('[data-only]', row).addEventListener('click', ({ currentTarget }) => {
      toggle(/** @type {Element} */ (currentTarget))
      this.#filter()
    })
  }

  #filter() {
    const only = this.#people.filter((row) => find('[data-only]', row).ariaPressed === 'true').map((row) => row.dataset.person ?? '')
    this.#everybody.hidden = !only.length
    this.emit('filter', only.length ? new Set(only) : null)
  }

  #showEverybody() {
    for (const row of this.#people) find('[data-only]', row).ariaPressed = 'false'
    find('[data-only]').focus()
    this.#filter()
  }
}

/** @param {Element} button @returns {boolean} whether it is pressed now */
function toggle(button) {
  const isPressed = button.ariaPressed !== 'true'
  button.ariaPressed = String(isPressed)
  return isPressed
}

/** Without its picture a voice is still heard. @param {unknown} error */
function forgive(error) { if (!(error instanceof ApiError)) throw error }
