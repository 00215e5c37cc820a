import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'

import { Signaling } from '../../web/static/js/protocol.js'
import { ScriptedSocket, settled } from './scripted_socket.js'

const TIMING = { firstRetry: 10, longestRetry: 20, join: 300, ping: 40, pong: 80, offer: 30 }

/** @type {Signaling} */ let signaling
/** @type {any[]} */ let heard
let tickets = 0

const socket = () => /** @type {ScriptedSocket} */ (ScriptedSocket.opened.at(-1))

/** @param {() => Promise<{ url: string, ticket: string }>} authorize */
function listen(authorize = async () => ({ url: 'ws://here/socket', ticket: `ticket-${++tickets}` })) {
  signaling = new Signaling(authorize, { WebSocket: /** @type {any} */ (ScriptedSocket), timing: TIMING })
  heard = []
  for (const name of /** @type {const} */ (['track_muted', 'closed', 'welcome'])) signaling.on(name, (event) => heard.push([name, event]))
  signaling.on('state', ({ state }) => heard.push(['state', state]))
  signaling.open()
}

const states = () => heard.filter(([name]) => name === 'state').map(([, state]) => state)
const muted = (/** @type {number} */ seq) => ({ type: 'track_muted', seq, participant_id: 's-1', kind: 'audio', muted: true })

beforeEach(() => { ScriptedSocket.opened = []; tickets = 0 })
afterEach(() => signaling.close())

test('a join shows the ticket and the version first', async () => {
  listen()
  await settled()
  socket().welcome()
  assert.deepEqual(socket().sent, [{ type: 'join', version: 1, ticket: 'ticket-1', session: null, last_seq: 0 }])
  assert.equal(signaling.state, 'connected')
  assert.deepEqual(states(), ['connecting', 'connected'])
})

test('a lost socket is opened again after the last event heard', async () => {
  listen()
  await settled()
  socket().welcome()
  socket().say(muted(1), muted(2))
  socket().break()
  assert.equal(signaling.state, 'reconnecting')
  await settled(25)
  socket().accept()
  assert.deepEqual(socket().sent[0], { type: 'join', version: 1, ticket: 'ticket-2', session: 'first', last_seq: 2 })
})

test('a replayed event is heard once', async () => {
  listen()
  await settled()
  socket().welcome()
  socket().say(muted(1), muted(2), muted(2), muted(1), muted(3))
  assert.deepEqual(heard.filter(([name]) => name === 'track_muted').map(([, event]) => event.seq), [1, 2, 3])
})

test('a session that did not resume counts events from the start', async () => {
  listen()
  await settled()
  socket().welcome()
  socket().say(muted(7))
  socket().break()
  await settled(25)
  socket().welcome({ session: 'second' })
  socket().say(muted(1))
  assert.deepEqual(heard.filter(([name]) => name === 'track_muted').map(([, event]) => event.seq), [7, 1])
})

test('a log that did not wait is not asked for again', async () => {
  listen()
  await settled()
  socket().welcome()
  socket().break(4010)
  await settled(25)
  socket().accept()
  assert.equal(socket().sent[0].session, null)
})

test('what is said without a socket is said once there is one, the last of each sort', async () => {
  listen()
  signaling.mute('audio', true)
  signaling.mute('camera', true)
  signaling.mute('audio', false)
  await settled()
  socket().welcome()
  assert.deepEqual(socket().sent.slice(1), [
    { type: 'mute', kind: 'audio', muted: false }, { type: 'mute', kind: 'camera', muted: true },
  ])
})

test('an offer gets its own answer', async () => {
  listen()
  await settled()
  socket().welcome()
  const first = signaling.offer('one')
  const second = signaling.offer('two')
  socket().say({ type: 'answer', id: 2, sdp: 'to two' }, { type: 'answer', id: 1, sdp: 'to one' })
  assert.deepEqual(await Promise.all([first, second]), ['to one', 'to two'])
})

test('an offer fails with its error, with the socket, and after a while', async () => {
  listen()
  await settled()
  socket().welcome()
  const refused = assert.rejects(signaling.offer('bad'), { code: 'negotiation_error' })
  socket().say({ type: 'error', code: 'negotiation_error', message: '', fatal: false, id: 1 })
  await refused
  await assert.rejects(signaling.offer('unheard'), { code: 'unanswered' })
  const lost = assert.rejects(signaling.offer('lost'), { code: 'disconnected' })
  socket().break()
  await lost
})

test('a seat taken on another device is not taken back', async () => {
  listen()
  await settled()
  socket().welcome()
  socket().say({ type: 'replaced', seq: 1 })
  await settled(40)
  assert.equal(ScriptedSocket.opened.length, 1)
  assert.deepEqual(heard.at(-1), ['closed', { code: 'replaced', message: '' }])
})

test('close codes are understood when the last words were lost', async () => {
  listen()
  await settled()
  socket().welcome()
  socket().break(4002)
  assert.deepEqual(heard.at(-1), ['closed', { code: 'room_closed', message: '' }])
})

test('a fatal error ends it, another one does not', async () => {
  listen()
  await settled()
  socket().welcome()
  socket().say({ type: 'error', code: 'not_admitted_error', message: 'wait', fatal: false })
  assert.equal(signaling.state, 'connected')
  socket().say({ type: 'error', code: 'too_many_messages_error', message: 'stop', fatal: true })
  assert.deepEqual(heard.at(-1), ['closed', { code: 'too_many_messages_error', message: 'stop' }])
})

test('a ticket that cannot be had is asked for again, one that is refused is not', async () => {
  let asked = 0
  listen(async () => {
    asked += 1
    throw Object.assign(new Error('no'), asked < 3 ? {} : { code: 'forbidden_error', fatal: true })
  })
  await settled(100)
  assert.equal(asked, 3)
  assert.deepEqual(heard.at(-1), ['closed', { code: 'forbidden_error', message: 'no' }])
})

test('a socket that answers no ping is given up', async () => {
  listen()
  await settled()
  socket().welcome()
  const silent = socket()
  await settled(200)
  assert.ok(silent.closed)
  assert.deepEqual(silent.sent.at(-1), { type: 'ping' })
  assert.ok(ScriptedSocket.opened.length > 1)
})

test('a socket that answers its pings is kept', async () => {
  listen()
  await settled()
  socket().welcome()
  const alive = socket()
  alive.send = (data) => { if (JSON.parse(data).type === 'ping') setTimeout(() => alive.say({ type: 'pong' })) }
  await settled(250)
  assert.equal(ScriptedSocket.opened.length, 1)
})

test('a wait is cut short when the network is back', async () => {
  listen()
  await settled()
  socket().welcome()
  socket().break()
  signaling.retryNow()
  await settled()
  assert.equal(ScriptedSocket.opened.length, 2)
})

test('leaving says so and ends', async () => {
  listen()
  await settled()
  socket().welcome()
  signaling.leave()
  assert.deepEqual(socket().sent.at(-1), { type: 'leave' })
  assert.deepEqual(heard.at(-1), ['closed', { code: 'left', message: '' }])
})

test('announcements are heard by topic', async () => {
  listen()
  await settled()
  /** @type {any[]} */ const positions = []
  signaling.onTopic('queue_position', (body) => positions.push(body))
  socket().welcome()
  socket().say({ type: 'announced', seq: 1, topic: 'queue_position', body: { position: 2, waiting: 3 } })
  assert.deepEqual(positions, [{ position: 2, waiting: 3 }])
})
