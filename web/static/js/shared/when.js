/** Moments and lengths of time in words, in the page's language and the office's time zone. */

import { t } from './messages.js'

const lang = document.documentElement.lang
const timeZone = document.querySelector('meta[name="timezone"]')?.getAttribute('content') || undefined

/** @param {Intl.DateTimeFormatOptions} options */
const formatter = (options) => new Intl.DateTimeFormat(lang, { timeZone, ...options })
const clock = formatter({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
const day = formatter({ month: 'long', day: 'numeric', weekday: 'long' })
const date = formatter({ year: 'numeric', month: '2-digit', day: '2-digit' })
const full = formatter({ dateStyle: 'full', timeStyle: 'short' })

const DAY = 24 * 3600 * 1000

/** "today 14:30", or with the day. @param {string} iso */
export function sayMoment(iso) {
  const at = new Date(iso)
  const time = clock.format(at)
  if (isSameDay(at, Date.now())) return t('today {time}', { time })
  if (isSameDay(at, Date.now() + DAY)) return t('tomorrow {time}', { time })
  return `${day.format(at)} ${time}`
}

/** @param {string} iso */
export function sayClock(iso) { return clock.format(new Date(iso)) }

/** @param {string} iso */
export function sayFully(iso) { return full.format(new Date(iso)) }

/** How long ago, within the hour. @param {string} iso */
export function saySince(iso) {
  const minutes = Math.max(0, Math.floor((Date.now() - Date.parse(iso)) / 60_000))
  return minutes === 0 ? t('just now') : t('for {minutes} min', { minutes })
}

/** A point of the talk, 3:07. @param {number} seconds */
export function sayPoint(seconds) {
  const whole = Math.max(0, Math.floor(seconds))
  const minutes = Math.floor(whole / 60)
  const rest = String(whole % 60).padStart(2, '0')
  return minutes < 60 ? `${minutes}:${rest}` : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${rest}`
}

/** A <time> with words, exact on hover. @param {string} iso */
export function timeElement(iso) {
  const element = document.createElement('time')
  element.dateTime = iso
  element.title = sayFully(iso)
  element.textContent = sayMoment(iso)
  return element
}

/** @param {Date} at @param {number} then */
function isSameDay(at, then) { return date.format(at) === date.format(new Date(then)) }
