/** One page, one section at a time. */

import { all, find } from '../shared/dom.js'

/** @param {string} name the section's, also the page's data-view */
export function showSection(name) {
  for (const section of all('[data-section]')) section.hidden = section.dataset.section !== name
  document.body.dataset.view = name
  const heading = find(`[data-section="${name}"]`).querySelector('h1')
  heading?.setAttribute('tabindex', '-1')
  if (heading instanceof HTMLElement) heading.focus({ preventScroll: true })
  window.scrollTo(0, 0)
}

/** @param {string} name of the problem @returns {HTMLElement} its words */
export function showProblem(name) {
  for (const problem of all('[data-problem]')) problem.hidden = problem.dataset.problem !== name
  showSection('problem')
  const problem = find(`[data-problem="${name}"]`)
  find('h1', problem).tabIndex = -1
  find('h1', problem).focus({ preventScroll: true })
  return problem
}
