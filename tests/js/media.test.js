import assert from 'node:assert/strict'
import { test } from 'node:test'

import { isForgotten } from '../../web/static/js/lines.js'
import { QualityMeter } from '../../web/static/js/quality.js'
import { Recovery } from '../../web/static/js/recovery.js'
import { Slots } from '../../web/static/js/slots.js'
import { settled } from './scripted_socket.js'

const PATIENCE = { disconnected: 20, connect: 40, firstRetry: 5, longestRetry: 10 }

/** @param {(fresh: boolean) => Promise<void>} [negotiate] */
function watchAttempts(negotiate = async () => {}) {
  /** @type {boolean[]} */ const attempts = []
  const recovery = new Recovery(async (fresh) => { attempts.push(fresh); await negotiate(fresh) }, PATIENCE)
  return { attempts, recovery }
}

test('a short interruption restarts nothing', async () => {
  const { attempts, recovery } = watchAttempts()
  recovery.watch('disconnected', 'disconnected')
  recovery.watch('connected', 'connected')
  await settled(60)
  assert.deepEqual(attempts, [])
})

test('a longer one restarts ICE, and what does not connect in time is made anew', async () => {
  const { attempts, recovery } = watchAttempts()
  recovery.watch('disconnected', 'disconnected')
  await settled(90)
  recovery.stop()
  assert.deepEqual(attempts, [false, true])
})

test('an attempt without a socket is repeated as it was once there is one', async () => {
  let isHeard = false
  const { attempts, recovery } = watchAttempts(async () => { if (!isHeard) throw Object.assign(new Error(), { code: 'disconnected' }) })
  recovery.watch('failed', 'failed')
  await settled()
  isHeard = true
  recovery.hurry()
  await settled()
  recovery.stop()
  assert.deepEqual(attempts, [false, false])
})

test('an offer that is refused is not made again on the same connection', async () => {
  const { attempts, recovery } = watchAttempts(async (fresh) => { if (!fresh) throw Object.assign(new Error(), { code: 'negotiation_error' }) })
  recovery.connect(false)
  await settled(20)
  recovery.stop()
  assert.deepEqual(attempts, [false, true])
})

test('an answer whose version did not rise comes from a server that began anew', () => {
  const before = /** @type {any} */ ({ currentRemoteDescription: { sdp: 'v=0\r\no=- 5 2 IN IP4 127.0.0.1\r\n' } })
  assert.equal(isForgotten(before, 'v=0\r\no=- 5 3 IN IP4 127.0.0.1\r\n'), false)
  assert.equal(isForgotten(before, 'v=0\r\no=- 5 1 IN IP4 127.0.0.1\r\n'), true)
})

test('loss makes a connection weak, and calm makes it good again', () => {
  const meter = new QualityMeter()
  const calm = { sentLoss: 0, roundTrip: 0.1 }
  assert.equal(meter.judge({ received: 100, lost: 0, ...calm }), 'good')
  assert.equal(meter.judge({ received: 190, lost: 10, ...calm }), 'weak')
  const words = [300, 400, 500].map((received) => meter.judge({ received, lost: 10, ...calm }))
  assert.deepEqual(words, ['weak', 'weak', 'good'])
  assert.equal(meter.judge({ received: 600, lost: 10, sentLoss: 0, roundTrip: 0.9 }), 'weak')
})

test('a line that passes to somebody else ends one stream and begins another', () => {
  Object.assign(globalThis, { MediaStream: class { constructor(/** @type {any[]} */ tracks) { this.tracks = tracks } } })
  /** @type {string[]} */ const told = []
  const slots = new Slots(({ participantId, kind, stream }) => told.push(`${stream ? '+' : '-'} ${kind} ${participantId}`))
  slots.assign({ 3: ['s-1', 'audio'], 14: ['s-1', 'camera'] })
  assert.deepEqual(told, [])
  slots.connect(/** @type {any} */ ([{ mid: '3', receiver: { track: {} } }, { mid: '14', receiver: { track: {} } }]))
  assert.deepEqual(told.splice(0), ['+ audio s-1', '+ camera s-1'])
  slots.assign({ 3: ['s-1', 'audio'], 14: ['s-2', 'camera'] })
  assert.deepEqual(told.splice(0), ['- camera s-1', '+ camera s-2'])
  slots.connect([])
  assert.deepEqual(told, ['- audio s-1', '- camera s-2'])
})
