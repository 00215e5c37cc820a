/** Sets of stretches of time, in seconds since the visit began. */

/** @import { Span } from './review.js' */

/** Join what overlaps or lies nearer than `gap`. @param {readonly Span[]} spans @param {number} [gap] @returns {Span[]} in order */
export function joinSpans(spans, gap = 0) {
  /** @type {Span[]} */
  const joined = []
  for (const [start, end] of [...spans].sort((one, other) => one[0] - other[0])) {
    const last = joined.at(-1)
    if (last && start <= last[1] + gap) last[1] = Math.max(last[1], end)
    else joined.push([start, end])
  }
  return joined
}

/** @param {readonly Span[]} spans that do not overlap */
export function lengthOf(spans) { return spans.reduce((sum, [start, end]) => sum + end - start, 0) }

/** Where the next stretch begins when `at` lies in none; null inside one and after the last. @param {readonly Span[]} spans in order @param {number} at */
export function nextStart(spans, at) {
  const next = spans[firstAfter(spans, at, ([, end]) => end)]
  return next && next[0] > at ? next[0] : null
}

/**
 * The first place whose value is greater than `at`, by halving.
 * @template Item
 * @param {readonly Item[]} items in order of the value
 * @param {number} at
 * @param {(item: Item) => number} value
 */
export function firstAfter(items, at, value) {
  let low = 0
  let high = items.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (value(items[middle]) > at) high = middle
    else low = middle + 1
  }
  return low
}
