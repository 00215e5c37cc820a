/** The review of a visit: people and sound on the left, words in the middle, fields on the right. */

import { ApiError } from '../shared/api.js'
import { find } from '../shared/dom.js'
import { t } from '../shared/messages.js'
import { Corrections } from './corrections.js'
import { Heard } from './heard.js'
import { listenForKeys } from './keys.js'
import { OpenFields } from './open_fields.js'
import { Original } from './original.js'
import { Player } from './player.js'
import { Playhead } from './playhead.js'
import { Reading } from './reading.js'
import { Search } from './search.js'
import { joinSpans } from './spans.js'
import { Transcript } from './transcript.js'
import { TranscriptView } from './transcript_view.js'
import { Transport } from './transport.js'
import { Voices } from './voices.js'
import { WordEditor } from './word_editor.js'

/** @import { News, PageState } from './review.js' */

const TURN = 0.7 // seconds of silence that a skip keeps

/** @type {PageState} */
const state = JSON.parse(find('#review-state').textContent ?? '{}')
const transcript = new Transcript()
const view = new TranscriptView(transcript, state.people)
const playhead = new Playhead(transcript, view)
const voices = new Voices(state)
const player = new Player(voices.tracks, state.totals.seconds)
const heard = new Heard(state.links.progress, state.heard)
const transport = new Transport(player, heard)
const corrections = new Corrections(state.links, state.sequence)
const editor = new WordEditor(transcript, view, corrections)
const reading = new Reading(transcript, view, playhead, player, editor)
const fields = new OpenFields(state.links)
const search = new Search(transcript, view, (place) => reading.goTo(place))
const status = find('[data-status]')

async function undo() {
  try {
    if (!await corrections.undo()) status.textContent = t('You have changed nothing that could be taken back.')
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    status.textContent = error.message
  }
}

/** @param {News} news */
function take(news) {
  transcript.renew(news.utterances)
  if (news.fields && news.suggestions) fields.show(news.fields, news.suggestions)
  search.refresh()
  const theirs = news.changes.filter(({ mine }) => !mine).at(-1)
  const words = { corrected: t('{name} corrected words', { name: theirs?.by ?? '' }), undone: t('{name} took a correction back', { name: theirs?.by ?? '' }) }
  if (theirs) status.textContent = words[/** @type {'corrected'} */ (theirs.kind)] ?? t('{name} decided on a field', { name: theirs.by })
  for (const { utterance_id: id, mine } of news.changes) if (id && !mine) view.rowElement(id)?.toggleAttribute('data-news', true)
}

async function load() {
  find('[data-load-problem]').hidden = true
  try {
    await transcript.load(state.links.transcript)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    find('[data-load-problem]').hidden = false
    find('[data-skeleton]').hidden = true
  }
}

function listen() {
  transcript.on('grown', (count) => {
    find('[data-skeleton]').hidden = true
    find('[data-rows]').ariaBusy = String(!transcript.isWhole)
    find('[data-empty]').hidden = count > 0
    player.setSpeech(joinSpans(transcript.all.map(({ start, end }) => [start, end]), TURN))
    if (!playhead.place) playhead.moveTo(player.position)
  })
  view.on('chosen', (place) => reading.goTo(place, { plays: true, focus: true }))
  view.on('edit', (place) => reading.edit(place))
  player.on('moved', (at) => {
    playhead.moveTo(at)
    voices.moveTo(at)
  })
  player.on('heard', (span) => heard.add(span))
  player.on('changed', () => { if (!player.isPlaying) heard.save() })
  voices.on('go', ({ at, person }) => player.seek(at, person))
  voices.on('filter', (only) => {
    view.showOnly(only)
    search.refresh()
    playhead.follow()
  })
  fields.on('count', (count) => transport.showOpen(count))
  fields.on('quotes', (quotes) => reading.showQuotes(quotes))
  corrections.on('news', take)
  corrections.on('lost', (isLost) => { find('[data-lost]').hidden = !isLost })
  find('[data-load-again]').addEventListener('click', load)
}

function begin() {
  listen()
  new Original(transcript, view.scroller)
  fields.show(state.fields, state.suggestions)
  const showKeys = () => /** @type {HTMLDialogElement} */ (find('[data-keys-dialog]')).showModal()
  find('[data-show-keys]').addEventListener('click', showKeys)
  listenForKeys({
    ' ': () => player.toggle(), e: () => reading.editHere(), z: undo, '/': () => search.focus(), '?': showKeys, escape: () => view.setQuotes([]),
    arrowleft: () => transport.step(-1), arrowright: () => transport.step(1), arrowup: () => reading.stepTurn(-1), arrowdown: () => reading.stepTurn(1),
    'shift+arrowleft': () => reading.stepWord(-1), 'shift+arrowright': () => reading.stepWord(1), enter: () => player.play(),
  }, (event) => fields.press(event))
  // Keys and Tab begin at the words; on a phone, which scrolls as a whole, at the top.
  if (matchMedia('(min-width: 70.01em)').matches) view.scroller.focus({ preventScroll: true })
}

begin()
await load()
voices.draw(transcript.all)
corrections.watch()
