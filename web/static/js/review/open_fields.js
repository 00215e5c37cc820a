/** The twelve fields beside the words: open ones are stops of Tab, answered with Enter, E and X. */

import { FieldRow } from '../console/field_row.js'
import { Emitter } from '../emitter.js'
import { ApiError, post } from '../shared/api.js'
import { all, find } from '../shared/dom.js'
import { sayPoint } from '../shared/when.js'

/** @import { SuggestedField } from '../wire.js' */
/** @import { Field, Links, Quote } from './review.js' */
/** @typedef {{ quotes: readonly Quote[], count: number }} Events */
/** @typedef {'accept' | 'correct' | 'reject'} Answer */

/** @extends {Emitter<Events>} */
export class OpenFields extends Emitter {
  #place = find('[data-fields]')
  #problem = find('[data-field-problem]')
  #links
  /** @type {Map<string, FieldRow>} */ #rows = new Map()
  /** @type {Map<string, Field>} */ #fields = new Map()

  /** @param {Links} links */
  constructor(links) {
    super()
    this.#links = links
    for (const element of all('[data-row]', this.#place)) {
      const row = new FieldRow(element, this.#place)
      this.#rows.set(row.field, row)
      element.addEventListener('click', (event) => this.#clicked(row, event))
    }
  }

  get #open() { return [...this.#rows.values()].filter(({ suggestion }) => suggestion) }

  /** How all fields stand. @param {readonly Field[]} fields @param {readonly SuggestedField[]} suggestions those that are open */
  show(fields, suggestions) {
    const open = new Map(suggestions.map((one) => [one.field, one]))
    for (const field of fields) {
      this.#fields.set(field.field, field)
      const row = this.#rows.get(field.field)
      if (!row) continue
      row.setValue(field.value, field.text)
      const suggestion = open.get(field.field)
      if (!suggestion) row.settle()
      else if (suggestion.id !== row.suggestion?.id) row.suggest(suggestion)
      this.#describe(row)
    }
    this.emit('count', this.#open.length)
  }

  /** Keys of a row; see the dialog of keys. @param {KeyboardEvent} event @returns {boolean} whether it was for us */
  press({ key, target }) {
    const row = this.#rowOf(target)
    if (!row || row.isEditing) return false
    const letter = key.toLowerCase()
    if (key === 'ArrowDown' || key === 'ArrowUp') this.#step(row, key === 'ArrowDown' ? 1 : -1)
    else if (letter === 'w') this.#jump(row)
    else if (!row.suggestion) return false
    else if (key === 'Enter') this.#decide(row, 'accept')
    else if (letter === 'e') this.#edit(row)
    else if (letter === 'x') this.#decide(row, 'reject')
    else return false
    return true
  }

  /** @param {EventTarget | null} target */
  #rowOf(target) {
    const element = target instanceof Element ? target.closest('[data-row]') : null
    return element instanceof HTMLElement ? this.#rows.get(element.dataset.row ?? '') : undefined
  }

  /** @param {FieldRow} row @param {number} step */
  #step(row, step) {
    const rows = [...this.#rows.values()]
    rows[rows.indexOf(row) + step]?.element.focus()
  }

  /** @param {FieldRow} row @param {MouseEvent} event */
  #clicked(row, event) {
    const action = /** @type {HTMLElement} */ (event.target).closest('[data-testid]')?.getAttribute('data-testid')
    if (action === 'accept' || action === 'reject') this.#decide(row, action)
    if (action === 'correct') this.#edit(row)
    if (action === 'field-words') this.#jump(row)
  }

  /** @param {FieldRow} row */
  #edit(row) { row.edit((text) => this.#decide(row, 'correct', { value: text })) }

  /** @param {FieldRow} row @param {Answer} answer @param {object} [body] @returns {Promise<boolean>} */
  async #decide(row, answer, body) {
    const { suggestion } = row
    if (!suggestion) return false
    this.#problem.hidden = true
    try {
      const { value, text } = await post(this.#links[answer].replace('{id}', suggestion.id), body)
      this.#decided(row, answer === 'reject' ? null : { value, text }, suggestion)
      return true
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      this.#problem.textContent = error.message
      this.#problem.hidden = false
      return false
    }
  }

  /** @param {FieldRow} row @param {{ value: unknown, text: string } | null} taken @param {SuggestedField} suggestion */
  #decided(row, taken, { id, words, at_seconds, field }) {
    const hadFocus = row.element.contains(document.activeElement)
    if (taken) {
      row.setValue(taken.value, taken.text)
      this.#fields.set(field, { field, ...taken, words, at_seconds, decided_by: '' })
    }
    if (row.suggestion?.id === id) row.settle()
    this.#describe(row)
    if (hadFocus) this.#goOn(row)
    this.emit('count', this.#open.length)
  }

  /** To the next that is open, from the top again after the last. @param {FieldRow} row */
  #goOn(row) {
    const rows = [...this.#rows.values()]
    const after = rows.indexOf(row) + 1
    const next = [...rows.slice(after), ...rows.slice(0, after)].find(({ suggestion }) => suggestion)
    const target = next?.element ?? row.element
    target.focus()
  }

  /** @param {FieldRow} row */
  #quotes({ field, suggestion }) { return suggestion?.words ?? this.#fields.get(field)?.words ?? [] }

  /** @param {FieldRow} row */
  #describe(row) {
    const button = find('[data-testid="field-words"]', row.element)
    const at = row.suggestion?.at_seconds ?? this.#fields.get(row.field)?.at_seconds
    row.element.tabIndex = row.suggestion ? 0 : -1
    button.hidden = !this.#quotes(row).length
    find('[data-at]', button).textContent = at === null || at === undefined ? '' : sayPoint(at)
    find('.field-by', row.element).textContent = row.suggestion ? '' : this.#fields.get(row.field)?.decided_by ?? ''
  }

  /** @param {FieldRow} row */
  #jump(row) {
    const quotes = this.#quotes(row)
    if (quotes.length) this.emit('quotes', quotes)
  }
}
