import assert from 'node:assert/strict'
import { test } from 'node:test'

import { heard, listen, signaling, socket, states } from './scene.js'
import { settled } from './scripted_socket.js'

test('a join shows the ticket and the version first', async () => {
  listen()
  await settled()
  socket().welcome()
  assert.deepEqual(socket().sent, [{ type: 'join', version: 1, ticket: 'ticket-1', session: null, last_seq: 0 }])
  assert.equal(signaling.state, 'connected')
  assert.deepEqual(states(), ['connecting', 'connected'])
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

test('a visit that ended while the page was away is told like one that ends now', async () => {
  listen()
  await settled()
  socket().accept()
  socket().say({ type: 'error', code: 'unknown_room_error', message: 'over', fatal: true })
  assert.deepEqual(heard.at(-1), ['closed', { code: 'room_closed', message: 'over' }])
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
