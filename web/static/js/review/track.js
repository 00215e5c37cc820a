/** The sound of one recording: an <audio> that follows the clock of the visit. */

import { get } from '../shared/api.js'

/** @import { Recording } from './review.js' */

const FAR = 0.3 // seconds: jump
const NEAR = 0.06 // seconds: leave alone
const PATIENCE = 8000 // ms to wait for the network before going on without this voice
const MOST_PEAKS = 20_000

export class Track {
  #audio = new Audio()
  #recording
  /** @type {number[]} 0 to 255 */ #peaks = []
  #seconds = 0
  #waitingSince = 0
  isMuted = false

  /** @param {Recording} recording @param {HTMLElement} place that holds the element */
  constructor(recording, place) {
    this.#recording = recording
    this.#audio.preload = 'none'
    this.#audio.dataset.recording = recording.id
    this.#audio.dataset.person = recording.participant_id
    place.append(this.#audio)
  }

  get person() { return this.#recording.participant_id }

  get isOpen() { return this.#audio.hasAttribute('src') }

  get started() { return this.#recording.started }

  get seconds() { return this.#seconds || this.#recording.duration || 0 }

  /** 0 to 255, evenly over `seconds`. */
  get peaks() { return this.#peaks }

  /** Sound is asked for and has not come. */
  get isWaiting() { return this.#waitingSince > 0 && performance.now() - this.#waitingSince < PATIENCE }

  /** Learn how loud it is; without, it counts as loud everywhere. */
  async loadPeaks() {
    const points = Math.min(MOST_PEAKS, Math.ceil((this.#recording.duration ?? 3600) * 2))
    const { seconds, peaks } = await get(`${this.#recording.peaks_url}?points=${points}`)
    this.#seconds = seconds
    this.#peaks = peaks
  }

  /** The loudest value between two seconds of the visit; -1 where there is no recording. @param {number} from @param {number} to */
  loudness(from, to) {
    const { started, seconds } = this
    if (this.isMuted || to <= started || from >= started + seconds) return -1
    const count = this.#peaks.length
    if (!count) return 1
    const first = Math.max(0, Math.floor((from - started) / seconds * count))
    return Math.max(0, ...this.#peaks.slice(first, Math.ceil((to - started) / seconds * count)))
  }

  /** Sound as the clock says, as exactly as a browser can. @param {number} position seconds @param {number} rate @param {boolean} isRunning */
  follow(position, rate, isRunning) {
    const at = position - this.started
    if (at < 0) return this.rest()
    if (!this.isOpen) this.#open(at)
    this.#note()
    if (this.#audio.seeking || this.#audio.error) return
    const ahead = this.#audio.currentTime - at
    if (Math.abs(ahead) > FAR) this.#audio.currentTime = at
    this.#audio.playbackRate = Math.abs(ahead) < NEAR ? rate : rate * (1 - Math.max(-0.08, Math.min(0.08, ahead / 2)))
    if (!isRunning) this.#audio.pause()
    else if (this.#audio.paused) this.#audio.play().catch(() => {})
  }

  rest() {
    this.#waitingSince = 0
    if (!this.#audio.paused) this.#audio.pause()
  }

  /** Let go of the connection: a browser has six for a server. */
  release() {
    this.rest()
    if (!this.isOpen) return
    this.#audio.removeAttribute('src')
    this.#audio.load()
  }

  /** @param {number} at */
  #open(at) {
    this.#audio.preload = 'auto'
    this.#audio.src = this.#recording.url
    this.#audio.currentTime = at
  }

  #note() {
    const hasSound = this.#audio.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA || this.#audio.ended || this.#audio.error
    if (hasSound && !this.#audio.seeking) this.#waitingSince = 0
    else this.#waitingSince ||= performance.now()
  }
}
