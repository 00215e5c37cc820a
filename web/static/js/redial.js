/** Asks for a ticket and dials, again and again until stopped; a newer attempt makes an older one void. */

import { Backoff, within } from './waiting.js'

/** @typedef {{ url: string, ticket: string }} Entry a single-use ticket and where to show it */

export class Redial {
  #authorize
  #dial
  #refused
  #timing
  #backoff
  #attempt = 0

  /**
   * @param {() => Promise<Entry>} authorize
   * @param {{ dial: (entry: Entry) => void, refused: (error: any) => void }} hooks
   * @param {{ firstRetry: number, longestRetry: number, join: number }} timing milliseconds
   */
  constructor(authorize, { dial, refused }, timing) {
    this.#authorize = authorize
    this.#dial = dial
    this.#refused = refused
    this.#timing = timing
    this.#backoff = new Backoff(timing.firstRetry, timing.longestRetry)
  }

  async now() {
    const attempt = ++this.#attempt
    try {
      const entry = await within(this.#timing.join, this.#authorize())
      if (attempt === this.#attempt) this.#dial(entry)
    } catch (error) {
      if (attempt === this.#attempt) this.#refused(error)
    }
  }

  /** @returns {number} milliseconds until the next attempt */
  later() { return this.#backoff.failed(() => this.now()) }

  /** Skip the wait, if there is one. */
  hurry() { if (this.#backoff.skip()) this.now() }

  succeeded() { this.#backoff.succeeded() }

  stop() {
    this.#attempt++
    this.#backoff.skip()
  }
}
