/** The console of a visit: the meeting on the left, the case on the right. */

import { Meeting } from '../room/meeting.js'
import { sayRefusal } from '../room/refusals.js'
import { ApiError, get, post } from '../shared/api.js'
import { confirmIn, find } from '../shared/dom.js'
import { t } from '../shared/messages.js'
import { CaseFields } from './case_fields.js'
import { listenForKeys } from './keys.js'
import { showPeople } from './people_list.js'
import { makeShareButton } from './screen_share.js'
import { makeTabs } from './tabs.js'
import { ConsoleTop } from './top.js'
import { TranscriptList } from './transcript.js'
import { WaitingPeople } from './waiting_people.js'

const room = find('[data-console]')
const path = `/staff/visits/${room.dataset.visit}`
/** @type {CaseFields} */
const fields = find('case-fields')
/** @type {WaitingPeople} */
const waiting = find('waiting-people')
const top_ = new ConsoleTop()
const transcript = new TranscriptList()
const meeting = new Meeting(room, `${path}/socket-ticket`, {
  name: room.dataset.viewerName ?? '', department: room.dataset.viewerDepartment ?? '', role: 'panel',
})
const { signaling, people, peers, own } = meeting

async function load() {
  const state = await get(`${path}/state`)
  top_.show(state.visit)
  fields.show(state.fields, state.suggestions)
  meeting.showEarlier(state.utterances)
  for (const utterance of state.utterances) transcript.add(utterance, people.voiceOf(utterance.participant_id))
  waiting.show(state.waiting)
  return state
}

function listen() {
  // A seat taken afresh is told from now on only, so what came before is read again.
  signaling.on('welcome', ({ resumed }) => { if (!resumed) load().catch(tell) })
  signaling.onTopic('caption', (caption) => transcript.add(caption, people.voiceOf(caption.participant_id)))
  signaling.onTopic('field_suggested', (suggestion) => fields.suggest(suggestion))
  signaling.onTopic('suggestion_decided', (decision) => fields.decided(decision))
  signaling.onTopic('field_set', (value) => fields.setValue(value))
  signaling.onTopic('lobby_changed', (lobby) => waiting.show(lobby.waiting))
  signaling.onTopic('visit_state', (visit) => top_.show(visit))
  signaling.onTopic('visit_ended', () => isOver())
  signaling.on('closed', ({ code, message }) => closed(code, message))
  const refresh = () => showPeople(find('[data-people]'), people.all)
  people.on('changed', refresh)
  people.on('left', refresh)
}

/** @param {string} code @param {string} message */
function closed(code, message) {
  if (code === 'replaced') {
    find('[data-take-back]').hidden = false
    over(t('The console is open elsewhere'), t('You opened this visit in another window. Nothing is lost.'))
  } else if (code === 'room_closed') isOver()
  else if (code !== 'closed') over(t('The connection was refused'), sayRefusal(code, message))
}

function isOver() {
  find('[data-review]').hidden = false
  over(t('The visit is over'), t('What was said and decided is kept with the case.'))
}

/** @param {string} title @param {string} words */
function over(title, words) {
  meeting.end()
  find('[data-over-title]').textContent = title
  find('[data-over-words]').textContent = words
  /** @type {HTMLDialogElement} */
  const dialog = find('[data-over-dialog]')
  if (!dialog.open) dialog.showModal()
}

async function end() {
  if (await confirmIn(find('[data-end-dialog]'), 'end')) await post(`${path}/end`).catch(tell)
}

/** @param {unknown} error */
function tell(error) {
  if (!(error instanceof ApiError)) throw error
  const notice = find('[data-device-notice]')
  notice.textContent = error.message
  notice.hidden = false
}

/** Without devices one may still watch, listen and work on the case. */
async function join() {
  await own.start({ camera: true })
  find('[data-join]').hidden = own.hasMicrophone
  meeting.playSound()
}

function begin() {
  fields.setPath(path)
  waiting.setPath(`${path}/admit`)
  makeTabs(find('[role="tablist"]'))
  makeShareButton(find('[data-share]'), peers)
  const showKeys = () => /** @type {HTMLDialogElement} */ (find('[data-keys-dialog]')).showModal()
  find('[data-show-keys]').addEventListener('click', showKeys)
  find('[data-end]').addEventListener('click', end)
  find('[data-join]').addEventListener('click', join)
  find('[data-take-back]').addEventListener('click', () => location.reload())
  waiting.addEventListener('problem', (event) => tell(new ApiError(500, { message: /** @type {CustomEvent} */ (event).detail })))
  listenForKeys({
    m: () => own.toggle('audio'),
    c: () => own.toggle('camera'),
    s: () => find('[data-share]').click(),
    a: () => waiting.admitFirst(),
    '?': showKeys,
  }, (event) => !find('#panel-fields').hidden && fields.press(event))
}

begin()
listen()
const { visit } = await load().catch((error) => { tell(error); return { visit: null } })
if (visit?.state === 'ended') isOver()
else {
  join()
  meeting.open()
}
