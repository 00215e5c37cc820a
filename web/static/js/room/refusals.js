/** Why a seat is refused, in the page's language: the socket's own words are English, for programs. */

import { t } from '../shared/messages.js'

/** What the socket itself says; anything else was said by a page's address, in the right language. */
const OF_THE_SOCKET = [
  'room_full_error', 'seat_refused_error', 'seat_ended', 'protocol_error', 'out_of_order_error',
  'unsupported_version_error', 'too_many_messages_error',
]

/** @param {string} code @param {string} message as it came @returns {string} */
export function sayRefusal(code, message) {
  if (code === 'room_full_error') return t('Every seat of this visit is taken.')
  if (!message || OF_THE_SOCKET.includes(code)) return t('Load the page again to come back.')
  return message
}
