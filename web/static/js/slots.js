/** Who is in which receiving line: the server's map, and the streams it makes for the page. */

/** @import { Kind, Slots as Map_ } from './wire.js' */
/** @typedef {{ participantId: string, kind: Kind, stream: MediaStream | null }} StreamChange null: no longer */
/** @typedef {{ participantId: string, kind: Kind, mid: string, track: MediaStreamTrack, stream: MediaStream }} Shown */

export class Slots {
  /** @type {Map_} */ #map = {}
  /** @type {Map<string, MediaStreamTrack>} */ #tracks = new Map()
  /** @type {Map<string, Shown>} */ #shown = new Map()
  #changed

  /** @param {(change: StreamChange) => void} changed */
  constructor(changed) { this.#changed = changed }

  /** What is shown now. @returns {Shown[]} */
  get shown() { return [...this.#shown.values()] }

  /** Take the lines of a new connection; the map goes on. @param {RTCRtpTransceiver[]} lines */
  connect(lines) {
    this.#tracks = new Map(lines.flatMap(({ mid, receiver }) => mid === null ? [] : [[mid, receiver.track]]))
    this.#refresh()
  }

  /** @param {Map_} map */
  assign(map) {
    this.#map = map
    this.#refresh()
  }

  #refresh() {
    const wanted = this.#wanted()
    for (const [key, { participantId, kind }] of this.#shown) {
      if (wanted.has(key)) continue
      this.#shown.delete(key)
      this.#changed({ participantId, kind, stream: null })
    }
    for (const [key, shown] of wanted) {
      if (this.#shown.get(key)?.track === shown.track) continue
      this.#shown.set(key, shown)
      this.#changed(shown)
    }
  }

  #wanted() {
    /** @type {Map<string, Shown>} */ const wanted = new Map()
    for (const [mid, [participantId, kind]] of Object.entries(this.#map)) {
      const track = this.#tracks.get(mid)
      const key = `${kind} ${participantId}`
      if (track) wanted.set(key, { participantId, kind, mid, track, stream: this.#streamOf(key, track) })
    }
    return wanted
  }

  /** A track that moves to somebody else gets a new stream, so that pages notice. @param {string} key @param {MediaStreamTrack} track */
  #streamOf(key, track) {
    const shown = this.#shown.get(key)
    return shown?.track === track ? shown.stream : new MediaStream([track])
  }
}
