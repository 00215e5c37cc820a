/** The lines of the one offer: three to send, and a fixed number to receive whoever is there. */

/** @import { Kind } from './wire.js' */
/** @typedef {{ audio: number, camera: number, screen: number }} Receiving how many of each can be received at once */

/** A room holds twelve. @type {Receiving} */
export const RECEIVING = { audio: 11, camera: 11, screen: 1 }

/** Other codecs would only make the offer long: with all of Chromium's it exceeds what the server reads. */
const CODECS = ['audio/opus', 'video/vp8', 'video/rtx']

/** Bits per second. The microphone needs no limit. @type {Partial<Record<Kind, number>>} */
const LONGEST = { camera: 1_000_000, screen: 1_500_000 }

/** What to give up first on a thin line: the camera's sharpness, the screen's smoothness. @type {Partial<Record<Kind, string>>} */
const HINTS = { camera: 'motion', screen: 'detail' }

/**
 * Add all lines in the order the server reads them in.
 * @param {RTCPeerConnection} connection
 * @param {Receiving} receiving
 * @returns {Record<Kind, RTCRtpSender>}
 */
export function addLines(connection, receiving) {
  const senders = {
    audio: addSending(connection, 'audio'),
    camera: addSending(connection, 'camera'),
    screen: addSending(connection, 'screen'),
  }
  for (const kind of /** @type {Kind[]} */ (['audio', 'camera', 'screen'])) {
    for (let n = 0; n < receiving[kind]; n++) prefer(connection.addTransceiver(sort(kind), { direction: 'recvonly' }))
  }
  return senders
}

/**
 * Send a track, or nothing, on a line that exists already; nothing is negotiated.
 * @param {RTCRtpSender} sender
 * @param {Kind} kind
 * @param {MediaStreamTrack | null} track
 */
export async function sendTrack(sender, kind, track) {
  const hint = HINTS[kind]
  if (track && hint) track.contentHint = hint
  await sender.replaceTrack(track)
}

/**
 * Whether an answer shows that the server began anew: its version only rises while it keeps a connection (RFC 3264, 8).
 * @param {RTCPeerConnection} connection
 * @param {string} sdp
 */
export function isForgotten(connection, sdp) {
  const before = connection.currentRemoteDescription
  return before !== null && versionOf(sdp) <= versionOf(before.sdp)
}

/** @param {string} sdp */
const versionOf = (sdp) => Number(/^o=\S+ \S+ (\d+)/m.exec(sdp)?.[1] ?? 0)

/** @param {RTCPeerConnection} connection @param {Kind} kind */
function addSending(connection, kind) {
  const longest = LONGEST[kind]
  const sendEncodings = longest ? [{ maxBitrate: longest }] : undefined
  const line = connection.addTransceiver(sort(kind), { direction: 'sendonly', ...sendEncodings && { sendEncodings } })
  prefer(line)
  return line.sender
}

/** @param {Kind} kind @returns {'audio' | 'video'} */
const sort = (kind) => kind === 'audio' ? 'audio' : 'video'

/** @param {RTCRtpTransceiver} line */
function prefer(line) {
  const known = RTCRtpReceiver.getCapabilities(line.receiver.track.kind)?.codecs ?? []
  const wanted = known.filter(({ mimeType }) => CODECS.includes(mimeType.toLowerCase()))
  if (wanted.length) line.setCodecPreferences(wanted)
}
