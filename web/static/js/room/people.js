/** Who is in the visit, as the events tell; each person keeps one voice colour. */

import { Emitter } from '../emitter.js'

/** @import { Signaling } from '../protocol.js' */
/** @import { Kind, Role, ServerMessages } from '../wire.js' */
/**
 * @typedef {object} Person
 * @property {string} id
 * @property {string} name
 * @property {string} department "" for citizens
 * @property {Role} role
 * @property {number} voice 1..8, the colour of the name
 * @property {boolean} isSelf
 * @property {boolean} away
 * @property {Partial<Record<Kind, boolean>>} muted
 * @property {Set<Kind>} tracks
 */
/** @typedef {{ changed: Person, left: Person, speaker: Person | null }} PeopleEvents */

const VOICES = 8

export class People {
  /** @type {Map<string, Person>} */ #people = new Map()
  /** @type {Map<string, number>} */ #voices = new Map()
  /** @type {Emitter<PeopleEvents>} */ #emitter = new Emitter()
  #selfId = ''
  #self

  /** @param {Signaling} signaling @param {{ name: string, department: string, role: Role }} self as the page names the own person */
  constructor(signaling, self) {
    this.#self = self
    signaling.on('welcome', (welcome) => this.#welcomed(welcome))
    signaling.on('admitted', () => this.#joined({ participant_id: this.#selfId, ...this.#self }))
    signaling.on('participant_joined', (event) => this.#joined(event))
    signaling.on('participant_left', ({ participant_id: id }) => this.#left(id))
    signaling.on('participant_away', ({ participant_id: id }) => this.#change(id, { away: true }))
    signaling.on('participant_returned', ({ participant_id: id }) => this.#change(id, { away: false }))
    signaling.on('track_published', (event) => this.#tracked(event, true))
    signaling.on('track_unpublished', (event) => this.#tracked(event, false))
    signaling.on('track_muted', ({ participant_id: id, kind, muted }) => this.#muted(id, kind, muted))
    signaling.on('speaker_changed', ({ participant_id: id }) => this.#emitter.emit('speaker', this.find(id ?? '') ?? null))
  }

  get all() { return [...this.#people.values()] }

  /** @type {Emitter<PeopleEvents>['on']} */
  on(name, listener) { return this.#emitter.on(name, listener) }

  /** @param {string} id */
  find(id) { return this.#people.get(id) }

  /** The colour of somebody's words, also after they left. @param {string} id */
  voiceOf(id) {
    const voice = this.#voices.get(id) ?? (this.#voices.size % VOICES) + 1
    this.#voices.set(id, voice)
    return voice
  }

  /** A seat taken afresh hears everything from the beginning. @param {ServerMessages['welcome']} welcome */
  #welcomed({ participant_id: self, admitted, resumed }) {
    this.#selfId = self
    if (resumed) return
    for (const id of [...this.#people.keys()]) this.#left(id)
    if (admitted) this.#joined({ participant_id: self, ...this.#self })
  }

  /** @param {Omit<ServerMessages['participant_joined'], 'seq'>} event */
  #joined({ participant_id: id, name, department, role }) {
    const known = this.#people.get(id)
    const person = {
      id, name, department, role, voice: this.voiceOf(id), isSelf: id === this.#selfId, away: false,
      muted: known?.muted ?? {}, tracks: known?.tracks ?? new Set(),
    }
    this.#people.set(id, person)
    this.#emitter.emit('changed', person)
  }

  /** @param {string} id */
  #left(id) {
    const person = this.#people.get(id)
    this.#people.delete(id)
    if (person) this.#emitter.emit('left', person)
  }

  /** @param {{ participant_id: string, kind: Kind }} event @param {boolean} published */
  #tracked({ participant_id: id, kind }, published) {
    const tracks = this.#people.get(id)?.tracks
    if (published) tracks?.add(kind)
    else tracks?.delete(kind)
    this.#change(id, {})
  }

  /** @param {string} id @param {Kind} kind @param {boolean} muted */
  #muted(id, kind, muted) {
    const person = this.#people.get(id)
    if (person) this.#change(id, { muted: { ...person.muted, [kind]: muted } })
  }

  /** @param {string} id @param {Partial<Person>} change */
  #change(id, change) {
    const person = this.#people.get(id)
    if (person) this.#emitter.emit('changed', Object.assign(person, change))
  }
}
