/** The connection in a word, and the state of the room for everything that waits for it. */

import { Emitter } from '../emitter.js'
import { find } from '../shared/dom.js'
import { t } from '../shared/messages.js'

/** @import { Peers } from '../peers.js' */
/** @import { Signaling } from '../protocol.js' */
/** @typedef {'connecting' | 'connected' | 'reconnecting' | 'ended'} RoomState */

export class ConnectionLine {
  #room
  #word
  /** @type {Emitter<{ state: RoomState }>} */ #emitter = new Emitter()
  #isSignaled = false
  /** @type {'good' | 'weak' | 'reconnecting'} */ #quality = 'reconnecting'
  #wasConnected = false
  #lostAt = 0
  /** @type {ReturnType<typeof setInterval> | undefined} */ #ticking
  /** Pictures are switched off on purpose. */ isSoundOnly = false

  /** @param {HTMLElement} room has data-state @param {Signaling} signaling @param {Peers} peers */
  constructor(room, signaling, peers) {
    this.#room = room
    this.#word = find('[data-connection]', room)
    signaling.on('state', ({ state }) => { this.#isSignaled = state === 'connected'; this.refresh() })
    peers.on('quality', ({ quality }) => { this.#quality = quality; this.refresh() })
  }

  /** @type {Emitter<{ state: RoomState }>['on']} */
  on(name, listener) { return this.#emitter.on(name, listener) }

  end() {
    clearInterval(this.#ticking)
    this.#set('ended', 'lost', t('ended'))
  }

  refresh() {
    if (this.#room.dataset.state === 'ended') return
    const isUp = this.#isSignaled && this.#quality !== 'reconnecting'
    clearInterval(this.#ticking)
    if (isUp) this.#connected()
    else if (this.#wasConnected) this.#lost()
    else this.#set('connecting', 'weak', t('connecting'))
  }

  #connected() {
    this.#wasConnected = true
    this.#lostAt = 0
    if (this.isSoundOnly) this.#set('connected', 'sound', t('only sound'))
    else if (this.#quality === 'weak') this.#set('connected', 'weak', t('weak connection'))
    else this.#set('connected', 'good', t('good connection'))
  }

  #lost() {
    this.#lostAt ||= Date.now()
    const tell = () => {
      const seconds = Math.round((Date.now() - this.#lostAt) / 1000)
      this.#set('reconnecting', 'lost', t('reconnecting {seconds} s', { seconds }))
    }
    tell()
    this.#ticking = setInterval(tell, 1000)
  }

  /** @param {RoomState} state @param {string} quality @param {string} word */
  #set(state, quality, word) {
    const changed = this.#room.dataset.state !== state
    this.#room.dataset.state = state
    this.#word.dataset.quality = quality
    this.#word.textContent = word
    if (changed) this.#emitter.emit('state', state)
  }
}
