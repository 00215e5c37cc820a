/** Code and the two choices; everything is sent with one button. */

import { ApiError, post } from '../shared/api.js'
import { find } from '../shared/dom.js'
import { t } from '../shared/messages.js'
import { sayMoment } from '../shared/when.js'
import { showProblem } from './sections.js'
import { rememberSeat } from './ticket_link.js'

/** @import { SeatState } from './facts.js' */

/** Problems that end the way here, by the server's code. @type {Record<string, string>} */
const ENDS = {
  unknown_invitation_error: 'unknown',
  invitation_expired_error: 'expired',
  invitation_revoked_error: 'revoked',
  tries_exhausted_error: 'locked',
}
const LONGEST_TIMER = 24 * 3600 * 1000

export class InvitationForm {
  /** @type {HTMLFormElement} */ #form
  #token = ''
  #hasSeat = false
  #isBusy = false
  #entered

  /** @param {(state: SeatState) => void} entered */
  constructor(entered) {
    this.#form = find('[data-invitation]')
    this.#entered = entered
    this.#form.addEventListener('submit', (event) => { event.preventDefault(); this.#submit() })
  }

  /** @param {{ token: string, hasSeat: boolean }} how with a seat the code was entered before */
  prepare({ token, hasSeat }) {
    this.#token = token
    this.#hasSeat = hasSeat
    find('[data-code-group]', this.#form).hidden = hasSeat
  }

  async #submit() {
    const { code, recording, transcript } = Object.fromEntries(new FormData(this.#form))
    find('#choice-error').hidden = Boolean(recording && transcript)
    find('#enter-error').hidden = true
    if (this.#isBusy || !recording || !transcript) return
    this.#isBusy = true
    try {
      if (!this.#hasSeat) await this.#redeem(String(code))
      this.#entered(await post('/visit/consent', { recording: recording === 'yes', transcript: transcript === 'yes' }))
    } catch (error) {
      this.#refused(error)
    } finally {
      this.#isBusy = false
    }
  }

  /** @param {string} code */
  async #redeem(code) {
    await post('/visit/redeem', { token: this.#token, code: code.replace(/\s/g, '') })
    rememberSeat(this.#token)
    this.prepare({ token: this.#token, hasSeat: true })
  }

  /** @param {unknown} error */
  #refused(error) {
    if (!(error instanceof ApiError)) throw error
    if (error.code in ENDS) return void showProblem(ENDS[error.code])
    if (error.code === 'invitation_too_early_error') return this.#showEarly(error.details.opens_at)
    if (error.code !== 'wrong_code_error') return this.#showError(error.message)
    this.#showCodeError(t('This code is wrong. Tries left: {tries}. Check it and enter it again.', { tries: error.details.tries_left }))
  }

  /** What has nothing to do with the code, beside the button that was pressed. @param {string} words */
  #showError(words) {
    find('#enter-error').textContent = words
    find('#enter-error').hidden = false
  }

  /** @param {string} words */
  #showCodeError(words) {
    const message = find('#code-error')
    message.textContent = words
    message.hidden = false
    find('[data-code-group]', this.#form).classList.add('govuk-form-group--error')
    find('#code').focus()
  }

  /** The page goes on by itself when the waiting room opens. @param {string} opensAt */
  #showEarly(opensAt) {
    find('[data-opens-at]', showProblem('early')).textContent = sayMoment(opensAt)
    const wait = Date.parse(opensAt) - Date.now() + 1000
    if (wait < LONGEST_TIMER) setTimeout(() => this.#submit(), Math.max(1000, wait))
  }
}
