/** The fields of a new case are shown only when a new case is chosen. */

import { find } from '../shared/dom.js'

/** @type {HTMLSelectElement} */
const choice = find('#case')

function refresh() { find('[data-new-case]').hidden = choice.value !== 'new' }

choice.addEventListener('change', refresh)
refresh()
