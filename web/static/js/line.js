/** One WebSocket from dialling to its loss, noticed soon: something must answer each ping. */

/** @typedef {{ opened: () => void, received: (message: any) => void, lost: (code: number) => void }} Listener */
/** @typedef {{ join: number, ping: number, pong: number }} Patience milliseconds */

/** Told instead of a close code when nothing arrived in time. */
const SILENT = 1006

export class Line {
  #socket
  /** @type {Listener | null} */ #listener
  #patience
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #watch

  /** @param {WebSocket} socket @param {Listener} listener @param {Patience} patience */
  constructor(socket, listener, patience) {
    this.#socket = socket
    this.#listener = listener
    this.#patience = patience
    this.#expect(patience.join)
    socket.onopen = () => this.#listener?.opened()
    socket.onmessage = ({ data }) => this.#receive(data)
    socket.onclose = ({ code }) => this.#lose(code)
  }

  /** @param {object} message @returns {boolean} whether it was handed to the network */
  send(message) {
    if (this.#listener === null || this.#socket.readyState !== 1) return false
    this.#socket.send(JSON.stringify(message))
    return true
  }

  /** Browsers hide the WebSocket's own pings, so this is one more sort of message. */
  ping() {
    if (this.send({ type: 'ping' })) this.#expect(this.#patience.pong)
  }

  /** Nothing is heard from this line any more. */
  hangUp() {
    this.#listener = null
    clearTimeout(this.#watch)
    this.#socket.close()
  }

  /** @param {string} data */
  #receive(data) {
    clearTimeout(this.#watch)
    this.#watch = setTimeout(() => this.ping(), this.#patience.ping)
    this.#listener?.received(JSON.parse(data))
  }

  /** @param {number} wait */
  #expect(wait) {
    clearTimeout(this.#watch)
    this.#watch = setTimeout(() => this.#lose(SILENT), wait)
  }

  /** @param {number} code */
  #lose(code) {
    const listener = this.#listener
    this.hangUp()
    listener?.lost(code)
  }
}
