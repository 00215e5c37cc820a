/** Tabs as the ARIA practices describe them: arrows move, the panel follows. */

import { all, find } from '../shared/dom.js'

/** @param {HTMLElement} list */
export function makeTabs(list) {
  const tabs = all('[role="tab"]', list)
  tabs.forEach((tab, index) => {
    tab.addEventListener('click', () => select(tabs, tab))
    tab.addEventListener('keydown', ({ key }) => {
      const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0
      if (!step) return
      const next = tabs[(index + step + tabs.length) % tabs.length]
      select(tabs, next)
      next.focus()
    })
  })
}

/** @param {HTMLElement[]} tabs @param {HTMLElement} chosen */
function select(tabs, chosen) {
  for (const tab of tabs) {
    tab.setAttribute('aria-selected', String(tab === chosen))
    tab.tabIndex = tab === chosen ? 0 : -1
    find(`#${tab.getAttribute('aria-controls')}`).hidden = tab !== chosen
  }
}
