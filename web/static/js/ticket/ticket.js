/** A link in the address that is not this ticket's asks for its own code; the visit knows whose seat it gives. */

import { rememberSeat } from '../citizen/ticket_link.js'

const held = document.body.querySelector('[data-token]')?.getAttribute('data-token') ?? ''
const token = decodeURIComponent(location.hash.slice(1))

// Tokens are 43 letters; a shorter fragment is a place on the page.
if (token.length > 40 && token !== held) location.replace(`/ticket/open#${token}`)

document.querySelector('[data-ticket-join]')?.addEventListener('submit', () => {
  if (held) rememberSeat(held)
})
