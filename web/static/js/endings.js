/** What ends a socket for good, and what only for now (docs/protocol.md, "How a socket ends"). */

export class SignalingError extends Error {
  /** @param {{ code: string, message?: string, fatal?: boolean }} error */
  constructor({ code, message = '', fatal = false }) {
    super(message)
    this.code = code
    this.fatal = fatal
  }
}

/** The seat's events did not wait; it must be taken afresh. */
export const EVENTS_LOST = 4010

/** @type {Record<number, string>} */
const FINAL_CODES = {
  4000: 'protocol_error', 4001: 'replaced', 4002: 'room_closed', 4005: 'seat_ended', 4008: 'too_many_messages_error',
}

/** Several errors say the same to people. @type {Record<string, string>} */
const SAME = {
  replaced_error: 'replaced', visit_ended_error: 'room_closed', room_closed_error: 'room_closed', unknown_room_error: 'room_closed',
  seat_ended_error: 'seat_ended', unknown_participant_error: 'seat_ended',
}

/** What makes trying again useless, if this frame does. @param {any} frame @returns {SignalingError | null} */
export function findEnding(frame) {
  if (frame.type === 'error' && frame.fatal) return new SignalingError({ ...frame, code: SAME[frame.code] ?? frame.code })
  if (frame.type === 'replaced') return new SignalingError({ code: 'replaced', fatal: true })
  if (frame.type === 'room_closed') return new SignalingError({ code: 'room_closed', message: frame.reason, fatal: true })
  return null
}

/** The same for a socket whose last words were lost. @param {number} closeCode @returns {SignalingError | null} */
export function findEndingOf(closeCode) {
  return closeCode in FINAL_CODES ? new SignalingError({ code: FINAL_CODES[closeCode], fatal: true }) : null
}
