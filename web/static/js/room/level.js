/** How loud a microphone track is, some times a second. */

const EVERY = 100

export class LevelWatch {
  #context = new AudioContext()
  #analyser = new AnalyserNode(this.#context, { fftSize: 1024 })
  #samples = new Float32Array(this.#analyser.fftSize)
  #source
  #timer

  /** @param {MediaStreamTrack} track is copied, so that muting it does not deafen us @param {(level: number) => void} heard 0..1 */
  constructor(track, heard) {
    this.#source = track.clone()
    this.#source.enabled = true
    new MediaStreamAudioSourceNode(this.#context, { mediaStream: new MediaStream([this.#source]) }).connect(this.#analyser)
    this.#timer = setInterval(() => heard(this.#measure()), EVERY)
    this.resume()
  }

  /** Needed once within a touch where the browser waits for one. */
  resume() { return this.#context.resume().catch(() => {}) }

  stop() {
    clearInterval(this.#timer)
    this.#source.stop()
    if (this.#context.state !== 'closed') this.#context.close()
  }

  /** Loudness from -60 dB (0) to -10 dB (1). */
  #measure() {
    this.#analyser.getFloatTimeDomainData(this.#samples)
    const power = this.#samples.reduce((sum, sample) => sum + sample * sample, 0) / this.#samples.length
    const decibels = 10 * Math.log10(power + 1e-9)
    return Math.min(1, Math.max(0, (decibels + 60) / 50))
  }
}
