/** A citizen's way through the visit: link, invitation, devices, waiting room, room, goodbye. */

import { ApiError, get } from '../shared/api.js'
import { all, find } from '../shared/dom.js'
import { DeviceCheck } from './device_check.js'
import { showFacts } from './facts.js'
import { InvitationForm } from './invitation.js'
import { showProblem, showSection } from './sections.js'
import { findToken, isOtherSeat, takeLink } from './ticket_link.js'
import { VisitRoom, takePlace } from './visit_room.js'

/** @import { SeatState } from './facts.js' */

const RETRY = 5000

/** @type {DeviceCheck} */
const devices = find('device-check')
const invitation = new InvitationForm(goOn)
/** @type {VisitRoom | null} */
let room = null
let name = ''

/** Begin, or begin again after a reload: the server knows how far we are. */
async function start() {
  const token = findToken()
  try {
    const state = isOtherSeat(token) ? null : await get('/visit/state')
    if (state) goOn(state)
    else askForCode(token)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    if (error.status === 401) askForCode(token)
    else tryLater()
  }
}

/** @param {string} token */
function askForCode(token) {
  invitation.prepare({ token, hasSeat: false })
  showSection(token ? 'invitation' : 'link')
}

function tryLater() {
  showProblem('unreachable')
  setTimeout(start, RETRY)
}

/** @param {SeatState} state */
function goOn(state) {
  name = state.name
  showFacts(state.visit)
  if (state.visit.state === 'ended') return showSection('ended')
  if (!state.consent) {
    invitation.prepare({ token: findToken(), hasSeat: true })
    return showSection('invitation')
  }
  if (state.admitted || state.in_lobby) return wait(state)
  checkDevices()
}

function checkDevices() {
  showSection('devices')
  devices.start()
}

/** @param {{ admitted: boolean }} state */
async function wait({ admitted }) {
  if (!admitted) showSection('waiting')
  try {
    if (!admitted) await takePlace()
    if (!room) {
      room = new VisitRoom(name, () => devices.stop())
      room.open()
    }
  } catch (error) {
    const problem = showProblem('failed')
    if (error instanceof ApiError) find('[data-failed-words]', problem).textContent = error.message
  }
}

devices.addEventListener('ready', (event) => {
  VisitRoom.remember(/** @type {CustomEvent} */ (event).detail)
  wait({ admitted: false })
})
find('[data-test-again]').addEventListener('click', checkDevices)
find('[data-give-up]').addEventListener('click', () => room?.giveUp())
find('[data-link]').addEventListener('submit', (event) => {
  event.preventDefault()
  const isWhole = takeLink(/** @type {HTMLInputElement} */ (find('#link')).value)
  find('#link-error').hidden = isWhole
})
addEventListener('hashchange', () => { if (!room) start() })
find('[data-other-link]').addEventListener('click', () => showSection('link'))
for (const button of all('[data-take-back], [data-come-back], [data-try-now]')) {
  button.addEventListener('click', () => location.reload())
}
start()
