/** Requests to our own server: JSON both ways, errors with code, words and details. */

import { t } from './messages.js'

export class ApiError extends Error {
  /** @param {number} status 0 when the server was not reached @param {{ code?: string, message?: string, details?: Record<string, any> }} error */
  constructor(status, { code = 'unreachable', message = '', details = {} } = {}) {
    super(message || t('The office cannot be reached. Please try again.'))
    this.status = status
    this.code = code
    this.details = details
  }

  /** Asking again would get the same answer. */
  get fatal() { return this.status >= 400 && this.status < 500 && this.status !== 429 }
}

/** @param {string} path @returns {Promise<any>} */
export function get(path) { return ask(path, { method: 'GET' }) }

/** @param {string} path @param {object} [body] @returns {Promise<any>} */
export function post(path, body = {}) {
  const token = document.querySelector('meta[name="csrf-token"]')?.getAttribute('content') ?? ''
  return ask(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': token },
    body: JSON.stringify(body),
  })
}

/** @param {string} path @param {RequestInit} init */
async function ask(path, init) {
  const response = await fetch(path, { ...init, headers: { Accept: 'application/json', ...init.headers } })
    .catch(() => { throw new ApiError(0) })
  const answer = await response.json().catch(() => ({}))
  if (!response.ok) throw new ApiError(response.status, answer.error ?? { code: 'failed' })
  return answer
}
