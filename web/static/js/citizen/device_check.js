/** <device-check>: own picture, a level that moves, a test sound, and advice where something is refused. */

import { LevelWatch } from '../room/level.js'
import { openBoth } from '../room/own_devices.js'
import { chime, unlockSound } from '../shared/chime.js'
import { copyText } from '../shared/copy.js'
import { find } from '../shared/dom.js'
import { t } from '../shared/messages.js'

const HEARD = 0.35

export class DeviceCheck extends HTMLElement {
  /** @type {MediaStreamTrack[]} */ #tracks = []
  /** @type {LevelWatch | null} */ #watch = null
  #visit = 0

  connectedCallback() {
    find('[data-try-again]', this).addEventListener('click', () => this.start())
    find('[data-test-sound]', this).addEventListener('click', () => this.#playSound())
    find('[data-copy-link]', this).addEventListener('click', () => copyText(location.href))
    find('#voice-only', this).addEventListener('change', () => this.#showPicture())
    find('[data-ready]', this).addEventListener('click', () => this.#ready())
  }

  get isVoiceOnly() { return /** @type {HTMLInputElement} */ (find('#voice-only', this)).checked }

  async start() {
    this.stop()
    const visit = ++this.#visit
    const { audio, camera, problems } = await openBoth()
    this.#tracks = [audio, camera].filter((track) => track !== null)
    if (visit !== this.#visit) return this.stop()
    this.#showProblems(problems)
    this.#showPicture()
    if (audio) this.#listen(audio)
  }

  stop() {
    this.#watch?.stop()
    this.#watch = null
    for (const track of this.#tracks.splice(0)) track.stop()
  }

  /** @param {import('../room/own_devices.js').DeviceError[]} problems */
  #showProblems(problems) {
    const worst = problems.find(({ device }) => device === 'microphone') ?? problems[0]
    find('[data-device-problem]', this).hidden = !worst
    find('[data-problem-words]', this).textContent = worst?.message ?? ''
    find('[data-copy-link]', this).hidden = worst?.problem !== 'in_app'
    if (worst?.device === 'microphone') this.#say('[data-level-word]', t('The microphone is not on yet.'))
  }

  #showPicture() {
    const camera = this.#tracks.find(({ kind }) => kind === 'video')
    const isShown = Boolean(camera) && !this.isVoiceOnly
    const video = /** @type {HTMLVideoElement} */ (find('[data-preview]', this))
    video.srcObject = camera && isShown ? new MediaStream([camera]) : null
    find('[data-no-picture]', this).hidden = isShown
    this.#say('[data-picture-word]', this.isVoiceOnly ? t('The others hear you and do not see you.') : t('No picture from the camera.'))
  }

  /** @param {MediaStreamTrack} track */
  #listen(track) {
    const meter = /** @type {HTMLMeterElement} */ (find('[data-level]', this))
    let isHeard = false
    this.#watch = new LevelWatch(track, (level) => {
      meter.value = level
      if (isHeard || level < HEARD) return
      isHeard = true
      this.#say('[data-level-word]', t('Good, we hear you.'))
    })
  }

  async #playSound() {
    await unlockSound()
    await chime()
    this.#say('[data-sound-word]', t('Did you hear it? If not, turn the volume up.'))
  }

  #ready() {
    this.#visit++
    unlockSound()
    this.stop()
    this.dispatchEvent(new CustomEvent('ready', { detail: { isVoiceOnly: this.isVoiceOnly } }))
  }

  /** @param {string} selector @param {string} words */
  #say(selector, words) { find(selector, this).textContent = words }
}

customElements.define('device-check', DeviceCheck)
