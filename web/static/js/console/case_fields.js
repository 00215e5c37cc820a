/** <case-fields>: the twelve rows, chosen with the arrow keys, answered with Enter, E and X. */

import { ApiError, post } from '../shared/api.js'
import { all, find } from '../shared/dom.js'
import { t } from '../shared/messages.js'
import { FieldDetail } from './field_detail.js'
import { FieldRow } from './field_row.js'

/** @import { SuggestedField } from '../wire.js' */
/** @typedef {{ id: string, field: string, status: string, value: unknown, text: string }} Decision */

export class CaseFields extends HTMLElement {
  /** @type {Map<string, FieldRow>} */ #rows = new Map()
  #detail = new FieldDetail(find('[data-detail]', this))
  #selected = ''
  #path = ''

  connectedCallback() {
    for (const element of all('[data-row]', this)) {
      const row = new FieldRow(element, this)
      this.#rows.set(row.field, row)
      element.addEventListener('focusin', () => this.#select(row.field))
      element.addEventListener('click', (event) => this.#clicked(row, event))
    }
  }

  /** @param {string} path of the visit */
  setPath(path) { this.#path = path }

  /** @param {{ field: string, value: unknown, text: string }} value */
  setValue({ field, value, text }) { this.#rows.get(field)?.setValue(value, text) }

  /** Everything as the server has it now. @param {{ field: string, value: unknown, text: string }[]} values @param {SuggestedField[]} suggestions */
  show(values, suggestions) {
    const open = new Map(suggestions.map((suggestion) => [suggestion.field, suggestion]))
    for (const value of values) this.setValue(value)
    for (const row of this.#rows.values()) {
      const suggestion = open.get(row.field)
      if (suggestion && suggestion.id !== row.suggestion?.id) this.suggest(suggestion)
      else if (!suggestion && row.suggestion) row.settle()
    }
  }

  /** @param {SuggestedField} suggestion */
  suggest(suggestion) {
    const row = this.#rows.get(suggestion.field)
    row?.suggest(suggestion)
    if (!this.#selected || !this.#rows.get(this.#selected)?.suggestion) this.#mark(suggestion.field)
    else if (this.#selected === suggestion.field) this.#detail.show(row ?? null)
  }

  /** Somebody on the panel decided, perhaps elsewhere. @param {Decision} decision */
  decided({ id, field, status, value, text }) {
    const row = this.#rows.get(field)
    if (!row) return
    if (status === 'accepted' || status === 'corrected') row.setValue(value, text)
    if (row.suggestion?.id === id) row.settle()
    if (this.#selected === field) this.#detail.show(row)
  }

  /** Keys: see the dialog of keys. @param {KeyboardEvent} event @returns {boolean} whether the key was for us */
  press({ key }) {
    const row = this.#rows.get(this.#selected)
    if (key === 'ArrowDown' || key === 'ArrowUp') this.#step(key === 'ArrowDown' ? 1 : -1)
    else if (!row || row.isEditing) return false
    else if (key === 'e' || key === 'E') this.#edit(row)
    else if (!row.suggestion) return false
    else if (key === 'Enter') this.#decide(row, 'accept')
    else if (key === 'x' || key === 'X') this.#decide(row, 'reject')
    else return false
    return true
  }

  /** @param {number} step */
  #step(step) {
    const fields = [...this.#rows.keys()]
    const index = fields.indexOf(this.#selected) + step
    this.#rows.get(fields[Math.min(fields.length - 1, Math.max(0, index))])?.element.focus()
  }

  /** The next row that waits for an answer, from the top again after the last. @param {FieldRow} row */
  #goToNextOpen(row) {
    const rows = [...this.#rows.values()]
    const after = rows.indexOf(row) + 1
    const next = [...rows.slice(after), ...rows.slice(0, after)].find(({ suggestion }) => suggestion)
    if (!next) return
    if (row.element.contains(document.activeElement) || document.activeElement === document.body) next.element.focus()
    else this.#mark(next.field)
  }

  /** @param {string} field */
  #select(field) {
    if (field !== this.#selected) this.#mark(field)
  }

  /** @param {string} field */
  #mark(field) {
    this.#selected = field
    for (const [name, { element }] of this.#rows) {
      element.toggleAttribute('data-selected', name === field)
      element.tabIndex = name === field ? 0 : -1
    }
    this.#detail.show(this.#rows.get(field) ?? null)
  }

  /** @param {FieldRow} row @param {MouseEvent} event */
  #clicked(row, event) {
    const action = /** @type {HTMLElement} */ (event.target).closest('[data-testid]')?.getAttribute('data-testid')
    this.#select(row.field)
    if (action === 'accept' || action === 'reject') this.#decide(row, action)
    if (action === 'correct') this.#edit(row)
  }

  /** @param {FieldRow} row */
  #edit(row) { row.edit((text) => this.#decide(row, 'correct', { value: text })) }

  /** @param {FieldRow} row @param {'accept' | 'correct' | 'reject'} action @param {object} [body] @returns {Promise<boolean>} */
  async #decide(row, action, body) {
    try {
      if (row.suggestion) this.decided(await post(`${this.#path}/suggestions/${row.suggestion.id}/${action}`, body))
      else this.setValue(await post(`${this.#path}/fields/${row.field}`, body))
      row.closeEditor()
      this.#detail.show(row)
      if (!row.suggestion) this.#goToNextOpen(row)
      return true
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      this.#detail.showError(error.code === 'unreachable' ? t('Not saved: the office cannot be reached. Try again.') : error.message)
      return false
    }
  }
}

customElements.define('case-fields', CaseFields)
