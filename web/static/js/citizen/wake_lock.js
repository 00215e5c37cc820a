/** Keep the screen on during a visit, where the phone can. */

let isWanted = false

export function keepAwake() {
  isWanted = true
  return request()
}

export function allowSleep() { isWanted = false }

// A lock is lost whenever the page is hidden.
document.addEventListener('visibilitychange', () => { if (isWanted && !document.hidden) request() })

async function request() {
  await navigator.wakeLock?.request('screen').catch(() => {})
}
