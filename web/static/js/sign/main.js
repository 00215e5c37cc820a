/** The citizen's page of minutes: a box to sign in by hand, and the right minutes for the link. */

import { find } from '../shared/dom.js'
import { t } from '../shared/messages.js'
import { SignaturePad } from './pad.js'

const held = find('[data-sign]').dataset.invitation ?? ''
const asked = location.hash.slice(1)

// A link of other minutes than those this browser holds asks for its own code.
if (asked.length > 40 && !asked.startsWith(`${held}.`)) location.replace(`/sign/open#${asked}`)

/** @type {HTMLFormElement | null} */
const form = document.querySelector('[data-sign-form]')
if (form) offerPad(form)

/** @param {HTMLFormElement} form */
function offerPad(form) {
  /** @type {HTMLInputElement} */
  const stroke = find('[name=stroke]', form)
  const pad = new SignaturePad(find('canvas', form), () => {
    stroke.value = pad.path
    find('[data-pad-state]', form).textContent = pad.path ? '' : t('The box is empty')
  })
  find('[data-undo]', form).addEventListener('click', () => pad.undo())
  find('[data-clear]', form).addEventListener('click', () => pad.clear())
  find('[data-pad]', form).hidden = false
}
