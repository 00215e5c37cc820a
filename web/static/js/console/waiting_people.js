/** <waiting-people>: who is in the waiting room; stays visible, and a sound tells once of each. */

import { ApiError, post } from '../shared/api.js'
import { chime } from '../shared/chime.js'
import { copyOf, find } from '../shared/dom.js'
import { saySince } from '../shared/when.js'

/** @import { WaitingPerson } from '../wire.js' */

const REFRESH = 20_000

export class WaitingPeople extends HTMLElement {
  #list = find('.waiting-list', this)
  /** @type {Set<string>} */ #announced = new Set()
  /** @type {WaitingPerson[]} */ #people = []
  #path = ''

  connectedCallback() { setInterval(() => this.#sayTimes(), REFRESH) }

  /** @param {string} path where people are admitted, without the invitation's id */
  setPath(path) { this.#path = path }

  /** @param {WaitingPerson[]} people the longest waiting first */
  show(people) {
    const isNews = people.some(({ invitation_id: id }) => !this.#announced.has(id))
    this.#people = people
    this.#announced = new Set(people.map(({ invitation_id: id }) => id))
    this.#list.replaceChildren(...people.map((person) => this.#line(person)))
    this.#list.hidden = people.length === 0
    this.#sayTimes()
    if (isNews) chime()
  }

  admitFirst() {
    const [first] = this.#people
    if (first) this.#admit(first)
  }

  /** @param {WaitingPerson} person */
  #line(person) {
    const line = copyOf('template', this)
    line.dataset.invitation = person.invitation_id
    find('[data-name]', line).textContent = person.name
    find('[data-admit]', line).addEventListener('click', () => this.#admit(person))
    return line
  }

  #sayTimes() {
    this.#people.forEach(({ arrived_at: at }, index) => {
      find('[data-since]', /** @type {Element} */ (this.#list.children[index])).textContent = saySince(at)
    })
  }

  /** The list changes when the server says so. @param {WaitingPerson} person */
  async #admit({ invitation_id: id }) {
    try {
      await post(`${this.#path}/${id}`)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      this.dispatchEvent(new CustomEvent('problem', { detail: error.message, bubbles: true }))
    }
  }
}

customElements.define('waiting-people', WaitingPeople)
