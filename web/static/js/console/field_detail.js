/** The strip under the rows: the whole words of the chosen suggestion, and what went wrong with it. */

import { t } from '../shared/messages.js'
import { sayPoint } from '../shared/when.js'
import { joinSpoken } from '../room/text.js'

/** @import { FieldRow } from './field_row.js' */

export class FieldDetail {
  #place
  #empty

  /** @param {HTMLElement} place */
  constructor(place) {
    this.#place = place
    this.#empty = [...place.childNodes]
  }

  /** @param {FieldRow | null} row */
  show(row) {
    const suggestion = row?.suggestion
    if (!row || !suggestion) return this.#place.replaceChildren(...this.#empty)
    const who = t('{name} at {point} · {field}', {
      name: suggestion.speaker_name, point: sayPoint(suggestion.at_seconds), field: row.label,
    })
    this.#place.replaceChildren(
      element('p', who, 'quiet'),
      element('blockquote', `“${joinSpoken(suggestion.quote)}”`),
      element('p', t('Enter accepts, E corrects, X rejects.'), 'quiet'),
    )
  }

  /** @param {string} words */
  showError(words) {
    const problem = element('p', words, 'govuk-error-message')
    problem.setAttribute('role', 'alert')
    this.#place.replaceChildren(problem)
  }
}

/** @param {string} tag @param {string} text @param {string} [className] */
function element(tag, text, className = '') {
  const made = document.createElement(tag)
  made.textContent = text
  if (className) made.className = className
  return made
}
