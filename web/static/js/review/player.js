/**
 * The clock of the visit and the voices that follow it.
 *
 * The clock runs by itself and waits while a voice that should sound has not come. Only those who
 * make a sound about now are played, four at most: a browser opens six connections to a server,
 * and two stay for everything else.
 */

import { Emitter } from '../emitter.js'
import { nextStart } from './spans.js'

/** @import { Span } from './review.js' */
/** @import { Track } from './track.js' */
/** @typedef {{ moved: number, changed: null, heard: Span }} Events */

const TICK = 80 // ms
const AHEAD = 3 // seconds in which somebody will speak
const AT_ONCE = 4
const PAUSE = 1.2 // seconds of silence that are skipped, less what is left around words
const AROUND = 0.3

/** @extends {Emitter<Events>} */
export class Player extends Emitter {
  #tracks
  #end
  #at = 0
  #wall = 0
  #rate = 1
  #isHeld = false
  /** @type {ReturnType<typeof setInterval> | undefined} */ #ticking
  /** @type {readonly Span[]} */ #speech = []
  #favourite = ''
  skipsSilence = false

  /** @param {readonly Track[]} tracks @param {number} end in seconds */
  constructor(tracks, end) {
    super()
    this.#tracks = tracks
    this.#end = end
  }

  get isPlaying() { return this.#ticking !== undefined }

  get canPlay() { return this.#tracks.length > 0 }

  get end() { return this.#end }

  get rate() { return this.#rate }

  set rate(rate) {
    this.#settle()
    this.#rate = rate
    this.emit('changed', null)
  }

  get position() {
    if (!this.isPlaying || this.#isHeld) return this.#at
    return Math.min(this.#end, this.#at + (performance.now() - this.#wall) / 1000 * this.#rate)
  }

  /** When somebody speaks; what lies between may be skipped. @param {readonly Span[]} speech in order, apart by more than PAUSE */
  setSpeech(speech) { this.#speech = speech }

  toggle() { this.isPlaying ? this.pause() : this.play() }

  play() {
    if (this.isPlaying || !this.canPlay) return
    if (this.#at >= this.#end) this.#at = 0
    this.#wall = performance.now()
    this.#ticking = setInterval(() => this.#tick(), TICK)
    this.emit('changed', null)
    this.#tick()
  }

  pause() {
    this.#settle()
    clearInterval(this.#ticking)
    this.#ticking = undefined
    for (const track of this.#tracks) track.rest()
    this.emit('changed', null)
  }

  /** @param {number} at seconds @param {string} [person] who must be heard there */
  seek(at, person = '') {
    this.#settle()
    this.#favourite = person
    this.#at = Math.max(0, Math.min(this.#end, at))
    this.emit('moved', this.#at)
    if (this.isPlaying) this.#tick()
  }

  /** @param {number} seconds */
  skip(seconds) { this.seek(this.position + seconds, this.#favourite) }

  #tick() {
    this.#settle()
    const next = this.skipsSilence ? nextStart(this.#speech, this.#at) : null
    if (next !== null && next - this.#at > PAUSE) this.#at = next - AROUND
    this.#conduct()
    this.emit('moved', this.#at)
    if (this.#at >= this.#end) this.pause()
  }

  /** Take the time that has passed into `#at`, and tell what was heard in it. */
  #settle() {
    const { position } = this
    if (position > this.#at) this.emit('heard', [this.#at, position])
    this.#at = position
    this.#wall = performance.now()
  }

  #conduct() {
    const loud = this.#tracks
      .map((track) => ({ track, loudness: this.#rank(track) }))
      .filter(({ loudness }) => loudness > 0)
      .sort((one, other) => other.loudness - one.loudness)
      .slice(0, AT_ONCE).map(({ track }) => track)
    this.#isHeld = loud.some((track) => track.isWaiting)
    let open = loud.length
    for (const track of this.#tracks) {
      if (loud.includes(track)) track.follow(this.#at, this.#rate, !this.#isHeld)
      else if (track.isOpen && (open += 1) <= AT_ONCE) track.rest()
      else track.release()
    }
  }

  /** @param {Track} track */
  #rank(track) {
    const loudness = track.loudness(this.#at - AROUND, this.#at + AHEAD * this.#rate)
    return loudness >= 0 && track.person === this.#favourite ? 999 : loudness
  }
}
