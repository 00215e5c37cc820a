/** A place in the strip with the tile that belongs to it. */

import { find } from '../shared/dom.js'
import { initialOf } from './text.js'

/** @import { Kind } from '../wire.js' */
/** @import { Person } from './people.js' */

export class Seat {
  #tile
  /** @type {HTMLVideoElement} */ #video
  #kind
  #isShown = true

  /** @param {HTMLElement} element a copy of the template @param {Kind} kind */
  constructor(element, kind) {
    this.element = element
    this.#tile = find('.tile', element)
    this.#video = find('video', element)
    this.#kind = kind
    if (kind === 'screen') this.#tile.dataset.testid = 'screen-tile'
    this.#refresh()
  }

  /** @param {Person} person */
  show({ id, name, department, isSelf, away, muted, voice, tracks }) {
    const isAudible = isSelf || this.#kind === 'screen' || tracks.has('audio')
    Object.assign(this.#tile.dataset, { participant: id, name, voice: String(voice) })
    this.element.dataset.name = name
    this.element.toggleAttribute('data-own', isSelf)
    this.#tile.toggleAttribute('data-muted', Boolean(muted.audio) || !isAudible)
    this.#tile.toggleAttribute('data-away', away)
    find('.tile-name', this.#tile).textContent = name
    find('.tile-department', this.#tile).textContent = department
    find('.tile-initial', this.#tile).textContent = initialOf(name)
    this.#isShown = !muted[this.#kind]
    this.#refresh()
  }

  /** @param {MediaStream | null} stream */
  setStream(stream) {
    if (this.#video.srcObject !== stream) this.#video.srcObject = stream
    if (stream) this.#video.play().catch(() => {})
    this.#refresh()
  }

  /** @param {boolean} speaking */
  set isSpeaking(speaking) { this.#tile.toggleAttribute('data-speaking', speaking) }

  /** @param {boolean} onStage */
  set isOnStage(onStage) { this.#tile.toggleAttribute('data-stage', onStage) }

  #refresh() { this.#tile.toggleAttribute('data-dark', !this.#isShown || !this.#video.srcObject) }
}
