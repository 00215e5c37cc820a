/** The link is in the address when one comes by it: only the code is left to type. */

import { find } from '../shared/dom.js'

/** @type {HTMLInputElement} */
const link = find('#link')

if (location.hash.length > 1) link.value = location.href
if (link.value) find('[data-link-group]').hidden = true
