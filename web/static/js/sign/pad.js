/** A canvas on which somebody draws a signature; it gives an SVG path of M and L within 600 x 200. */

const WIDTH = 600
const HEIGHT = 200
const INK = 5
// Points nearer than this add nothing to what one sees.
const STEP = 3
const LONGEST = 28000

/** @typedef {[number, number]} Point */

export class SignaturePad {
  /** @type {Point[][]} */ #lines = []
  /** @type {number | null} */ #pointer = null
  #canvas
  #pen
  #changed

  /** @param {HTMLElement} canvas @param {() => void} changed called after every line */
  constructor(canvas, changed) {
    this.#canvas = /** @type {HTMLCanvasElement} */ (canvas)
    this.#pen = /** @type {CanvasRenderingContext2D} */ (this.#canvas.getContext('2d'))
    this.#changed = changed
    this.#canvas.addEventListener('pointerdown', (event) => this.#begin(event))
    this.#canvas.addEventListener('pointermove', (event) => this.#go(event))
    for (const end of ['pointerup', 'pointercancel']) {
      this.#canvas.addEventListener(end, () => this.#end())
    }
  }

  /** The drawing as an SVG path, "" while there is none. */
  get path() {
    return this.#lines.map((line) => line.map(([x, y], place) => `${place ? 'L' : 'M'}${x} ${y}`).join('')).join('')
  }

  undo() {
    this.#lines.pop()
    this.#draw()
    this.#changed()
  }

  clear() {
    this.#lines = []
    this.#draw()
    this.#changed()
  }

  /** @param {PointerEvent} event */
  #begin(event) {
    if (this.#pointer !== null || this.path.length > LONGEST) return
    event.preventDefault()
    this.#pointer = event.pointerId
    this.#canvas.setPointerCapture(event.pointerId)
    this.#lines.push([this.#place(event)])
    this.#draw()
  }

  /** @param {PointerEvent} event */
  #go(event) {
    const line = this.#lines.at(-1)
    if (event.pointerId !== this.#pointer || !line || this.path.length > LONGEST) return
    for (const one of event.getCoalescedEvents?.() ?? [event]) this.#add(line, this.#place(one))
    this.#draw()
  }

  /** @param {Point[]} line @param {Point} point */
  #add(line, point) {
    const [x, y] = line[line.length - 1]
    if (Math.hypot(point[0] - x, point[1] - y) >= STEP) line.push(point)
  }

  #end() {
    if (this.#pointer === null) return
    this.#pointer = null
    this.#changed()
  }

  /** @param {PointerEvent} event @returns {Point} */
  #place(event) {
    const box = this.#canvas.getBoundingClientRect()
    const x = ((event.clientX - box.left) / box.width) * WIDTH
    const y = ((event.clientY - box.top) / box.height) * HEIGHT
    return [clamp(x, WIDTH), clamp(y, HEIGHT)]
  }

  #draw() {
    const pen = this.#pen
    pen.clearRect(0, 0, WIDTH, HEIGHT)
    pen.lineWidth = INK
    pen.lineCap = pen.lineJoin = 'round'
    pen.strokeStyle = getComputedStyle(this.#canvas).color
    pen.stroke(new Path2D(this.path))
  }
}

/** @param {number} value @param {number} most */
function clamp(value, most) { return Math.round(Math.min(Math.max(value, 0), most)) }
