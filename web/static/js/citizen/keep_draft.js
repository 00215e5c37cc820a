// Keeps what is being typed on the server, so that a reload or a flat battery loses nothing.
// Without this script an answer is kept when its page is sent.

const PAUSE = 800

/**
 * Send the form's fields for keeping only; nobody waits for the answer.
 * @param {HTMLFormElement} form
 */
function keep(form) {
  const address = new URL(form.action)
  address.searchParams.set("keep", "1")
  const body = new URLSearchParams()
  for (const [name, value] of new FormData(form)) body.append(name, String(value))
  fetch(address, { method: "POST", body, keepalive: true }).catch(() => {})
}

/** @type {HTMLFormElement | null} */
const form = document.querySelector("form[data-keep]")
if (form) {
  let timer = 0
  let isSaved = true
  const save = () => {
    clearTimeout(timer)
    if (!isSaved) keep(form)
    isSaved = true
  }
  form.addEventListener("input", () => {
    isSaved = false
    clearTimeout(timer)
    timer = window.setTimeout(save, PAUSE)
  })
  form.addEventListener("submit", () => {
    clearTimeout(timer)
    isSaved = true
  })
  addEventListener("pagehide", save)
}
