/** Questions that wait for their answer: each offer is settled by its id, or fails with the socket. */

import { SignalingError } from './endings.js'

export class Offers {
  #wait
  #last = 0
  /** @type {Map<number, { resolve: (sdp: string) => void, reject: (error: Error) => void }>} */ #open = new Map()

  /** @param {number} wait milliseconds until an unanswered offer fails */
  constructor(wait) { this.#wait = wait }

  /** @param {(id: number) => boolean} send whether the question left @returns {Promise<string>} the answer's SDP */
  ask(send) {
    const id = ++this.#last
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#open.get(id)?.reject(lost('unanswered')), this.#wait)
      const done = () => { clearTimeout(timer); this.#open.delete(id) }
      this.#open.set(id, {
        resolve: (sdp) => { done(); resolve(sdp) },
        reject: (error) => { done(); reject(error) },
      })
      if (!send(id)) this.#open.get(id)?.reject(lost('disconnected'))
    })
  }

  /** Take an answer, or the error that came instead of one. @param {any} frame */
  hear(frame) {
    if (frame.type === 'answer') this.#open.get(frame.id)?.resolve(frame.sdp)
    if (frame.type === 'error') this.#open.get(frame.id)?.reject(new SignalingError(frame))
  }

  /** The socket is gone, and answers with it. */
  disconnected() {
    for (const { reject } of [...this.#open.values()]) reject(lost('disconnected'))
  }
}

/** @param {string} code */
const lost = (code) => new SignalingError({ code })
