/** Words as people write them. */

const AFTER_CHINESE = /([\u3000-\u9fff\uff00-\uffef]) +/g
const BEFORE_CHINESE = / +([\u3000-\u9fff\uff00-\uffef])/g

/** The recogniser's spaces go where Chinese characters meet; no lookbehind, which older phones lack. @param {string} text */
export function joinSpoken(text) { return text.replace(AFTER_CHINESE, '$1').replace(BEFORE_CHINESE, '$1') }

/** @param {string} lang the talk's @returns {string} for a lang attribute */
export function htmlLang(lang) { return lang === 'zh' ? 'zh-CN' : lang }

/** What stands for a person without a picture. @param {string} name */
export function initialOf(name) { return [...name.trim()][0]?.toUpperCase() ?? '·' }
