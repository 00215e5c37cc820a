/** One row of the case: its value, and the suggestion that waits for an answer. */

import { copyOf, find } from '../shared/dom.js'
import { t } from '../shared/messages.js'
import { sayPoint } from '../shared/when.js'
import { joinSpoken } from '../room/text.js'
import { showGrouped } from './digits.js'

/** @import { SuggestedField } from '../wire.js' */

export class FieldRow {
  #value
  #parent
  /** @type {HTMLElement | null} */ #box = null
  /** @type {HTMLFormElement | null} */ #editor = null
  /** @type {SuggestedField | null} */ suggestion = null

  /** @param {HTMLElement} element @param {HTMLElement} parent holds the templates */
  constructor(element, parent) {
    this.element = element
    this.field = element.dataset.row ?? ''
    this.label = find('.field-label', element).textContent ?? ''
    this.#value = find('.field-value', element)
    this.#parent = parent
  }

  get isEditing() { return this.#editor !== null }

  /** @param {unknown} value the normal form @param {string} text as people read it */
  setValue(value, text) {
    this.#value.dataset.value = asText(value)
    showGrouped(this.#value, this.field, asText(value), text)
  }

  /** @param {SuggestedField} suggestion */
  suggest(suggestion) {
    const before = this.suggestion
    this.suggestion = suggestion
    this.#box ??= this.#addBox()
    this.#box.dataset.value = asText(suggestion.value)
    this.#box.dataset.suggestion = suggestion.id
    this.element.toggleAttribute('data-open', true)
    showGrouped(find('.suggested', this.#box), this.field, asText(suggestion.value), suggestion.text)
    find('.suggested-was', this.#box).textContent = this.#was(suggestion, before)
    find('.suggested-why', this.#box).textContent =
      `“${joinSpoken(suggestion.quote)}” ${suggestion.speaker_name} ${sayPoint(suggestion.at_seconds)}`
    this.#box.hidden = this.isEditing
    this.#flash()
  }

  /** Nothing waits any more. */
  settle() {
    this.closeEditor()
    this.#box?.remove()
    this.#box = null
    this.suggestion = null
    this.element.toggleAttribute('data-open', false)
  }

  /** @param {(text: string) => Promise<boolean>} save false keeps the editor open */
  edit(save) {
    if (this.#editor) return
    const editor = this.#editor = /** @type {HTMLFormElement} */ (copyOf('[data-edit-template]', this.#parent))
    const input = /** @type {HTMLInputElement} */ (find('input', editor))
    input.value = (this.#box ? find('.suggested', this.#box) : this.#value).textContent ?? ''
    input.setAttribute('aria-label', this.label)
    editor.addEventListener('submit', async (event) => {
      event.preventDefault()
      if (await save(input.value)) this.closeEditor()
      else input.focus()
    })
    find('[data-cancel]', editor).addEventListener('click', () => this.closeEditor())
    if (this.#box) this.#box.hidden = true
    this.element.toggleAttribute('data-editing', true)
    this.element.append(editor)
    input.select()
  }

  closeEditor() {
    const hadFocus = this.#editor?.contains(document.activeElement)
    this.#editor?.remove()
    this.#editor = null
    this.element.toggleAttribute('data-editing', false)
    if (this.#box) this.#box.hidden = false
    if (hadFocus) this.element.focus()
  }

  #addBox() {
    const box = copyOf('[data-suggestion-template]', this.#parent)
    box.dataset.field = this.field
    this.element.append(box)
    return box
  }

  /** What stood here before: an accepted value, or an earlier suggestion. @param {SuggestedField} now @param {SuggestedField | null} before */
  #was(now, before) {
    const was = asText(now.previous_value) || (before && before.text !== now.text ? before.text : '')
    return was ? t('was {value}', { value: was }) : ''
  }

  #flash() {
    this.element.toggleAttribute('data-changed', true)
    this.element.addEventListener('animationend', () => this.element.toggleAttribute('data-changed', false), { once: true })
  }
}

/** @param {unknown} value */
function asText(value) {
  if (value === null || value === undefined) return ''
  return Array.isArray(value) ? value.join(',') : String(value)
}
