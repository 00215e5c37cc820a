/** Sounds made on the spot, so that nothing must be loaded: a call, a test, somebody waits. */

/** @type {AudioContext | undefined} */
let context

/** Browsers let sound out only after a touch; call this in one. */
export function unlockSound() {
  context ??= new AudioContext()
  return context.resume()
}

/** Two rising notes. */
export function chime() { return play([[660, 0], [880, 0.22]]) }

/** The call out of the waiting room: louder, three times, with vibration where there is one. */
export async function ring() {
  navigator.vibrate?.([300, 150, 300, 150, 300])
  await play([0, 0.7, 1.4].flatMap((at) => [[660, at], [880, at + 0.22]]))
}

/** @param {number[][]} notes hertz and seconds from now */
async function play(notes) {
  context ??= new AudioContext()
  if (context.state === 'suspended') await Promise.race([context.resume(), wait(0.3)])
  if (context.state !== 'running') return
  for (const [hertz, at] of notes) sound(context, hertz, context.currentTime + at)
  await wait(Math.max(...notes.map(([, at]) => at)) + 0.4)
}

/** @param {AudioContext} audio @param {number} hertz @param {number} at */
function sound(audio, hertz, at) {
  const tone = new OscillatorNode(audio, { frequency: hertz, type: 'triangle' })
  const loudness = new GainNode(audio, { gain: 0 })
  loudness.gain.setValueAtTime(0, at)
  loudness.gain.linearRampToValueAtTime(0.5, at + 0.02)
  loudness.gain.exponentialRampToValueAtTime(0.001, at + 0.4)
  tone.connect(loudness).connect(audio.destination)
  tone.start(at)
  tone.stop(at + 0.45)
}

/** @param {number} seconds */
const wait = (seconds) => new Promise((resolve) => { setTimeout(resolve, seconds * 1000) })
