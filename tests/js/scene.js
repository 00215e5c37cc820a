/** A page's end of the socket under test, and what it heard. */

import { afterEach, beforeEach } from 'node:test'

import { Signaling } from '../../web/static/js/protocol.js'
import { ScriptedSocket } from './scripted_socket.js'

const TIMING = { firstRetry: 10, longestRetry: 20, join: 300, ping: 40, pong: 80, offer: 30 }

/** @type {Signaling} */ export let signaling
/** @type {any[]} */ export let heard
let tickets = 0

export const socket = () => /** @type {ScriptedSocket} */ (ScriptedSocket.opened.at(-1))

/** @param {() => Promise<{ url: string, ticket: string }>} authorize */
export function listen(authorize = async () => ({ url: 'ws://here/socket', ticket: `ticket-${++tickets}` })) {
  signaling = new Signaling(authorize, { WebSocket: /** @type {any} */ (ScriptedSocket), timing: TIMING })
  heard = []
  for (const name of /** @type {const} */ (['track_muted', 'closed', 'welcome'])) signaling.on(name, (event) => heard.push([name, event]))
  signaling.on('state', ({ state }) => heard.push(['state', state]))
  signaling.open()
}

export const states = () => heard.filter(([name]) => name === 'state').map(([, state]) => state)
export const muted = (/** @type {number} */ seq) => ({ type: 'track_muted', seq, participant_id: 's-1', kind: 'audio', muted: true })

beforeEach(() => { ScriptedSocket.opened = []; tickets = 0 })
afterEach(() => signaling.close())
