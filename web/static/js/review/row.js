/** One utterance as a row: who and when, then words that can be clicked. */

import { sayPoint } from '../shared/when.js'
import { htmlLang } from '../room/text.js'
import { isApart } from './transcript.js'

/** @import { Person, Utterance, Word } from './review.js' */
/** @typedef {{ place: number, count: number, isContinued: boolean, isHit: (word: number) => boolean, isQuoted: (word: number) => boolean }} Setting */

/** @param {Utterance} utterance @param {Person | undefined} person @param {Setting} setting */
export function makeRow(utterance, person, setting) {
  const row = document.createElement('li')
  row.className = 'said'
  row.setAttribute('aria-posinset', String(setting.place + 1))
  row.setAttribute('aria-setsize', String(setting.count))
  Object.assign(row.dataset, { testid: 'utterance', utterance: utterance.id, person: utterance.person })
  row.dataset.voice = String((person?.color ?? 0) % 8 + 1)
  row.dataset.continued = String(setting.isContinued)
  row.append(makeTime(utterance), ...setting.isContinued ? [] : [makeName(person)], makeWords(utterance, setting))
  return row
}

/** @param {Utterance} utterance */
function makeTime({ start }) {
  const element = document.createElement('span')
  element.className = 'said-when'
  element.textContent = sayPoint(start)
  return element
}

/** @param {Person | undefined} person */
function makeName(person) {
  const element = document.createElement('strong')
  element.className = 'said-who'
  element.textContent = person?.name ?? ''
  if (!person?.department) return element
  const department = document.createElement('span')
  department.textContent = person.department
  element.append(' ', department)
  return element
}

/** @param {Utterance} utterance @param {Setting} setting */
function makeWords(utterance, setting) {
  const element = document.createElement('p')
  element.className = 'said-words'
  element.lang = htmlLang(utterance.lang)
  let before = ''
  utterance.words.forEach((word, index) => {
    if (before && word[0] && isApart(before, word[0])) element.append(' ')
    before = word[0] || before
    element.append(makeWord(word, index, setting))
  })
  return element
}

/** @param {Word} word @param {number} index @param {Setting} setting */
function makeWord([text, start, end, , , correction], index, { isHit, isQuoted }) {
  const element = document.createElement('span')
  element.textContent = text || '⌫'
  element.tabIndex = -1
  Object.assign(element.dataset, { testid: 'word', start: String(start), end: String(end), word: String(index) })
  if (correction) element.dataset.correction = correction
  if (!text) element.dataset.out = ''
  if (isHit(index)) element.dataset.hit = ''
  if (isQuoted(index)) element.dataset.quoted = ''
  return element
}
