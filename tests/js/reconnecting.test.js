import assert from 'node:assert/strict'
import { test } from 'node:test'

import { heard, listen, muted, signaling, socket } from './scene.js'
import { ScriptedSocket, settled } from './scripted_socket.js'

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
