/** Sentences in the page's language, from the catalog's block in the page. */

/** @type {Record<string, string>} */
const messages = JSON.parse(document.getElementById('messages')?.textContent ?? '{}')

/**
 * Translate a sentence and fill its {placeholders}; the sentence itself is the key.
 * @param {string} message
 * @param {Record<string, string | number>} [values]
 */
export function t(message, values = {}) {
  const text = messages[message] ?? message
  return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole))
}
