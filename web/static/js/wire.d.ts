/** The frames of docs/protocol.md, version 1, as types; tests hold this file against the server. */

export type Kind = 'audio' | 'camera' | 'screen'
export type Role = 'citizen' | 'panel'

/** What the server says, by type; `seq` stands on every event of the room. */
export interface ServerMessages {
  welcome: { version: number, participant_id: string, session: string, admitted: boolean, resumed: boolean }
  answer: { sdp: string, id: number }
  pong: {}
  error: { code: string, message: string, fatal: boolean, id?: number }
  participant_joined: { seq: number, participant_id: string, name: string, department: string, role: Role }
  participant_left: { seq: number, participant_id: string, reason: string }
  participant_away: { seq: number, participant_id: string }
  participant_returned: { seq: number, participant_id: string }
  admitted: { seq: number }
  track_published: { seq: number, participant_id: string, kind: Kind }
  track_unpublished: { seq: number, participant_id: string, kind: Kind }
  track_muted: { seq: number, participant_id: string, kind: Kind, muted: boolean }
  slots_assigned: { seq: number, slots: Slots }
  speaker_changed: { seq: number, participant_id: string | null }
  announced: { [Topic in keyof Announcements]: { seq: number, topic: Topic, body: Announcements[Topic] } }[keyof Announcements]
  replaced: { seq: number }
  room_closed: { seq: number, reason: string }
}

/** Whose track each receive line (mid) carries now. */
export type Slots = Record<string, [participant_id: string, kind: Kind]>

/** What the browser says, by type. */
export interface ClientMessages {
  join: { version: number, ticket: string, last_seq?: number, session?: string | null }
  offer: { sdp: string, id?: number }
  mute: { kind: Kind, muted: boolean }
  share: { active: boolean }
  ping: {}
  leave: {}
}

/** Bodies of `announced`, by topic. */
export interface Announcements {
  caption: Caption
  field_suggested: SuggestedField
  suggestion_decided: { id: string, field: string, status: string, value: unknown, text: string, decided_by_name: string }
  lobby_changed: { waiting: WaitingPerson[] }
  queue_position: { position: number, waiting: number }
  field_set: { field: string, value: unknown, text: string, decided_by_name: string }
  visit_state: VisitState
  visit_ended: { reason: string }
}

export interface Caption {
  id: string, participant_id: string, name: string, department: string
  text: string, lang: string, final: boolean, start: number, end: number
}

export interface SuggestedField {
  id: string, field: string, value: unknown, text: string, quote: string
  words: { utterance_id: string, start: number, end: number }[]
  speaker: string, speaker_name: string, at_seconds: number, rule: string, previous_value: unknown
}

export interface VisitState {
  state: string, recording: boolean, recording_failed: boolean, transcribing: boolean, lang: string, model: string, is_starter: boolean
  started_at: string | null, ends_at: string, unsaved: number, lost: number, dropped_seconds: number
}

export interface WaitingPerson {
  invitation_id: string, participant_id: string, name: string, arrived_at: string, connected: boolean
}

/** What `Signaling` itself tells beside the frames. */
export interface SignalingEvents extends ServerMessages {
  state: { state: SignalingState, retryIn?: number }
  /** `replaced`, `room_closed`, `seat_ended`, `left`, `closed` (by this page), or the code of a fatal error. */
  closed: { code: string, message: string }
}
export type SignalingState = 'connecting' | 'connected' | 'reconnecting' | 'closed'
