/** Today's list stays fresh by itself, and a sound tells once that somebody new waits. */

import { chime } from '../shared/chime.js'

const EVERY = 15_000

/** @param {ParentNode} page */
const countWaiting = (page) => page.querySelectorAll('.visit-row .badge-call').length

async function refresh() {
  if (document.hidden) return
  const response = await fetch(location.href).catch(() => null)
  if (!response?.ok || response.redirected) return
  const page = new DOMParser().parseFromString(await response.text(), 'text/html')
  const [fresh, shown] = [page.querySelector('.rows'), document.querySelector('.rows')]
  if (!fresh || !shown || fresh.innerHTML === shown.innerHTML) return
  const before = countWaiting(shown)
  // The focus stays where it is unless the list really changed.
  shown.replaceChildren(...fresh.children)
  if (countWaiting(shown) > before) chime()
}

setInterval(refresh, EVERY)
document.addEventListener('visibilitychange', refresh)
