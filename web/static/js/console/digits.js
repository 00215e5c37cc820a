/** Long numbers in groups, with nothing between them: what is read or copied stays one number. */

/** @type {Record<string, RegExp>} */
const GROUPS = {
  phone: /^(1\d{2})(\d{4})(\d{4})$/,
  id_number: /^(\d{6})(\d{8})(\d{3}[\dX])$/,
}
/** Fields that are shown in their normal form. */
const NORMAL = ['petitioner_name', 'phone', 'id_number', 'amount', 'people_count', 'event_date']

/** @param {HTMLElement} element @param {string} field @param {string} value the normal form @param {string} text as people read it */
export function showGrouped(element, field, value, text) {
  const shown = NORMAL.includes(field) ? value : text
  const groups = field === 'amount' ? thousands(shown) : GROUPS[field]?.exec(shown)?.slice(1) ?? [shown]
  element.replaceChildren(...groups.filter(Boolean).map(groupElement))
}

/** @param {string} amount @returns {string[]} */
function thousands(amount) { return amount.split(/(?=(?:\d{3})+(?:\.|$))/) }

/** @param {string} digits */
function groupElement(digits) {
  const element = document.createElement('span')
  element.className = 'group'
  element.textContent = digits
  return element
}
