/** The connection in a word, from what the browser counts. */

/** @typedef {'good' | 'weak' | 'reconnecting'} Quality */
/** @typedef {{ received: number, lost: number, sentLoss: number, roundTrip: number }} Sample counts since the start; a share; seconds */

const LOOK_EVERY = 2000
const WEAK_LOSS = 0.05
const WEAK_ROUND_TRIP = 0.5
/** How many good looks in a row make a weak connection good again, so that the word does not flicker. */
const CALM = 3

/** @param {RTCStatsReport} report @returns {Sample} */
export function takeSample(report) {
  const sample = { received: 0, lost: 0, sentLoss: 0, roundTrip: 0 }
  for (const stats of report.values()) {
    if (stats.type === 'inbound-rtp') {
      sample.received += stats.packetsReceived ?? 0
      sample.lost += stats.packetsLost ?? 0
    }
    if (stats.type === 'remote-inbound-rtp') sample.sentLoss = Math.max(sample.sentLoss, stats.fractionLost ?? 0)
    if (stats.type === 'candidate-pair' && stats.nominated) sample.roundTrip = stats.currentRoundTripTime ?? 0
  }
  return sample
}

/** What arrives in each shown line. @param {RTCStatsReport | undefined} report @param {import('./slots.js').Shown[]} shown */
export function countArrivals(report, shown) {
  const inbound = [...report?.values() ?? []].filter(({ type }) => type === 'inbound-rtp')
  return shown.map(({ participantId, kind, mid }) => {
    const { framesDecoded = 0, packetsReceived = 0, packetsLost = 0 } = inbound.find((stats) => stats.mid === mid) ?? {}
    return { participantId, kind, framesDecoded, packetsReceived, packetsLost }
  })
}

export class QualityMeter {
  /** @type {Sample | null} */ #before = null
  #calm = CALM

  /** @param {Sample} sample @returns {Quality} */
  judge(sample) {
    this.#calm = isWeak(sample, this.#before) ? 0 : this.#calm + 1
    this.#before = sample
    return this.#calm < CALM ? 'weak' : 'good'
  }
}

/** @param {Sample} now @param {Sample | null} before */
function isWeak(now, before) {
  const lost = Math.max(0, now.lost - (before?.lost ?? 0))
  const all = lost + Math.max(0, now.received - (before?.received ?? 0))
  const share = all > 0 ? lost / all : 0
  return Math.max(share, now.sentLoss) > WEAK_LOSS || now.roundTrip > WEAK_ROUND_TRIP
}

/** Looks again and again, and tells when the word changes. */
export class QualityWatch {
  #find
  #changed
  #meter = new QualityMeter()
  /** @type {Quality} */ #quality = 'reconnecting'
  /** @type {ReturnType<typeof setInterval> | undefined} */ #timer

  /** @param {() => RTCPeerConnection | null} find @param {(quality: Quality) => void} changed */
  constructor(find, changed) {
    this.#find = find
    this.#changed = changed
  }

  start() { this.#timer = setInterval(() => this.look(), LOOK_EVERY) }

  stop() { clearInterval(this.#timer) }

  async look() {
    const quality = await this.#judge(this.#find())
    if (quality === this.#quality) return
    this.#quality = quality
    this.#changed(quality)
  }

  /** @param {RTCPeerConnection | null} connection @returns {Promise<Quality>} */
  async #judge(connection) {
    const isUp = connection && ['connected', 'completed'].includes(connection.iceConnectionState)
    return isUp ? this.#meter.judge(takeSample(await connection.getStats())) : 'reconnecting'
  }
}
