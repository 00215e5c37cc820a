/** What the review's page and the server's answers hold; see web/staff/review_rows.py. */

import type { SuggestedField } from '../wire.js'

export interface PageState {
  people: Person[]
  recordings: Recording[]
  fields: Field[]
  suggestions: SuggestedField[]
  totals: { utterances: number, words: number, seconds: number, open_suggestions: number, heard_seconds: number }
  heard: Span[]
  sequence: number
  links: Links
  lang: string
  style_nonce: string
}

export type Links = Record<'transcript' | 'changes' | 'corrections' | 'undo' | 'progress' | 'accept' | 'correct' | 'reject', string>

/** Seconds since the visit began. */
export type Span = [start: number, end: number]

export interface Person {
  participant_id: string, name: string, department: string, role: string, color: number, utterances: number
}

export interface Recording {
  id: string, participant_id: string, started: number, duration: number | null, url: string, peaks_url: string
}

/** Words of an utterance, by place; the end is not included. */
export interface Quote { utterance_id: string, start: number, end: number }

export interface Field { field: string, value: unknown, text: string, words: Quote[], at_seconds: number | null, decided_by: string }

export type Word =
  | [text: string, start: number, end: number]
  | [text: string, start: number, end: number, first: number, end: number, correction: string]

export interface Correction {
  id: string, start: number, end: number, text: string, was?: string
  author: string, at: string, number: number, undone_by: string | null
}

export interface Utterance {
  id: string, person: string, lang: string, start: number, end: number, words: Word[], corrections: Correction[]
}

export interface Change {
  number: number, kind: 'corrected' | 'undone' | 'decided' | 'field_set', by: string, at: string, mine: boolean
  utterance_id: string | null, field: string | null
}

export interface News {
  sequence: number, more: boolean, changes: Change[], utterances: Utterance[]
  fields: Field[] | null, suggestions: SuggestedField[] | null
}

/** Where a word stands: the utterance's id, and which of its shown words. */
export interface Place { id: string, word: number }
