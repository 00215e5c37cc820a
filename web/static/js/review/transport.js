/** Play, three seconds back and on, speed, silence; and the line that tells how far one is. */

import { find } from '../shared/dom.js'
import { t } from '../shared/messages.js'
import { sayPoint } from '../shared/when.js'

/** @import { Player } from './player.js' */
/** @import { Heard } from './heard.js' */

const STEP = 3
const LINE = 500 // ms

export class Transport {
  #player
  #heard
  #play = /** @type {HTMLButtonElement} */ (find('[data-testid="play"]'))
  #time = find('[data-time]')
  #bar = /** @type {HTMLProgressElement} */ (find('[data-heard-bar]'))
  #words = find('[data-heard-words]')
  #open = find('[data-open-words]')
  #toldAt = 0

  /** @param {Player} player @param {Heard} heard */
  constructor(player, heard) {
    this.#player = player
    this.#heard = heard
    this.#play.addEventListener('click', () => player.toggle())
    find('[data-back]').addEventListener('click', () => this.step(-1))
    find('[data-on]').addEventListener('click', () => this.step(1))
    this.#chooseSpeed(/** @type {HTMLSelectElement} */ (find('[data-speed]')))
    this.#chooseSilence(/** @type {HTMLInputElement} */ (find('[data-skip-silence]')))
    player.on('changed', () => this.#show())
    player.on('moved', () => this.#move())
    find('[data-whole]').textContent = `/ ${sayPoint(player.end)}`
    this.#bar.max = Math.max(1, player.end)
    this.#show()
    this.#tell()
  }

  /** @param {1 | -1} direction */
  step(direction) { this.#player.skip(direction * STEP) }

  /** @param {number} count of suggestions that wait for an answer */
  showOpen(count) {
    this.#open.textContent = count ? t('{count} to decide', { count }) : t('nothing to decide')
    this.#open.classList.toggle('badge-call', count > 0)
    this.#open.classList.toggle('badge-good', count === 0)
  }

  /** @param {HTMLSelectElement} select */
  #chooseSpeed(select) { select.addEventListener('change', () => { this.#player.rate = Number(select.value) }) }

  /** @param {HTMLInputElement} box */
  #chooseSilence(box) {
    const choose = () => { this.#player.skipsSilence = box.checked }
    box.addEventListener('change', choose)
    choose() // a browser keeps the box over a reload
  }

  #show() {
    this.#play.ariaPressed = String(this.#player.isPlaying)
    this.#move()
    if (!this.#player.isPlaying) this.#tell()
  }

  #move() {
    this.#time.textContent = sayPoint(this.#player.position)
    if (performance.now() - this.#toldAt > LINE) this.#tell()
  }

  #tell() {
    this.#toldAt = performance.now()
    const { seconds } = this.#heard
    this.#bar.value = seconds
    this.#words.textContent = t('heard {heard} of {whole}', { heard: sayPoint(seconds), whole: sayPoint(this.#player.end) })
  }
}
