/** The browser's end of docs/protocol.md: one WebSocket that comes back by itself. No DOM. */

import { Emitter } from './emitter.js'
import { EVENTS_LOST, SignalingError, findEnding, findEndingOf } from './endings.js'
import { Line } from './line.js'
import { Offers } from './offers.js'
import { Redial } from './redial.js'

/** @import { Announcements, ClientMessages, Kind, ServerMessages, SignalingEvents, SignalingState } from './wire.js' */
/** @import { Entry } from './redial.js' */

const VERSION = 1
const TIMING = { firstRetry: 300, longestRetry: 5000, join: 10_000, ping: 10_000, pong: 3000, offer: 10_000 } // milliseconds

export class Signaling {
  #WebSocket
  #timing
  #redial
  #offers
  /** @type {Emitter<SignalingEvents>} */ #emitter = new Emitter()
  /** @type {Emitter<Announcements>} */ #topics = new Emitter()
  /** @type {SignalingState} */ #state = 'closed'
  /** @type {Line | null} */ #line = null
  /** @type {string | null} */ #session = null
  #lastSeq = 0
  /** The last wish of each sort waits for a socket, so this is bounded. @type {Map<string, object>} */ #wishes = new Map()

  /**
   * @param {() => Promise<Entry>} authorize asked before every attempt; an error with a true `fatal` ends all attempts
   * @param {{ WebSocket?: typeof WebSocket, timing?: Partial<typeof TIMING> }} [options]
   */
  constructor(authorize, options = {}) {
    this.#WebSocket = options.WebSocket ?? globalThis.WebSocket
    this.#timing = { ...TIMING, ...options.timing }
    const hooks = { dial: (/** @type {Entry} */ entry) => this.#dial(entry), refused: (/** @type {any} */ error) => this.#failed(error) }
    this.#redial = new Redial(authorize, hooks, this.#timing)
    this.#offers = new Offers(this.#timing.offer)
  }

  /** @type {Emitter<SignalingEvents>['on']} */
  on(name, listener) { return this.#emitter.on(name, listener) }

  /** @type {Emitter<Announcements>['on']} */
  onTopic(topic, listener) { return this.#topics.on(topic, listener) }

  get state() { return this.#state }

  /** Take the seat, and take it again whenever the socket is lost. */
  open() {
    this.#setState('connecting')
    this.#redial.now()
  }

  /** Go without giving the seat up, as a reload does. */
  close() { this.#end(new SignalingError({ code: 'closed' })) }

  /** Give the seat up. */
  leave() {
    this.#send('leave', {})
    this.#end(new SignalingError({ code: 'left' }))
  }

  /** @param {Kind} kind @param {boolean} muted */
  mute(kind, muted) { this.#wish(`mute ${kind}`, 'mute', { kind, muted }) }

  /** @param {boolean} active */
  share(active) { this.#wish('share', 'share', { active }) }

  /** Rejects with `SignalingError`, also when the socket is lost. @param {string} sdp @returns {Promise<string>} the answer */
  offer(sdp) { return this.#offers.ask((id) => this.#send('offer', { sdp, id })) }

  /** The network may be back, or another one: try at once, or find out whether the socket still lives. */
  retryNow() {
    if (this.#state === 'connected') this.#line?.ping()
    else this.#redial.hurry()
  }

  /** @param {Entry} entry */
  #dial({ url, ticket }) {
    this.#line = new Line(new this.#WebSocket(url), {
      opened: () => this.#send('join', { version: VERSION, ticket, session: this.#session, last_seq: this.#lastSeq }),
      received: (frame) => this.#receive(frame),
      lost: (code) => this.#lost(code),
    }, this.#timing)
  }

  /** @param {any} frame */
  #receive(frame) {
    if (frame.seq <= this.#lastSeq) return
    this.#lastSeq = frame.seq ?? this.#lastSeq
    if (frame.type === 'welcome') this.#welcomed(frame)
    this.#offers.hear(frame)
    if (frame.type === 'announced') this.#topics.emit(/** @type {keyof Announcements} */ (frame.topic), frame.body)
    this.#emitter.emit(/** @type {keyof ServerMessages} */ (frame.type), frame)
    const ending = findEnding(frame)
    if (ending) this.#end(ending)
  }

  /** @param {ServerMessages['welcome']} welcome */
  #welcomed({ session, resumed }) {
    this.#session = session
    if (!resumed) this.#lastSeq = 0
    this.#redial.succeeded()
    for (const wish of this.#wishes.values()) this.#line?.send(wish)
    this.#wishes.clear()
    this.#setState('connected')
  }

  /** @param {number} code */
  #lost(code) {
    this.#hangUp()
    if (code === EVENTS_LOST) this.#session = null
    this.#failed(findEndingOf(code))
  }

  /** @param {any} error */
  #failed(error) {
    if (error?.fatal) this.#end(error)
    else this.#setState(this.#session ? 'reconnecting' : 'connecting', this.#redial.later())
  }

  /** @param {SignalingError} ending */
  #end({ code = 'refused', message }) {
    if (this.#state === 'closed') return
    this.#redial.stop()
    this.#hangUp()
    this.#setState('closed')
    this.#emitter.emit('closed', { code, message })
  }

  #hangUp() {
    this.#line?.hangUp()
    this.#line = null
    this.#offers.disconnected()
  }

  /** @param {string} key @param {'mute' | 'share'} type @param {any} fields */
  #wish(key, type, fields) {
    if (this.#state !== 'connected' || !this.#send(type, fields)) this.#wishes.set(key, { type, ...fields })
  }

  /** @template {keyof ClientMessages} Type @param {Type} type @param {ClientMessages[Type]} fields */
  #send(type, fields) { return this.#line?.send({ type, ...fields }) ?? false }

  /** @param {SignalingState} state @param {number} [retryIn] milliseconds */
  #setState(state, retryIn) {
    this.#state = state
    this.#emitter.emit('state', { state, retryIn })
  }
}
