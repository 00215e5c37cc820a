/** One RTCPeerConnection for everything sent and received in a visit, kept up by itself. No DOM. */

import { Emitter } from './emitter.js'
import { RECEIVING, addLines, isForgotten } from './lines.js'
import { OwnTracks } from './own_tracks.js'
import { QualityWatch, countArrivals } from './quality.js'
import { Recovery } from './recovery.js'
import { Slots } from './slots.js'

/** @import { Signaling } from './protocol.js' */
/** @import { Receiving } from './lines.js' */
/** @import { Quality } from './quality.js' */
/** @import { StreamChange } from './slots.js' */
/** @import { Kind, ServerMessages } from './wire.js' */
/**
 * @typedef {object} PeersEvents
 * @property {StreamChange} stream somebody can be seen or heard, or no longer
 * @property {{ quality: Quality }} quality the connection in a word, when it changes
 * @property {{ kind: Kind, muted: boolean }} muted an own track, also when the server remembers it over a reload
 * @property {{ active: boolean }} screen the own screen is shown, or no longer
 */

export class Peers {
  #signaling
  #iceServers
  #receiving
  /** @type {Emitter<PeersEvents>} */ #emitter = new Emitter()
  /** @type {RTCPeerConnection | null} */ #connection = null
  #recovery = new Recovery((fresh) => this.#negotiate(fresh))
  #slots = new Slots((change) => this.#emitter.emit('stream', change))
  #own
  #watch = new QualityWatch(() => this.#connection, (quality) => this.#emitter.emit('quality', { quality }))
  /** @type {(() => void)[]} */ #stops = []
  #self = ''

  /**
   * @param {Signaling} signaling
   * @param {{ iceServers?: RTCIceServer[], receiving?: Receiving }} [options]
   */
  constructor(signaling, { iceServers = [], receiving = RECEIVING } = {}) {
    this.#signaling = signaling
    this.#iceServers = iceServers
    this.#receiving = receiving
    this.#own = new OwnTracks(signaling, {
      muted: (change) => this.#emitter.emit('muted', change),
      screen: (change) => this.#emitter.emit('screen', change),
    })
  }

  /** @type {Emitter<PeersEvents>['on']} */
  on(name, listener) { return this.#emitter.on(name, listener) }

  /** Connect as soon as the seat is admitted. Call it before `signaling.open()`; tracks may be set before or after. */
  start() {
    this.#watch.start()
    this.#stops = [
      () => this.#watch.stop(),
      this.#signaling.on('welcome', (welcome) => this.#welcomed(welcome)),
      this.#signaling.on('admitted', () => this.#recovery.connect(true)),
      this.#signaling.on('slots_assigned', ({ slots }) => this.#slots.assign(slots)),
      this.#signaling.on('track_muted', (event) => this.#heardMute(event)),
      this.#signaling.on('track_published', (event) => this.#heardTrack(event)),
      this.#signaling.on('closed', () => this.close()),
    ]
  }

  /** @param {MediaStreamTrack | null} track null sends nothing */
  setMicrophone(track) { return this.#own.set('audio', track) }

  /** @param {MediaStreamTrack | null} track null sends nothing */
  setCamera(track) { return this.#own.set('camera', track) }

  /** Send silence or black, which the server then keeps to itself. @param {Kind} kind @param {boolean} muted */
  setMuted(kind, muted) { this.#own.mute(kind, muted) }

  /** @param {MediaStreamTrack} track it is stopped when sharing ends, whoever ends it */
  startScreen(track) { return this.#own.share(track) }

  stopScreen() { return this.#own.stopSharing() }

  /** Receive more or less than before, on a new connection: no pictures on a thin line. @param {Receiving} receiving */
  setReceiving(receiving) {
    this.#receiving = receiving
    if (this.#connection) this.#recovery.connect(true)
  }

  /** What arrives from whom, as the browser counts it. */
  async stats() {
    return countArrivals(await this.#connection?.getStats(), this.#slots.shown)
  }

  close() {
    for (const stop of this.#stops.splice(0)) stop()
    this.#recovery.stop()
    this.#slots.connect([])
    this.#connection?.close()
    this.#connection = null
  }

  /** @param {ServerMessages['welcome']} welcome */
  #welcomed({ participant_id: self, admitted, resumed }) {
    this.#self = self
    if (!admitted) return
    if (resumed && this.#connection) this.#recovery.hurry()
    else this.#recovery.connect(true)
  }

  /** @param {ServerMessages['track_muted']} event */
  #heardMute({ participant_id: id, kind, muted }) { if (id === this.#self) this.#own.remember(kind, muted) }

  /** Only one screen is shown at a time. @param {ServerMessages['track_published']} event */
  #heardTrack({ participant_id: id, kind }) { if (kind === 'screen' && id !== this.#self) this.#own.stopSharing() }

  /** @param {boolean} fresh @returns {Promise<void>} */
  async #negotiate(fresh) {
    const connection = this.#connection && !fresh ? this.#connection : await this.#open()
    if (!fresh) connection.restartIce()
    await connection.setLocalDescription()
    this.#slots.connect(connection.getTransceivers())
    const sdp = await this.#signaling.offer(connection.localDescription?.sdp ?? '')
    if (connection !== this.#connection) return
    if (!fresh && isForgotten(connection, sdp)) return this.#recovery.connect(true)
    await connection.setRemoteDescription({ type: 'answer', sdp })
    if (fresh) this.#own.tellAgain()
  }

  async #open() {
    this.#connection?.close()
    const connection = new RTCPeerConnection({ iceServers: this.#iceServers, bundlePolicy: 'max-bundle' })
    this.#connection = connection
    connection.oniceconnectionstatechange = () => this.#stateChanged(connection)
    connection.onconnectionstatechange = () => this.#stateChanged(connection)
    await this.#own.attach(addLines(connection, this.#receiving))
    return connection
  }

  /** @param {RTCPeerConnection} connection */
  #stateChanged(connection) {
    if (connection !== this.#connection) return
    const state = connection.iceConnectionState
    // The socket may be as dead as the path; it would only notice later.
    if (state === 'disconnected') this.#signaling.retryNow()
    this.#recovery.watch(state, connection.connectionState)
    this.#watch.look()
  }
}
