/** Brings the media connection up, and up again: an ICE restart first, then a new connection. */

import { Backoff } from './waiting.js'

/** @typedef {{ disconnected: number, connect: number, firstRetry: number, longestRetry: number }} Patience milliseconds */

/** @type {Patience} */
export const PATIENCE = { disconnected: 2000, connect: 8000, firstRetry: 500, longestRetry: 5000 }

/** What fails without blame to the connection: the same step may be tried again. */
const UNHEARD = ['disconnected', 'unanswered']

export class Recovery {
  #negotiate
  #patience
  #backoff
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer
  #attempt = 0
  #tries = 0
  #next = true

  /**
   * @param {(fresh: boolean) => Promise<void>} negotiate on a new connection, or by restarting ICE on the old one
   * @param {Partial<Patience>} [patience]
   */
  constructor(negotiate, patience = {}) {
    this.#negotiate = negotiate
    this.#patience = { ...PATIENCE, ...patience }
    this.#backoff = new Backoff(this.#patience.firstRetry, this.#patience.longestRetry)
  }

  /** @param {boolean} fresh */
  async connect(fresh) {
    this.stop()
    const attempt = this.#attempt
    // On a bad line a join takes long; each attempt gets more time than the one before.
    this.#within(this.#patience.connect * ++this.#tries, true)
    try {
      await this.#negotiate(fresh)
    } catch (/** @type {any} */ error) {
      if (attempt === this.#attempt) this.#later(fresh || !UNHEARD.includes(error.code))
    }
  }

  /** The socket is back: what waits need not. */
  hurry() { if (this.#backoff.skip()) this.connect(this.#next) }

  /** Call on every change of either. @param {RTCIceConnectionState} state @param {RTCPeerConnectionState} whole */
  watch(state, whole) {
    if (whole === 'connected') {
      clearTimeout(this.#timer)
      this.#backoff.succeeded()
      this.#tries = 0
    }
    if (state === 'disconnected') this.#within(this.#patience.disconnected, false)
    if (state === 'failed') this.connect(false)
    else if (whole === 'failed') this.connect(true)
  }

  stop() {
    this.#attempt++
    clearTimeout(this.#timer)
    this.#backoff.skip()
  }

  /** @param {boolean} fresh */
  #later(fresh) {
    clearTimeout(this.#timer)
    this.#next = fresh
    this.#backoff.failed(() => this.connect(fresh))
  }

  /** Connected by then, or another attempt. @param {number} wait @param {boolean} fresh */
  #within(wait, fresh) {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.connect(fresh), wait)
  }
}
