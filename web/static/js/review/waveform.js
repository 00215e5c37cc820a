/** How loud one person is over the whole visit, and where we are in it; a click goes there. */

import WaveSurfer from '/assets/wavesurfer.js'

/** @import { Track } from './track.js' */

const POINTS = 900

export class Waveform {
  #surfer

  /**
   * @param {HTMLElement} place whose colour is taken
   * @param {readonly Track[]} tracks of the person
   * @param {number} end of the visit in seconds
   * @param {{ nonce: string, go: (at: number) => void }} options
   */
  constructor(place, tracks, end, { nonce, go }) {
    const style = getComputedStyle(place)
    this.#surfer = WaveSurfer.create({
      container: place, height: 36, duration: end, peaks: [picture(tracks, end)], cspNonce: nonce,
      waveColor: style.getPropertyValue('--wave'), progressColor: style.getPropertyValue('--voice'),
      cursorColor: style.getPropertyValue('--text'), cursorWidth: 2, barWidth: 2, barGap: 1, barRadius: 1,
      hideScrollbar: true, interact: true,
    })
    this.#surfer.on('interaction', (at) => go(at))
  }

  /** @param {number} at seconds */
  moveTo(at) { this.#surfer.setTime(at) }
}

/** Lay all recordings of a person onto the time of the visit. @param {readonly Track[]} tracks @param {number} end @returns {Float32Array} 0 to 1 */
function picture(tracks, end) {
  const points = new Float32Array(POINTS)
  for (let point = 0; point < POINTS; point += 1) {
    const from = point / POINTS * end
    const loudest = Math.max(0, ...tracks.filter(({ peaks }) => peaks.length).map((track) => track.loudness(from, from + end / POINTS)))
    points[point] = Math.sqrt(loudest / 255) // quiet voices are seen too
  }
  return points
}
