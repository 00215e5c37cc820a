/** A WebSocket whose other end is the test. */

export class ScriptedSocket {
  /** @type {ScriptedSocket[]} */ static opened = []
  readyState = 0
  /** @type {any[]} */ sent = []
  closed = false
  onopen = () => {}
  /** @param {{ data: string }} event */ onmessage = (event) => void event
  /** @param {{ code: number }} event */ onclose = (event) => void event

  /** @param {string} url */
  constructor(url) {
    this.url = url
    ScriptedSocket.opened.push(this)
  }

  /** @param {string} data */
  send(data) { this.sent.push(JSON.parse(data)) }

  close() {
    this.closed = true
    this.readyState = 3
  }

  accept() {
    this.readyState = 1
    this.onopen()
  }

  /** @param {...object} frames */
  say(...frames) { for (const frame of frames) this.onmessage({ data: JSON.stringify(frame) }) }

  /** @param {number} code */
  break(code = 1006) {
    this.readyState = 3
    this.onclose({ code })
  }

  /** @param {object} [welcome] */
  welcome(welcome = {}) {
    this.accept()
    this.say({ type: 'welcome', version: 1, participant_id: 'c-1', session: 'first', admitted: true, resumed: false, ...welcome })
  }
}

export const settled = (milliseconds = 0) => new Promise((resolve) => setTimeout(resolve, milliseconds))
