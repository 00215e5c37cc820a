/** <visit-pictures>: one tile for each person in a fixed order, and whoever speaks on the stage. */

import { copyOf, find } from '../shared/dom.js'
import { t } from '../shared/messages.js'
import { Seat } from './seat.js'

/** @import { Kind } from '../wire.js' */
/** @import { Person } from './people.js' */

/** Milliseconds a picture stays on the stage at least, so that a cough does not take it. */
const DWELL = 1500

export class VisitPictures extends HTMLElement {
  /** @type {Map<string, Seat>} */ #seats = new Map()
  /** @type {string | null} */ #onStage = null
  /** @type {string | null} */ #selfId = null
  #stagedAt = -DWELL
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #later

  /** @param {Person} person */
  show(person) {
    if (person.isSelf) this.#selfId = person.id
    this.#seatOf(person.id, 'camera').show(person)
    if (!this.#onStage) this.#stage(this.#firstOther())
  }

  /** @param {Person} person */
  forget({ id }) {
    this.#drop(id)
    this.#drop(screenKey(id))
  }

  /** @param {Person} person @param {Kind} kind @param {MediaStream | null} stream */
  setStream(person, kind, stream) {
    if (kind === 'camera') this.#seatOf(person.id, kind).setStream(stream)
    if (kind === 'screen') this.#setScreen(person, stream)
  }

  /** @param {Person | null} person */
  setSpeaker(person) {
    for (const [key, seat] of this.#seats) seat.isSpeaking = key === person?.id
    if (person && !person.isSelf && !this.#screen()) this.#stageSoon(person.id)
  }

  /** @param {Person} person @param {MediaStream | null} stream */
  #setScreen(person, stream) {
    const key = screenKey(person.id)
    if (!stream) return this.#drop(key)
    const seat = this.#seatOf(person.id, 'screen')
    seat.show({ ...person, name: t('Screen of {name}', { name: person.name }), isSelf: false, muted: {} })
    seat.setStream(stream)
    this.#stage(key)
  }

  /** @param {string} id @param {Kind} kind */
  #seatOf(id, kind) {
    const key = kind === 'screen' ? screenKey(id) : id
    const known = this.#seats.get(key)
    if (known) return known
    const seat = new Seat(copyOf('#tile-template'), kind)
    this.#seats.set(key, seat)
    find('.strip', this).append(seat.element)
    return seat
  }

  /** @param {string} key */
  #drop(key) {
    this.#seats.get(key)?.element.remove()
    this.#seats.delete(key)
    if (this.#onStage === key) this.#stage(this.#firstOther())
  }

  /** @param {string} key */
  #stageSoon(key) {
    clearTimeout(this.#later)
    const wait = this.#stagedAt + DWELL - performance.now()
    if (wait <= 0) this.#stage(key)
    else this.#later = setTimeout(() => { if (this.#seats.has(key)) this.#stage(key) }, wait)
  }

  /** @param {string | null} key */
  #stage(key) {
    clearTimeout(this.#later)
    this.#onStage = key
    this.#stagedAt = performance.now()
    for (const [each, seat] of this.#seats) seat.isOnStage = each === key
    find('[data-stage-empty]', this).hidden = key !== null
  }

  #screen() { return [...this.#seats.keys()].find((key) => key.startsWith('screen ')) ?? null }

  #firstOther() { return this.#screen() ?? [...this.#seats.keys()].find((key) => key !== this.#selfId) ?? null }
}

/** @param {string} id */
const screenKey = (id) => `screen ${id}`

customElements.define('visit-pictures', VisitPictures)
