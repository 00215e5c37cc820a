/** The secret of the invitation: from the address, kept for this window; only its mark stays on the device. */

const KEY = 'invitation'
const SEAT_KEY = 'seat-of'

/** @returns {string} "" when there is none */
export function findToken() {
  const token = decodeURIComponent(location.hash.slice(1))
  if (token) sessionStorage.setItem(KEY, token)
  return token || sessionStorage.getItem(KEY) || ''
}

/** @param {string} link a whole link @returns {boolean} whether it holds a token */
export function takeLink(link) {
  const token = link.trim().split('#')[1] ?? ''
  if (token) location.hash = token
  return Boolean(token)
}

/** The seat cookie of this device was given for this token. @param {string} token */
export function rememberSeat(token) { localStorage.setItem(SEAT_KEY, markOf(token)) }

/** Another invitation than the one whose seat we have. @param {string} token */
export function isOtherSeat(token) { return token !== '' && localStorage.getItem(SEAT_KEY) !== markOf(token) }

/** Enough to tell two tokens apart, too little to guess one (FNV-1a, 32 bits). @param {string} token */
function markOf(token) {
  let mark = 0x811c9dc5
  for (const letter of token) mark = Math.imul(mark ^ (letter.codePointAt(0) ?? 0), 0x01000193)
  return (mark >>> 0).toString(36)
}
