/** How loud one person is over the whole visit, and where we are in it; a click goes there. */

import WaveSurfer from '/assets/wavesurfer.js'

/** @import { Span } from './review.js' */
/** @import { Track } from './track.js' */

const POINTS = 900

/** Height of speech whose loudness is not known. */
const SPOKEN = 0.35

export class Waveform {
  #surfer

  /**
   * @param {HTMLElement} place whose colours are taken
   * @param {Float32Array} picture from 0 to 1, evenly over the visit
   * @param {number} end of the visit in seconds
   * @param {{ nonce: string, go: (at: number) => void }} options
   */
  constructor(place, picture, end, { nonce, go }) {
    const style = getComputedStyle(place)
    this.#surfer = WaveSurfer.create({
      container: place, height: 28, duration: end, peaks: [picture], cspNonce: nonce,
      waveColor: style.getPropertyValue('--wave'), progressColor: style.getPropertyValue('--voice'),
      cursorColor: style.getPropertyValue('--text'), cursorWidth: 2, barWidth: 2, barGap: 1, barRadius: 1,
      hideScrollbar: true, interact: true,
    })
    this.#surfer.on('interaction', (at) => go(at))
  }

  /** @param {number} at seconds */
  moveTo(at) { this.#surfer.setTime(at) }

  remove() { this.#surfer.destroy() }
}

/** Lay all recordings of a person onto the time of the visit. @param {readonly Track[]} tracks @param {number} end @returns {Float32Array} 0 to 1 */
export function pictureSound(tracks, end) {
  const measured = tracks.filter(({ peaks }) => peaks.length)
  return Float32Array.from({ length: POINTS }, (_, point) => {
    const from = point / POINTS * end
    const loudest = Math.max(0, ...measured.map((track) => track.loudness(from, from + end / POINTS)))
    return Math.sqrt(loudest / 255) // quiet voices are seen too
  })
}

/** When a person spoke, until the sound is measured, or where there is none. @param {readonly Span[]} speech @param {number} end */
export function pictureSpeech(speech, end) {
  const points = new Float32Array(POINTS)
  for (const [from, to] of speech) points.fill(SPOKEN, Math.floor(from / end * POINTS), Math.ceil(to / end * POINTS))
  return points
}
