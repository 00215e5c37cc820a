/** Going about in the transcript: to a word, a turn, a field's words, and into the editor. */

import { readSelection } from './selection.js'

/** @import { Player } from './player.js' */
/** @import { Playhead } from './playhead.js' */
/** @import { Place, Quote } from './review.js' */
/** @import { Transcript } from './transcript.js' */
/** @import { TranscriptView } from './transcript_view.js' */
/** @import { WordEditor } from './word_editor.js' */

export class Reading {
  #transcript
  #view
  #playhead
  #player
  #editor

  /** @param {Transcript} transcript @param {TranscriptView} view @param {Playhead} playhead @param {Player} player @param {WordEditor} editor */
  constructor(transcript, view, playhead, player, editor) {
    this.#transcript = transcript
    this.#view = view
    this.#playhead = playhead
    this.#player = player
    this.#editor = editor
  }

  /** @param {Place} place @param {{ plays?: boolean, focus?: boolean }} [options] */
  goTo(place, { plays = false, focus = false } = {}) {
    const utterance = this.#transcript.find(place.id)
    if (!utterance) return
    this.#playhead.choose(place, { focus })
    this.#player.seek(utterance.words[place.word][1], utterance.person)
    if (plays) this.#player.play()
  }

  /** Mark the words a field rests on, and let them be heard. @param {readonly Quote[]} quotes */
  showQuotes(quotes) {
    const place = this.#transcript.locate(quotes[0])
    if (!place) return
    this.#view.setQuotes(quotes)
    this.#view.scroller.scrollIntoView({ block: 'nearest' }) // on a phone it may be above the fields
    this.goTo(place, { plays: true })
  }

  /** @param {Place} place @param {number} [last] */
  edit(place, last) {
    this.#player.pause()
    this.#editor.open(place, last)
  }

  /** Edit the words that are selected, else the one that is heard. */
  editHere() {
    const chosen = readSelection()
    const place = chosen?.place ?? this.#playhead.place
    if (!place) return
    this.#player.pause()
    this.#playhead.choose(place)
    this.#editor.open(place, chosen?.last)
  }

  /** To the next or previous word, over the ends of turns. @param {1 | -1} step */
  stepWord(step) {
    const at = this.#playhead.place
    const utterance = at && this.#transcript.find(at.id)
    if (!utterance) return
    const word = at.word + step
    if (utterance.words[word]) return this.goTo({ id: at.id, word }, { focus: true })
    const other = this.#view.neighbour(at.id, step)
    if (other) this.goTo({ id: other.id, word: step < 0 ? other.words.length - 1 : 0 }, { focus: true })
  }

  /** @param {1 | -1} step */
  stepTurn(step) {
    const other = this.#view.neighbour(this.#playhead.place?.id ?? '', step)
    if (other) this.goTo({ id: other.id, word: 0 }, { focus: true })
  }
}
