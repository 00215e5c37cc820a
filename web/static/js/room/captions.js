/** <visit-captions>: what is said, newest at the bottom, followed until somebody scrolls back. */

import { copyOf, find } from '../shared/dom.js'
import { sayPoint } from '../shared/when.js'
import { htmlLang, joinSpoken } from './text.js'

/** @import { Caption } from '../wire.js' */

const SIZES = ['small', 'normal', 'large', 'largest']
const KEPT = 300
const ANNOUNCED = 3
const NEAR_THE_END = 48

export class VisitCaptions extends HTMLElement {
  /** @type {Map<string, HTMLElement>} */ #lines = new Map()
  #list = find('.caption-list', this)
  #newest = find('[data-newest]', this)
  #isFollowing = true
  #lastTop = 0

  connectedCallback() {
    this.#list.addEventListener('scroll', () => this.#scrolled())
    this.#newest.addEventListener('click', () => this.#follow())
    find('[data-smaller]', this).addEventListener('click', () => this.#resize(-1))
    find('[data-larger]', this).addEventListener('click', () => this.#resize(1))
    new ResizeObserver(() => { if (this.#isFollowing) this.#scrollDown() }).observe(this.#list)
    this.#resize(0)
  }

  /** A new caption, or new words of one that is shown already. @param {Caption} caption @param {number} voice 1..8 */
  show(caption, voice) {
    const line = this.#lines.get(caption.id) ?? this.#add(caption, voice)
    const words = find('.caption-words', line)
    if (words.dataset.final === 'true') return
    words.textContent = joinSpoken(caption.text)
    words.dataset.final = String(caption.final)
    line.hidden = caption.final && !caption.text
    if (caption.final) this.#announce(`${caption.name}: ${words.textContent}`)
    if (this.#isFollowing) this.#scrollDown()
  }

  /** A finished caption from before this page listened, where its time belongs. @param {Caption} caption @param {number} voice */
  showEarlier(caption, voice) {
    if (this.#lines.has(caption.id)) return
    const words = find('.caption-words', this.#add(caption, voice, this.#findLater(caption.start)))
    words.textContent = joinSpoken(caption.text)
    words.dataset.final = 'true'
    if (this.#isFollowing) this.#scrollDown()
  }

  /** Say in the empty place whether words are to be expected. @param {boolean} writing */
  setWriting(writing) {
    const place = find('[data-empty]', this)
    place.textContent = (writing ? place.dataset.on : place.dataset.off) ?? ''
  }

  /** @param {Caption} caption @param {number} voice @param {HTMLElement | null} [next] the line that stays below */
  #add(caption, voice, next = null) {
    const line = copyOf('#caption-template')
    const words = find('.caption-words', line)
    Object.assign(line.dataset, { voice: String(voice), speaker: caption.participant_id, start: String(caption.start), caption: caption.id })
    find('.caption-name', line).textContent = [caption.name, caption.department].filter(Boolean).join(' · ')
    find('.caption-when', line).textContent = sayPoint(caption.start)
    words.lang = htmlLang(caption.lang)
    Object.assign(words.dataset, { speaker: caption.participant_id, name: caption.name, final: 'false' })
    this.#lines.set(caption.id, line)
    this.#list.insertBefore(line, next)
    for (const each of [line, next]) if (each) markContinued(each)
    this.#list.hidden = false
    find('[data-empty]', this).hidden = true
    this.#forgetOldest()
    return line
  }

  #forgetOldest() {
    if (this.#lines.size <= KEPT) return
    const oldest = /** @type {HTMLElement} */ (this.#list.firstElementChild)
    oldest.remove()
    this.#lines.delete(oldest.dataset.caption ?? '')
  }

  /** @param {number} start @returns {HTMLElement | null} the first line that began later */
  #findLater(start) {
    const lines = /** @type {HTMLElement[]} */ ([...this.#list.children])
    return lines.find((line) => Number(line.dataset.start) > start) ?? null
  }

  /** Screen readers hear finished sentences only; changing words would never let them speak. @param {string} sentence */
  #announce(sentence) {
    const announcer = find('[data-announcer]', this)
    const line = document.createElement('p')
    line.textContent = sentence
    announcer.append(line)
    while (announcer.children.length > ANNOUNCED) announcer.firstElementChild?.remove()
  }

  /** Only a person scrolls up; growing text and turned phones never do. */
  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.#list
    if (scrollHeight - scrollTop - clientHeight < NEAR_THE_END) this.#isFollowing = true
    else if (scrollTop < this.#lastTop) this.#isFollowing = false
    this.#lastTop = scrollTop
    this.#newest.hidden = this.#isFollowing
  }

  #follow() {
    this.#isFollowing = true
    this.#newest.hidden = true
    this.#scrollDown()
  }

  #scrollDown() { this.#list.scrollTop = this.#list.scrollHeight }

  /** The size is remembered on this device. @param {number} step */
  #resize(step) {
    const known = SIZES.indexOf(localStorage.getItem('caption-size') ?? 'normal')
    const size = Math.min(SIZES.length - 1, Math.max(0, (known < 0 ? 1 : known) + step))
    localStorage.setItem('caption-size', SIZES[size])
    this.dataset.size = SIZES[size]
    find('[data-smaller]', this).toggleAttribute('disabled', size === 0)
    find('[data-larger]', this).toggleAttribute('disabled', size === SIZES.length - 1)
  }
}

/** Who goes on speaking is not named again. @param {HTMLElement} line */
function markContinued(line) {
  const before = /** @type {HTMLElement | null} */ (line.previousElementSibling)
  line.toggleAttribute('data-continued', before?.dataset.speaker === line.dataset.speaker)
}

customElements.define('visit-captions', VisitCaptions)
