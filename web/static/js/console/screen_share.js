/** Show the own screen to everybody, and stop. */

import { find } from '../shared/dom.js'
import { t } from '../shared/messages.js'

/** @import { Peers } from '../peers.js' */

/** @param {HTMLElement} button @param {Peers} peers */
export function makeShareButton(button, peers) {
  let isSharing = false
  peers.on('screen', ({ active }) => {
    isSharing = active
    button.setAttribute('aria-pressed', String(active))
  })
  button.addEventListener('click', () => isSharing ? peers.stopScreen() : share(peers))
}

/** @param {Peers} peers */
async function share(peers) {
  try {
    const stream = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { max: 15 } }, audio: false })
    await peers.startScreen(stream.getVideoTracks()[0])
  } catch (error) {
    // Closing the browser's own question is an answer, not a problem.
    if (error instanceof DOMException && error.name === 'NotAllowedError') return
    const notice = find('[data-device-notice]')
    notice.textContent = t('The screen cannot be shared from this browser.')
    notice.hidden = false
  }
}
