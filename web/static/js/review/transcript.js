/** The whole transcript in memory: loaded window by window, kept as new as the changes say. */

import { Emitter } from '../emitter.js'
import { get } from '../shared/api.js'
import { joinSpoken } from '../room/text.js'
import { firstAfter } from './spans.js'

/** @import { Place, Quote, Utterance } from './review.js' */
/** @typedef {{ grown: number, changed: Utterance }} Events */

const WINDOW = 500
/** Nobody speaks for longer without a break; bounds the search for who speaks at a time. */
const LONGEST = 90

/** @extends {Emitter<Events>} */
export class Transcript extends Emitter {
  /** @type {Utterance[]} by start */ all = []
  /** @type {Map<string, number>} */ #places = new Map()
  /** @type {Map<string, string>} */ #texts = new Map()
  #isWhole = false

  get isWhole() { return this.#isWhole }

  /** Load what is missing, window by window; asked again after an error it goes on. @param {string} path */
  async load(path) {
    while (!this.#isWhole) {
      const after = this.all.at(-1)?.id ?? ''
      const { utterances, next } = await get(`${path}?limit=${WINDOW}&after=${after}`)
      for (const utterance of utterances) {
        this.#places.set(utterance.id, this.all.length)
        this.all.push(utterance)
      }
      this.#isWhole = next === null
      this.emit('grown', this.all.length)
    }
  }

  /** @param {readonly Utterance[]} utterances as they read now; those not loaded yet come with their window */
  renew(utterances) {
    for (const utterance of utterances) {
      const place = this.#places.get(utterance.id)
      if (place === undefined) continue
      this.all[place] = utterance
      this.#texts.delete(utterance.id)
      this.emit('changed', utterance)
    }
  }

  /** @param {string} id */
  find(id) { return this.all[this.#places.get(id) ?? -1] }

  /** Everybody who speaks at this second. @param {number} at */
  speakingAt(at) {
    const end = firstAfter(this.all, at, ({ start }) => start)
    const begin = firstAfter(this.all, at - LONGEST, ({ start }) => start)
    return this.all.slice(begin, end).filter((utterance) => utterance.end > at)
  }

  /** What is being said or was said last. @param {number} at */
  latestAt(at) { return this.all[Math.max(0, firstAfter(this.all, at, ({ start }) => start) - 1)] }

  /** @param {Quote} quote @returns {Place | null} its first word as shown */
  locate({ utterance_id: id, start }) {
    const utterance = this.find(id)
    if (!utterance) return null
    const word = spansOf(utterance).findIndex(([, end]) => end > start)
    return { id, word: Math.max(0, word) }
  }

  /** As people write it, in small letters. @param {Utterance} utterance */
  textOf(utterance) {
    const known = this.#texts.get(utterance.id)
    if (known !== undefined) return known
    const text = joinSpoken(utterance.words.map(([word]) => word).filter(Boolean).join(' ')).toLowerCase()
    this.#texts.set(utterance.id, text)
    return text
  }
}

/** Which recognised words each shown word stands for. @param {Utterance} utterance @returns {[first: number, end: number][]} */
export function spansOf({ words }) {
  let place = 0
  return words.map((word) => {
    const first = word[3] ?? place
    place = word[4] ?? first + 1
    return [first, place]
  })
}

/** @param {Utterance} utterance @param {number} at @returns {number} the word that sounds at this second, or sounded last */
export function wordAt({ words }, at) { return Math.max(0, firstAfter(words, at, (word) => word[1]) - 1) }

/** Whether a space stands between two words. @param {string} before @param {string} after */
export function isApart(before, after) { return joinSpoken(`${before.slice(-1)} ${after.slice(0, 1)}`).includes(' ') }
