/** How much of the visit this reviewer has heard: counted here, kept by the server. */

import { ApiError, post } from '../shared/api.js'
import { joinSpans, lengthOf } from './spans.js'

/** @import { Span } from './review.js' */

const EVERY = 10_000 // ms
const HALF_SECOND = 0.5

export class Heard {
  #path
  /** @type {Span[]} */ #all
  /** @type {Span[]} */ #unsaved = []
  #isSaving = false

  /** @param {string} path @param {readonly Span[]} heard before */
  constructor(path, heard) {
    this.#path = path
    this.#all = joinSpans(heard.map(([start, end]) => [start, end]))
    setInterval(() => this.save(), EVERY)
    document.addEventListener('visibilitychange', () => this.save())
  }

  get seconds() { return lengthOf(this.#all) }

  /** @param {Span} span */
  add(span) {
    this.#all = joinSpans([...this.#all, span], HALF_SECOND)
    this.#unsaved = joinSpans([...this.#unsaved, span], HALF_SECOND)
  }

  async save() {
    const spans = this.#unsaved
    if (!spans.length || this.#isSaving) return
    this.#unsaved = []
    this.#isSaving = true
    try {
      await post(this.#path, { heard: spans })
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      this.#unsaved = joinSpans([...spans, ...this.#unsaved], HALF_SECOND)
    } finally {
      this.#isSaving = false
    }
  }
}
