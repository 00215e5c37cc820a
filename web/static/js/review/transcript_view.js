/** The transcript on the screen: which rows, which words are marked, and following what is heard. */

import { Emitter } from '../emitter.js'
import { find } from '../shared/dom.js'
import { makeRow } from './row.js'
import { spansOf, wordAt } from './transcript.js'
import { VirtualList } from './virtual_list.js'

/** @import { Person, Place, Quote, Utterance } from './review.js' */
/** @import { Transcript } from './transcript.js' */
/** @typedef {{ chosen: Place, edit: Place, drawn: null }} Events */

const LINE = 30 // px, about

/** @extends {Emitter<Events>} */
export class TranscriptView extends Emitter {
  #transcript
  #people
  #scroller = find('[data-scroller]')
  #list
  /** @type {Utterance[]} */ #rows = []
  /** @type {Map<string, number>} */ #indices = new Map()
  /** @type {ReadonlySet<string> | null} */ #only = null
  /** @type {ReadonlyMap<string, ReadonlySet<number>>} */ #hits = new Map()
  /** @type {readonly Quote[]} */ #quotes = []

  /** @param {Transcript} transcript @param {readonly Person[]} people */
  constructor(transcript, people) {
    super()
    this.#transcript = transcript
    this.#people = new Map(people.map((person) => [person.participant_id, person]))
    const body = find('[data-rows]')
    this.#list = new VirtualList(this.#scroller, body, {
      render: (index) => this.#render(index), estimate: (index) => this.#estimate(index),
    })
    body.addEventListener('click', (event) => this.#clicked(event, 'chosen'))
    body.addEventListener('dblclick', (event) => this.#clicked(event, 'edit'))
    transcript.on('grown', () => this.#grow())
    transcript.on('changed', (utterance) => this.#renew(utterance))
  }

  get scroller() { return this.#scroller }

  get hits() { return this.#hits }

  /** @returns {readonly Utterance[]} in order, those of the chosen speakers */
  get rows() { return this.#rows }

  /** Show only some people's words; null for everybody. @param {ReadonlySet<string> | null} only */
  showOnly(only) {
    this.#only = only
    this.#collect()
    this.#list.reset(this.#rows.length)
  }

  /** @param {ReadonlyMap<string, ReadonlySet<number>>} hits words by utterance */
  setHits(hits) {
    const touched = new Set([...this.#hits.keys(), ...hits.keys()])
    this.#hits = hits
    this.#renewShown(touched)
  }

  /** Mark the words a field rests on. @param {readonly Quote[]} quotes */
  setQuotes(quotes) {
    const touched = new Set([...this.#quotes, ...quotes].map(({ utterance_id: id }) => id))
    this.#quotes = quotes
    this.#renewShown(touched)
  }

  /** @param {string} id of an utterance @param {'always' | 'unseen'} [when] */
  show(id, when = 'always') {
    const index = this.#indices.get(id)
    if (index !== undefined) this.#list.show(index, when)
  }

  /** @param {Place} place @returns {HTMLElement | null | undefined} */
  wordElement({ id, word }) { return this.#list.at(this.#indices.get(id) ?? -1)?.querySelector(`[data-word="${word}"]`) }

  /** @param {string} id */
  rowElement(id) { return this.#list.at(this.#indices.get(id) ?? -1) }

  /** The row before or after, among those shown. @param {string} id @param {number} step */
  neighbour(id, step) { return this.#rows[(this.#indices.get(id) ?? 0) + step] }

  #grow() {
    this.#collect()
    this.#list.grow(this.#rows.length)
  }

  #collect() {
    this.#rows = this.#transcript.all.filter(({ person }) => !this.#only || this.#only.has(person))
    this.#indices = new Map(this.#rows.map(({ id }, index) => [id, index]))
  }

  /** @param {Utterance} utterance */
  #renew(utterance) {
    const index = this.#indices.get(utterance.id)
    if (index === undefined) return
    this.#rows[index] = utterance
    this.#list.renew(index)
    this.emit('drawn', null)
  }

  /** @param {Iterable<string>} ids */
  #renewShown(ids) {
    for (const id of ids) if (this.rowElement(id)) this.#list.renew(/** @type {number} */ (this.#indices.get(id)))
    this.emit('drawn', null)
  }

  /** @param {number} index */
  #render(index) {
    const utterance = this.#rows[index]
    const spans = spansOf(utterance)
    const quotes = this.#quotes.filter(({ utterance_id: id }) => id === utterance.id)
    return makeRow(utterance, this.#people.get(utterance.person), {
      place: index, count: this.#rows.length, isContinued: this.#rows[index - 1]?.person === utterance.person,
      isHit: (word) => this.#hits.get(utterance.id)?.has(word) ?? false,
      isQuoted: (word) => quotes.some(({ start, end }) => spans[word][0] < end && start < spans[word][1]),
    })
  }

  /** @param {number} index */
  #estimate(index) {
    const { words, lang } = this.#rows[index]
    return LINE * (1.5 + Math.floor(words.length * (lang === 'zh' ? 2 : 5.5) / 60))
  }

  /** A click that ends a selection chooses nothing. @param {MouseEvent} event @param {'chosen' | 'edit'} name */
  #clicked(event, name) {
    const word = /** @type {HTMLElement} */ (event.target).closest('[data-word]')
    const row = word?.closest('[data-utterance]')
    if (!(word instanceof HTMLElement) || !(row instanceof HTMLElement)) return
    if (name === 'chosen' && !document.getSelection()?.isCollapsed) return
    this.emit(name, { id: row.dataset.utterance ?? '', word: Number(word.dataset.word) })
  }

  /** @param {Utterance} utterance @param {number} at */
  static placeAt(utterance, at) { return { id: utterance.id, word: wordAt(utterance, at) } }
}
