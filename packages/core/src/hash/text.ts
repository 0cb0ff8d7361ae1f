import {
  BIZ_STEP,
  BIZ_TRANSACTION_TYPE,
  DISPOSITION,
  ERROR_REASON,
  SOURCE_DEST_TYPE,
  webUriOf,
  type Vocabulary,
} from '../cbv/vocabulary.ts'
import { expand, type Context } from '../event/context.ts'
import type { Json } from '../event/event.ts'
import { identify } from '../id/identify.ts'
import { NOT_PLAIN, plainLink } from '../id/plain-link.ts'
import type { Field } from './fields.ts'
import { instant } from './instant.ts'
import type { Rules } from './rules.ts'

/** What a value is read under: the generation of the algorithm, and the prefixes of its document and event. */
export type Reading = { readonly rules: Rules; readonly context: Context }

/** CBV 2.0 §8.9.2: the one spelling of a value, `''` for none (then its field is not written). */
export function textOf(value: Json, kind: Field['value'], reading: Reading): string {
  if (typeof value === 'string') {
    const text = value.trim()
    if (kind === 'text') return canonical(text, reading)
    if (kind === 'time') return instant(text, reading.rules.rounding)
    return term(kind, text, reading)
  }
  if (typeof value === 'number') return reading.rules.number(value)
  if (typeof value === 'boolean') return reading.rules.words[value ? 'true' : 'false']
  return ''
}

const ZERO = 0x30
const NINE = 0x39
const PLUS = 0x2b
const MINUS = 0x2d
const POINT = 0x2e
const LETTER_H = 0x68
const LETTER_U = 0x75

/** Every value, of an extension too: a number, a CBV 1.x URN, an EPC or Digital Link, a CURIE, or just itself. */
function canonical(text: string, reading: Reading): string {
  const first = text.charCodeAt(0)
  if ((first >= ZERO && first <= NINE) || first === PLUS || first === MINUS || first === POINT) {
    return reading.rules.decimal(text)
  }
  if (first === LETTER_U && text.startsWith('urn:')) return fromUrn(text, reading.rules)
  if (first === LETTER_H && text.startsWith('http')) return link(text, reading.rules)
  const iri = expand(reading.context, text)
  if (iri === text) return text
  return iri.startsWith('urn:') ? fromUrn(iri, reading.rules) : link(iri, reading.rules)
}

/** The reference maps these URNs by their beginning, the word unread, and no others. */
const URN_TERMS: readonly (readonly [urn: string, web: string])[] = [
  BIZ_STEP,
  DISPOSITION,
  BIZ_TRANSACTION_TYPE,
  SOURCE_DEST_TYPE,
  ERROR_REASON,
].map(({ urn = '', web: [web = ''] }) => [urn, web])

function fromUrn(text: string, rules: Rules): string {
  if (!text.startsWith('urn:epcglobal:cbv:')) {
    return text.startsWith('urn:epc:') ? link(text, rules) : text
  }
  for (const [urn, web] of URN_TERMS) {
    if (text.startsWith(urn)) return web + text.slice(urn.length)
  }
  return text
}

const KEYS_HASHED = 'https://id.gs1.org/'

/** A GS1 key in its constrained canonical Digital Link. A GMN (8013) is a key of ours, but none of the algorithm's. */
function link(text: string, rules: Rules): string {
  if (plainLink(text) !== NOT_PLAIN) return text
  const { canonical: uri, scheme } = identify(text)
  if (scheme === 'uri' || scheme === 'gmn' || !uri.startsWith(KEYS_HASHED)) return text
  return uri.includes('%') ? uri.replace(rules.raw, decodeURIComponent) : uri
}

const GS1_VOC = 'https://ref.gs1.org/voc/'

/** A vocabulary word in any of its spellings as its web URI; another value as it would stand in any field. */
function term(vocabulary: Vocabulary, text: string, reading: Reading): string {
  let uri = webUriOf(vocabulary, text)
  if (uri === text) {
    const value = canonical(text, reading)
    uri = webUriOf(vocabulary, value)
  }
  return uri.startsWith(GS1_VOC) ? reading.rules.gs1 + uri.slice(GS1_VOC.length) : uri
}
