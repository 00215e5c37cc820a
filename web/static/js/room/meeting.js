/** A visit on a page: signaling, media and people joined to the pictures, captions and buttons. */

import { Peers } from '../peers.js'
import { Signaling } from '../protocol.js'
import { post } from '../shared/api.js'
import { all, find } from '../shared/dom.js'
import { VisitCaptions } from './captions.js'
import { ConnectionLine } from './connection_line.js'
import { OwnMedia } from './own_media.js'
import { People } from './people.js'
import { VisitPictures } from './pictures.js'
import { Voices } from './voices.js'

/** @import { Caption, Kind, Role } from '../wire.js' */
/** @import { Person } from './people.js' */

/** Pictures switched off: only voices, and the screen that somebody shows. */
const SOUND_ONLY = { audio: 11, camera: 0, screen: 1 }
const EVERYTHING = { audio: 11, camera: 11, screen: 1 }

export class Meeting {
  #room
  /** @type {VisitPictures} */ #pictures
  /** @type {VisitCaptions} */ #captions
  #voices

  /**
   * @param {HTMLElement} room
   * @param {string} ticketPath where a single-use ticket is given
   * @param {{ name: string, department: string, role: Role }} self
   */
  constructor(room, ticketPath, self) {
    this.#room = room
    this.signaling = new Signaling(() => askForTicket(ticketPath))
    this.peers = new Peers(this.signaling)
    this.people = new People(this.signaling, self)
    this.own = new OwnMedia(this.peers)
    this.line = new ConnectionLine(room, this.signaling, this.peers)
    this.#pictures = find('visit-pictures', room)
    this.#captions = find('visit-captions', room)
    this.#voices = new Voices(find('[data-tap-to-hear]', room))
    this.#showPeople()
    this.#showOwn()
    this.signaling.onTopic('visit_state', ({ transcribing }) => this.#captions.setWriting(transcribing))
    this.signaling.onTopic('caption', (caption) => this.showCaption(caption))
  }

  /** Connect; devices may come before or after. */
  open() {
    this.peers.start()
    this.signaling.open()
    addEventListener('online', () => this.signaling.retryNow())
    document.addEventListener('visibilitychange', () => { if (!document.hidden) this.signaling.retryNow() })
  }

  /** Within a touch: let waiting sound out. */
  playSound() { return this.#voices.playAll() }

  /** @param {Caption} caption */
  showCaption(caption) { this.#captions.show(caption, this.people.voiceOf(caption.participant_id)) }

  /** What was said before this page listened. @param {Caption[]} captions */
  showEarlier(captions) {
    for (const caption of captions) this.#captions.showEarlier(caption, this.people.voiceOf(caption.participant_id))
  }

  /** @param {boolean} soundOnly */
  setSoundOnly(soundOnly) {
    this.line.isSoundOnly = soundOnly
    this.line.refresh()
    this.peers.setReceiving(soundOnly ? SOUND_ONLY : EVERYTHING)
  }

  end() {
    this.line.end()
    this.own.stop()
    this.#voices.stop()
    this.peers.close()
  }

  #showPeople() {
    this.people.on('changed', (person) => this.#pictures.show(person))
    this.people.on('left', (person) => { this.#pictures.forget(person); this.#voices.set(person.id, null) })
    this.people.on('speaker', (person) => this.#showSpeaker(person))
    this.peers.on('stream', ({ participantId, kind, stream }) => this.#showStream(participantId, kind, stream))
  }

  /** @param {string} id @param {Kind} kind @param {MediaStream | null} stream */
  #showStream(id, kind, stream) {
    if (kind === 'audio') return this.#voices.set(id, stream)
    const person = this.people.find(id)
    if (person) this.#pictures.setStream(person, kind, stream)
  }

  /** @param {Person | null} person */
  #showSpeaker(person) {
    this.#pictures.setSpeaker(person)
    const words = person ? [person.name, person.department].filter(Boolean).join(' · ') : ''
    find('[data-speaker-line]', this.#room).textContent = words
  }

  #showOwn() {
    const show = (/** @type {MediaStream | null} */ stream) => {
      const self = this.people.all.find(({ isSelf }) => isSelf)
      if (self) this.#pictures.setStream(self, 'camera', stream)
    }
    /** @type {MediaStream | null} */ let picture = null
    this.own.on('picture', (stream) => { picture = stream; show(stream) })
    this.people.on('changed', ({ isSelf }) => { if (isSelf) show(picture) })
    this.own.on('unheard', (unheard) => { find('[data-muted-notice]', this.#room).hidden = !unheard })
    this.own.on('problem', (problem) => this.#tell(problem?.message ?? ''))
    this.own.on('switched', ({ kind, muted }) => this.#switched(kind, muted))
    for (const [selector, kind] of /** @type {const} */ ([['[data-mute]', 'audio'], ['[data-camera]', 'camera']])) {
      find(selector, this.#room).addEventListener('click', () => this.own.toggle(kind))
    }
  }

  /** @param {'audio' | 'camera'} kind @param {boolean} muted */
  #switched(kind, muted) {
    const selector = kind === 'audio' ? '[data-mute]' : '[data-camera]'
    for (const button of all(selector, this.#room)) button.setAttribute('aria-pressed', String(muted))
    const self = this.people.all.find(({ isSelf }) => isSelf)
    if (self) this.#pictures.show({ ...self, muted: { ...self.muted, [kind]: muted } })
  }

  /** @param {string} words */
  #tell(words) {
    const notice = find('[data-device-notice]', this.#room)
    notice.textContent = words
    notice.hidden = !words
  }
}

/** @param {string} path */
async function askForTicket(path) {
  const { ticket } = await post(path)
  const url = new URL('/socket', location.href)
  url.protocol = url.protocol.replace('http', 'ws')
  return { url: url.href, ticket }
}
