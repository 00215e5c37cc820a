/** The own microphone and camera in a visit: switched, watched, and opened again when the system took them. */

import { Emitter } from '../emitter.js'
import { LevelWatch } from './level.js'
import { DeviceError, openBoth, openCamera, openMicrophone } from './own_devices.js'

/** @import { Peers } from '../peers.js' */
/** @typedef {{ picture: MediaStream | null, switched: { kind: 'audio' | 'camera', muted: boolean }, unheard: boolean, problem: DeviceError | null }} OwnEvents */

const KINDS = /** @type {const} */ (['audio', 'camera'])
const LOUD = 0.5
/** Loud moments in a row (tenths of a second) that make speech. */
const SPEECH = 4
const SHOWN = 4000

export class OwnMedia {
  #peers
  /** @type {Emitter<OwnEvents>} */ #emitter = new Emitter()
  /** @type {{ audio: MediaStreamTrack | null, camera: MediaStreamTrack | null }} */ #tracks = { audio: null, camera: null }
  #muted = { audio: false, camera: false }
  /** @type {LevelWatch | null} */ #watch = null
  #loud = 0
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #notice

  /** @param {Peers} peers */
  constructor(peers) {
    this.#peers = peers
    peers.on('muted', ({ kind, muted }) => { if (kind !== 'screen') this.#switched(kind, muted) })
  }

  /** @type {Emitter<OwnEvents>['on']} */
  on(name, listener) { return this.#emitter.on(name, listener) }

  get hasMicrophone() { return this.#tracks.audio !== null }

  /** Come with what there is: a device that refuses is told and left out. @param {{ camera: boolean }} wish */
  async start({ camera }) {
    if (camera) await this.#openBoth()
    else await this.#open('audio')
    for (const kind of KINDS) if (!this.#tracks[kind]) this.#peers.setMuted(kind, true)
  }

  /** @param {'audio' | 'camera'} kind */
  async toggle(kind) {
    if (!this.#tracks[kind] && !await this.#open(kind)) return
    this.#peers.setMuted(kind, !this.#muted[kind])
  }

  stop() {
    this.#watch?.stop()
    for (const track of Object.values(this.#tracks)) track?.stop()
    this.#tracks = { audio: null, camera: null }
  }

  async #openBoth() {
    const { audio, camera, problems } = await openBoth()
    if (audio) await this.#use('audio', audio)
    if (camera) await this.#use('camera', camera)
    this.#emitter.emit('problem', problems[0] ?? null)
  }

  /** @param {'audio' | 'camera'} kind @returns {Promise<boolean>} */
  async #open(kind) {
    try {
      await this.#use(kind, await (kind === 'audio' ? openMicrophone() : openCamera()))
      this.#emitter.emit('problem', null)
      return true
    } catch (error) {
      if (error instanceof DeviceError) this.#emitter.emit('problem', error)
      return false
    }
  }

  /** @param {'audio' | 'camera'} kind @param {MediaStreamTrack} track */
  async #use(kind, track) {
    this.#tracks[kind]?.stop()
    this.#tracks[kind] = track
    track.onended = () => this.#open(kind)
    if (kind === 'audio') this.#listen(track)
    else this.#emitter.emit('picture', new MediaStream([track]))
    await (kind === 'audio' ? this.#peers.setMicrophone(track) : this.#peers.setCamera(track))
  }

  /** @param {MediaStreamTrack} track */
  #listen(track) {
    this.#watch?.stop()
    this.#watch = new LevelWatch(track, (level) => this.#heard(level))
  }

  /** Somebody who speaks while muted should know. @param {number} level */
  #heard(level) {
    this.#loud = this.#muted.audio && level > LOUD ? this.#loud + 1 : 0
    if (this.#loud !== SPEECH) return
    this.#emitter.emit('unheard', true)
    clearTimeout(this.#notice)
    this.#notice = setTimeout(() => this.#emitter.emit('unheard', false), SHOWN)
  }

  /** @param {'audio' | 'camera'} kind @param {boolean} muted */
  #switched(kind, muted) {
    this.#muted[kind] = muted
    if (!muted) this.#emitter.emit('unheard', false)
    this.#emitter.emit('switched', { kind, muted })
  }
}
