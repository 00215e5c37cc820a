/**
 * Typed events without a DOM.
 * @template {object} Events from the name of an event to what its listeners get
 */
export class Emitter {
  /** @type {Map<keyof Events, Set<(detail: any) => void>>} */
  #listeners = new Map()

  /**
   * Listen; the answer stops listening.
   * @template {keyof Events} Name
   * @param {Name} name
   * @param {(detail: Events[Name]) => void} listener
   * @returns {() => void}
   */
  on(name, listener) {
    const listeners = this.#listeners.get(name) ?? new Set()
    this.#listeners.set(name, listeners.add(listener))
    return () => void listeners.delete(listener)
  }

  /**
   * One listener's mistake must not keep the others from hearing.
   * @template {keyof Events} Name
   * @param {Name} name
   * @param {Events[Name]} detail
   */
  emit(name, detail) {
    for (const listener of [...this.#listeners.get(name) ?? []]) {
      try {
        listener(detail)
      } catch (error) {
        queueMicrotask(() => { throw error })
      }
    }
  }
}
