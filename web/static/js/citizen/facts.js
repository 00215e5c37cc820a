/** What visit this is: shown wherever the page has a place for it. */

import { all } from '../shared/dom.js'
import { t } from '../shared/messages.js'
import { sayClock, timeElement } from '../shared/when.js'

/**
 * @typedef {object} SeatState answers.SeatState
 * @property {string} participant_id
 * @property {string} name
 * @property {{ id: string, case_title: string, case_number: string, starts_at: string, ends_at: string, opens_at: string, lang: string, state: string, panel: { department: string, is_lead: boolean }[] }} visit
 * @property {{ recording: boolean, transcript: boolean } | null} consent
 * @property {boolean} in_lobby
 * @property {boolean} admitted
 * @property {number | null} position
 * @property {number | null} waiting
 */

/** @param {SeatState['visit']} visit */
export function showFacts(visit) {
  for (const list of all('[data-visit-facts]')) {
    list.replaceChildren(
      ...fact(t('About'), visit.case_title),
      ...fact(t('Case number'), visit.case_number),
      ...fact(t('When'), timeElement(visit.starts_at), `–${sayClock(visit.ends_at)}`),
      ...fact(t('Who receives you'), ...visit.panel.map(({ department }) => line(department))),
    )
    list.hidden = false
  }
}

/** @param {string} name @param {(Node | string)[]} value */
function fact(name, ...value) {
  const term = document.createElement('dt')
  const words = document.createElement('dd')
  term.textContent = name
  words.append(...value)
  return [term, words]
}

/** @param {string} text */
function line(text) {
  const element = document.createElement('div')
  element.textContent = text
  return element
}
