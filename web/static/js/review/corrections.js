/** What people write over words: sent, taken back, and kept in step with what others do. */

import { Emitter } from '../emitter.js'
import { ApiError, get, post } from '../shared/api.js'

/** @import { Links, News, Quote } from './review.js' */
/** @typedef {{ news: News, lost: boolean }} Events */

const EVERY = 2000 // ms
const AWAY = 15_000 // ms while nobody looks

/** @extends {Emitter<Events>} */
export class Corrections extends Emitter {
  #links
  #sequence
  /** @type {string[]} of ours, the latest last */ #ours = []

  /** @param {Links} links @param {number} sequence of the latest change that is known */
  constructor(links, sequence) {
    super()
    this.#links = links
    this.#sequence = sequence
  }

  /** What an author has seen who begins to write now. */
  get sequence() { return this.#sequence }

  /** @param {Quote} quote @param {string} text "" takes the words out @param {number} base the `sequence` when the author began */
  async write({ utterance_id, start, end }, text, base) {
    const news = await post(this.#links.corrections, { utterance_id, start, end, text, base })
    this.#take(news)
    const written = /** @type {News} */ (news).utterances.find(({ id }) => id === utterance_id)?.corrections
      .findLast((one) => one.start === start && one.end === end)
    if (written) this.#ours = [...this.#ours.filter((id) => id !== written.id), written.id]
  }

  /** Take back a correction, or the latest of ours. @param {string} [id] @returns {Promise<boolean>} false when there is none */
  async undo(id = this.#ours.at(-1)) {
    if (!id) return false
    const news = await post(this.#links.undo.replace('{id}', id), { base: this.#sequence })
    this.#ours = this.#ours.filter((one) => one !== id)
    this.#take(news)
    return true
  }

  /** Ask what others did until the page goes away. */
  async watch() {
    for (;;) {
      await new Promise((resolve) => { setTimeout(resolve, document.hidden ? AWAY : EVERY) })
      await this.catchUp()
    }
  }

  async catchUp() {
    try {
      for (let more = true; more;) {
        const news = await get(`${this.#links.changes}?after=${this.#sequence}`)
        more = news.more
        this.#take(news)
      }
      this.emit('lost', false)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      this.emit('lost', true)
    }
  }

  /** An answer that was overtaken on its way says nothing new. @param {News} news */
  #take(news) {
    if (news.sequence < this.#sequence) return
    this.#sequence = news.sequence
    if (news.changes.length) this.emit('news', news)
  }
}
