/** A visit without any design: everything the tests ask for hangs on `window.visit`. */

import { Peers } from '/js/peers.js'
import { Signaling } from '/js/protocol.js'

const seat = location.pathname.slice(1)
const options = new URLSearchParams(location.search)
const events = []
const videos = new Map()

const signaling = new Signaling(async () => {
  const { ticket } = await (await fetch(`/ticket/${seat}`, { method: 'POST' })).json()
  return { url: `ws://${location.host}/socket`, ticket }
})
const peers = new Peers(signaling)

for (const name of ['welcome', 'participant_joined', 'participant_left', 'participant_away', 'track_published', 'track_unpublished', 'track_muted', 'replaced', 'error']) {
  signaling.on(name, (event) => events.push({ ...event, type: name }))
}
signaling.on('state', ({ state }) => events.push({ type: 'state', state }))
peers.on('quality', ({ quality }) => events.push({ type: 'quality', quality }))
peers.on('muted', (change) => events.push({ type: 'muted', ...change }))
peers.on('stream', ({ participantId, kind, stream }) => {
  const key = `${kind} ${participantId}`
  videos.get(key)?.remove()
  videos.delete(key)
  if (!stream) return
  const element = document.createElement(kind === 'audio' ? 'audio' : 'video')
  Object.assign(element, { srcObject: stream, autoplay: true, muted: true, playsInline: true })
  document.body.append(element)
  videos.set(key, element)
})

async function screen() {
  const canvas = document.createElement('canvas')
  Object.assign(canvas, { width: 640, height: 360 })
  const context = canvas.getContext('2d')
  setInterval(() => { context.fillStyle = `hsl(${performance.now() / 10}, 80%, 50%)`; context.fillRect(0, 0, 640, 360) }, 50)
  await peers.startScreen(canvas.captureStream(20).getVideoTracks()[0])
}

window.visit = { signaling, peers, events, videos, screen }
peers.start()
signaling.open()
const wanted = { audio: !options.has('silent'), video: !options.has('blind') && { width: 640, height: 480, frameRate: 15 } }
if (wanted.audio || wanted.video) {
  const media = await navigator.mediaDevices.getUserMedia(wanted)
  await peers.setMicrophone(media.getAudioTracks()[0] ?? null)
  await peers.setCamera(media.getVideoTracks()[0] ?? null)
}
