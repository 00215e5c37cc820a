/** The head of the console: elapsed time, what is recorded and written, which speech model. */

import { find } from '../shared/dom.js'
import { sayPoint } from '../shared/when.js'

/** @typedef {{ state: string, recording: boolean, recording_failed: boolean, transcribing: boolean, is_starter: boolean, started_at?: string | null }} VisitState */

export class ConsoleTop {
  #startedAt = 0
  /** @type {ReturnType<typeof setInterval> | undefined} */ #ticking

  /** @param {VisitState} visit */
  show({ state, recording, recording_failed: hasFailed, transcribing, is_starter: isStarter, started_at: startedAt }) {
    setBadge(find('[data-recording-state]'), recording, 'badge-bad')
    find('[data-recording-failed]').hidden = !hasFailed
    setBadge(find('[data-transcript-state]'), transcribing, 'badge-good')
    find('[data-starter]').hidden = !(transcribing && isStarter)
    find('[data-ended]').hidden = state !== 'ended'
    if (startedAt) this.#run(Date.parse(startedAt))
    else if (state === 'live' && !this.#startedAt) this.#run(Date.now())
    if (state === 'ended') clearInterval(this.#ticking)
  }

  /** @param {number} startedAt */
  #run(startedAt) {
    this.#startedAt = startedAt
    clearInterval(this.#ticking)
    this.#ticking = setInterval(() => this.#tell(), 1000)
    this.#tell()
  }

  #tell() { find('[data-elapsed]').textContent = sayPoint((Date.now() - this.#startedAt) / 1000) }
}

/** @param {HTMLElement} badge @param {boolean} on @param {string} tone */
function setBadge(badge, on, tone) {
  badge.classList.toggle(tone, on)
  badge.textContent = (on ? badge.dataset.on : badge.dataset.off) ?? ''
}
