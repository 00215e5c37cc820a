/** What this page sends: tracks that outlive connections, and what the room is told of them. */

import { sendTrack } from './lines.js'

/** @import { Signaling } from './protocol.js' */
/** @import { Kind } from './wire.js' */
/** @typedef {{ muted: (change: { kind: Kind, muted: boolean }) => void, screen: (change: { active: boolean }) => void }} Told */

/** @type {Kind[]} */
const KINDS = ['audio', 'camera', 'screen']

export class OwnTracks {
  #signaling
  #told
  /** @type {Record<Kind, RTCRtpSender> | null} */ #senders = null
  /** @type {Partial<Record<Kind, MediaStreamTrack | null>>} */ #tracks = {}
  /** @type {Partial<Record<Kind, boolean>>} */ #muted = {}

  /** @param {Signaling} signaling @param {Told} told */
  constructor(signaling, told) {
    this.#signaling = signaling
    this.#told = told
  }

  /** Send on a new connection's lines what was sent on the old one's. @param {Record<Kind, RTCRtpSender>} senders */
  async attach(senders) {
    this.#senders = senders
    for (const kind of KINDS) await sendTrack(senders[kind], kind, this.#tracks[kind] ?? null)
  }

  /** @param {Kind} kind @param {MediaStreamTrack | null} track */
  async set(kind, track) {
    this.#tracks[kind] = track
    this.#silence(kind)
    if (this.#senders) await sendTrack(this.#senders[kind], kind, track)
  }

  /** @param {Kind} kind @param {boolean} muted */
  mute(kind, muted) {
    this.#muted[kind] = muted
    this.#silence(kind)
    this.#signaling.mute(kind, muted)
    this.#told.muted({ kind, muted })
  }

  /** The server remembers over a reload; what was chosen on this page since counts more. @param {Kind} kind @param {boolean} muted */
  remember(kind, muted) {
    if (this.#muted[kind] !== undefined) return
    this.#muted[kind] = muted
    this.#silence(kind)
    this.#told.muted({ kind, muted })
  }

  /** @param {MediaStreamTrack} track */
  async share(track) {
    track.onended = () => this.stopSharing()
    await this.set('screen', track)
    this.#signaling.share(true)
    this.#told.screen({ active: true })
  }

  async stopSharing() {
    const track = this.#tracks.screen
    if (!track) return
    track.onended = null
    track.stop()
    this.#signaling.share(false)
    this.#told.screen({ active: false })
    await this.set('screen', null)
  }

  /** Tell a room what it may have forgotten: a new connection shares nothing, a new seat is not muted. */
  tellAgain() {
    for (const kind of KINDS) if (this.#muted[kind] !== undefined) this.#signaling.mute(kind, this.#muted[kind])
    if (this.#tracks.screen) this.#signaling.share(true)
  }

  /** @param {Kind} kind */
  #silence(kind) {
    const track = this.#tracks[kind]
    if (track) track.enabled = !this.#muted[kind]
  }
}
