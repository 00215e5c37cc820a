/** Waiting that ends: retries that wait longer each time, and promises that may not take for ever. */

/** Waits between attempts: doubling up to a longest one, each drawn from its upper half so that clients spread out. */
export class Backoff {
  #first
  #longest
  #failures = 0
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer

  /** @param {number} first @param {number} longest milliseconds */
  constructor(first, longest) {
    this.#first = first
    this.#longest = longest
  }

  /** Try again after a wait, whose length is the answer. @param {() => void} retry */
  failed(retry) {
    const wait = Math.min(this.#longest, this.#first * 2 ** this.#failures++)
    const jittered = wait * (0.5 + Math.random() / 2)
    this.skip()
    this.#timer = setTimeout(() => { this.#timer = undefined; retry() }, jittered)
    return jittered
  }

  succeeded() { this.#failures = 0 }

  /** Stop waiting; true if there was something to wait for. */
  skip() {
    const waiting = this.#timer !== undefined
    clearTimeout(this.#timer)
    this.#timer = undefined
    return waiting
  }
}

/**
 * Reject what takes longer.
 * @template T
 * @param {number} milliseconds
 * @param {Promise<T>} promise
 * @returns {Promise<T>}
 */
export async function within(milliseconds, promise) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */ let timer
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`took longer than ${milliseconds} ms`)), milliseconds)
  })
  try {
    return await Promise.race([promise, /** @type {Promise<never>} */ (late)])
  } finally {
    clearTimeout(timer)
  }
}
