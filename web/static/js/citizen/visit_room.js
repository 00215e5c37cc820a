/** Waiting room and visit: one meeting that begins before one is admitted. */

import { Meeting } from '../room/meeting.js'
import { sayRefusal } from '../room/refusals.js'
import { ring } from '../shared/chime.js'
import { confirmIn, find } from '../shared/dom.js'
import { t } from '../shared/messages.js'
import { get, post } from '../shared/api.js'
import { showProblem, showSection } from './sections.js'
import { allowSleep, keepAwake } from './wake_lock.js'

const VOICE_ONLY = 'voice-only'

export class VisitRoom {
  #room = find('[data-section="room"]')
  #meeting
  #isInside = false
  #isSoundOnly = false

  #entered

  /** @param {string} name the citizen's @param {() => void} entered the visit has begun */
  constructor(name, entered) {
    this.#meeting = new Meeting(this.#room, '/visit/socket-ticket', { name, department: '', role: 'citizen' })
    this.#entered = entered
    const { signaling } = this.#meeting
    signaling.on('welcome', ({ admitted, resumed }) => this.#welcomed(admitted, resumed))
    signaling.on('admitted', () => { ring(); this.#enter() })
    signaling.onTopic('queue_position', ({ position }) => showPosition(position))
    signaling.onTopic('visit_state', ({ recording }) => { find('[data-recording]', this.#room).hidden = !recording })
    signaling.onTopic('visit_ended', () => this.#over())
    signaling.on('closed', ({ code, message }) => this.#closed(code, message))
    find('[data-leave]', this.#room).addEventListener('click', () => this.#leave())
    find('[data-voice-only]', this.#room).addEventListener('click', () => this.#switchPictures())
    this.#room.addEventListener('pointerdown', () => this.#meeting.playSound(), { once: true })
  }

  /** @param {{ isVoiceOnly?: boolean }} choice kept for the next reload */
  static remember({ isVoiceOnly = false }) { sessionStorage.setItem(VOICE_ONLY, String(isVoiceOnly)) }

  open() { this.#meeting.open() }

  giveUp() { this.#meeting.signaling.leave() }

  /** A seat taken afresh hears captions from now on only: after a reload, or a restart of the server. @param {boolean} admitted @param {boolean} resumed */
  #welcomed(admitted, resumed) {
    if (!admitted) return
    this.#enter()
    if (!resumed) get('/visit/captions').then(({ utterances }) => this.#meeting.showEarlier(utterances)).catch(() => {})
  }

  #enter() {
    if (this.#isInside) return
    this.#isInside = true
    this.#entered()
    showSection('room')
    keepAwake()
    this.#meeting.own.start({ camera: sessionStorage.getItem(VOICE_ONLY) !== 'true' })
  }

  async #leave() {
    if (await confirmIn(find('[data-leave-dialog]', this.#room), 'leave')) this.#meeting.signaling.leave()
  }

  #switchPictures() {
    this.#isSoundOnly = !this.#isSoundOnly
    find('[data-voice-only]', this.#room).setAttribute('aria-pressed', String(this.#isSoundOnly))
    this.#meeting.setSoundOnly(this.#isSoundOnly)
  }

  /** @param {string} code why the socket will not come back @param {string} message */
  #closed(code, message) {
    this.#stop()
    if (code === 'replaced') showProblem('replaced')
    else if (code === 'room_closed') showSection('ended')
    else if (code === 'left') this.#left()
    else if (document.body.dataset.view !== 'ended') {
      find('[data-failed-words]', showProblem('failed')).textContent = sayRefusal(code, message)
    }
  }

  #over() {
    this.#stop()
    showSection('ended')
  }

  #left() {
    find('[data-ended-title]').textContent = t('You left the visit')
    find('[data-ended-left]').hidden = false
    find('[data-come-back]').hidden = false
    showSection('ended')
  }

  #stop() {
    allowSleep()
    this.#meeting.end()
  }
}

/** @returns {Promise<void>} */
export async function takePlace() {
  const { position } = await post('/visit/lobby')
  showPosition(position)
}

/** @param {number} position 1 is next */
function showPosition(position) {
  find('[data-testid="queue-position"]').textContent = position <= 1 ? t('You are next') : t('You are number {position}', { position })
  find('[data-queue-words]').textContent = position <= 1
    ? t('The panel sees that you are here and calls you.')
    : t('People are received in the order in which they came.')
}
