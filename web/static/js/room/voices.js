/** The others' sound: one <audio> each, and a button where the browser wants a touch first. */

export class Voices {
  /** @type {Map<string, HTMLAudioElement>} */ #players = new Map()
  #button

  /** @param {HTMLElement} button shown while sound waits for a touch */
  constructor(button) {
    this.#button = button
    button.addEventListener('click', () => this.playAll())
  }

  /** @param {string} id @param {MediaStream | null} stream */
  set(id, stream) {
    const player = this.#players.get(id) ?? this.#add(id)
    player.srcObject = stream
    if (stream) this.#play(player)
  }

  async playAll() {
    this.#button.hidden = true
    await Promise.all([...this.#players.values()].map((player) => this.#play(player)))
  }

  stop() {
    for (const player of this.#players.values()) player.remove()
    this.#players.clear()
  }

  /** @param {string} id */
  #add(id) {
    const player = document.createElement('audio')
    player.autoplay = true
    document.body.append(player)
    this.#players.set(id, player)
    return player
  }

  /** @param {HTMLAudioElement} player */
  async #play(player) {
    try {
      if (player.srcObject) await player.play()
    } catch (error) {
      if (error instanceof DOMException && error.name === 'NotAllowedError') this.#button.hidden = false
    }
  }
}
