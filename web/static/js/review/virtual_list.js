/** A list of which only the rows near the screen exist; rows may have any height. */

const AHEAD = 240 // px of rows kept above and below what is seen

/** @typedef {{ render: (index: number) => HTMLElement, estimate: (index: number) => number }} Rows */

export class VirtualList {
  #scroller
  #list
  #rows
  #count = 0
  /** @type {Map<number, number>} */ #heights = new Map()
  #tops = new Float64Array(1)
  /** @type {Map<number, HTMLElement>} */ #shown = new Map()
  #width = 0

  /** @param {HTMLElement} scroller @param {HTMLElement} list inside it @param {Rows} rows */
  constructor(scroller, list, rows) {
    this.#scroller = scroller
    this.#list = list
    this.#rows = rows
    scroller.addEventListener('scroll', () => this.draw(), { passive: true })
    new ResizeObserver(() => this.#resized()).observe(scroller)
  }

  /** @param {number} index @returns {HTMLElement | undefined} */
  at(index) { return this.#shown.get(index) }

  /** More rows came at the end. @param {number} count */
  grow(count) {
    this.#count = count
    this.#layOut()
    this.draw()
  }

  /** The rows are others now. @param {number} count */
  reset(count) {
    this.#count = count
    this.#heights.clear()
    for (const [index, row] of this.#shown) this.#drop(index, row)
    this.#layOut()
    this.draw()
  }

  /** Draw one row anew. @param {number} index */
  renew(index) {
    const old = this.#shown.get(index)
    if (!old) return void this.#heights.delete(index)
    const row = this.#rows.render(index)
    old.replaceWith(row)
    this.#shown.set(index, row)
    this.#measure()
  }

  /** Bring a row into the upper third of the screen. @param {number} index @param {'always' | 'unseen'} when */
  show(index, when = 'always') {
    const { scrollTop, clientHeight } = this.#scroller
    const [top, end] = [this.#tops[index], this.#tops[index + 1]]
    if (when === 'unseen' && top >= scrollTop + 8 && end <= scrollTop + clientHeight - 8) return
    // Heights on the way are guesses until they are drawn; the second time it sits.
    for (let tries = 0; tries < 2; tries += 1) {
      this.#scroller.scrollTop = this.#tops[index] - clientHeight * 0.3
      this.draw()
    }
  }

  /** Make the rows that should exist exist, and only them. */
  draw() {
    const { scrollTop, clientHeight } = this.#scroller
    const first = this.#indexAt(scrollTop - AHEAD)
    const last = Math.min(this.#count - 1, this.#indexAt(scrollTop + clientHeight + AHEAD))
    for (const [index, row] of this.#shown) if (index < first || index > last) this.#drop(index, row)
    /** @type {Element | null} */
    let after = this.#list.firstElementChild
    for (let index = first; index <= last; index += 1) after = this.#place(index, after)
    this.#pad(first, last)
    this.#measure()
  }

  /** @param {number} index @param {Element | null} before @returns {Element | null} what stands after it */
  #place(index, before) {
    const known = this.#shown.get(index)
    if (known) return known.nextElementSibling
    const row = this.#rows.render(index)
    this.#list.insertBefore(row, before)
    this.#shown.set(index, row)
    return before
  }

  /** Focus must not fall off the page with its row. @param {number} index @param {HTMLElement} row */
  #drop(index, row) {
    if (row.contains(document.activeElement)) this.#scroller.focus({ preventScroll: true })
    row.remove()
    this.#shown.delete(index)
  }

  /** Learn true heights; what is seen stays where it is, and the end stays the end. */
  #measure() {
    const { scrollTop, clientHeight } = this.#scroller
    const isAtEnd = scrollTop > 0 && scrollTop + clientHeight >= this.#tops[this.#count] - 1
    const anchor = isAtEnd ? this.#count : this.#indexAt(scrollTop)
    const before = this.#tops[anchor]
    let isNew = false
    for (const [index, row] of this.#shown) {
      const height = row.offsetHeight
      if (this.#heights.get(index) === height) continue
      this.#heights.set(index, height)
      isNew = true
    }
    if (!isNew) return
    this.#layOut()
    const indices = [...this.#shown.keys()]
    this.#pad(Math.min(...indices), Math.max(...indices))
    const moved = this.#tops[anchor] - before
    if (moved) this.#scroller.scrollTop += moved
  }

  #layOut() {
    this.#tops = new Float64Array(this.#count + 1)
    for (let index = 0; index < this.#count; index += 1) {
      this.#tops[index + 1] = this.#tops[index] + (this.#heights.get(index) ?? this.#rows.estimate(index))
    }
  }

  /** @param {number} first @param {number} last */
  #pad(first, last) {
    this.#list.style.paddingBlockStart = `${this.#tops[first] ?? 0}px`
    this.#list.style.paddingBlockEnd = `${this.#tops[this.#count] - (this.#tops[last + 1] ?? 0)}px`
  }

  /** @param {number} y */
  #indexAt(y) {
    let [low, high] = [0, Math.max(0, this.#count - 1)]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.#tops[middle] <= y) low = middle
      else high = middle - 1
    }
    return low
  }

  #resized() {
    if (this.#scroller.clientWidth === this.#width) return this.draw()
    this.#width = this.#scroller.clientWidth
    this.#heights.clear()
    this.#measure()
    this.draw()
  }
}
