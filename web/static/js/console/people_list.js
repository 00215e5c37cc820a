/** The tab with everybody in the visit. */

import { t } from '../shared/messages.js'

/** @import { Person } from '../room/people.js' */

/** @param {HTMLElement} list @param {Person[]} people */
export function showPeople(list, people) { list.replaceChildren(...people.map(line)) }

/** @param {Person} person */
function line({ name, department, isSelf, away, muted, voice }) {
  const element = document.createElement('li')
  element.dataset.voice = String(voice)
  const states = [isSelf && t('you'), muted.audio && t('muted'), away && t('comes back soon')].filter(Boolean)
  element.append(words('strong', name), words('span', department, 'quiet'), words('span', states.join(', '), 'quiet'))
  return element
}

/** @param {string} tag @param {string} text @param {string} [className] */
function words(tag, text, className = '') {
  const element = document.createElement(tag)
  element.textContent = text
  if (className) element.className = className
  return element
}
