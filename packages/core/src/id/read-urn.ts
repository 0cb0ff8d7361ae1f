import { allOf, DIGITS, isUrnPart, unescaped } from './characters.ts'
import { fitsKey, fitsQualifier } from './keys.ts'
import { NO_EXTENSION, type Reading } from './reading.ts'
import {
  LONGEST_PREFIX,
  SHORTEST_PREFIX,
  URN_SCHEME_BY_NAME,
  type UrnScheme,
} from './urn-schemes.ts'

/** Why an EPC URN of a known scheme cannot be read. */
export type UrnFault = 'parts' | 'prefix' | 'digits' | 'pieces' | 'last'

/** Where a URN's parts begin: its scheme, and its body. */
export type UrnParts = { readonly name: string; readonly body: string }

const URN = 'urn:epc:'

/** `urn:epc:{id|class|idpat}:{scheme}:{body}` taken apart; the first two words in any case, as RFC 8141 has it. */
export function urnParts(text: string): UrnParts | undefined {
  if (!text.startsWith(URN) && text.slice(0, URN.length).toLowerCase() !== URN) return undefined
  const kind = text.indexOf(':', URN.length)
  const scheme = kind < 0 ? -1 : text.indexOf(':', kind + 1)
  if (scheme < 0) return undefined
  return { name: text.slice(URN.length, scheme), body: text.slice(scheme + 1) }
}

/** An EPC URN of a GS1 key read, or what is wrong in it; undefined for any other URN. */
export function readUrn({ name, body }: UrnParts): Reading | UrnFault | undefined {
  const scheme = URN_SCHEME_BY_NAME.get(name)
  if (scheme === undefined) return undefined
  const dot = body.indexOf('.')
  if (dot < 0) return 'parts'
  if (dot < SHORTEST_PREFIX || dot > LONGEST_PREFIX || !allOf(DIGITS, body, 0, dot)) return 'prefix'
  return scheme.digits === 0 ? readFree(scheme, body, dot) : readNumber(scheme, body, dot)
}

/** Company prefix, then what the company likes: GIAI, GINC, CPI. */
function readFree(scheme: UrnScheme, body: string, dot: number): Reading | UrnFault {
  const end = scheme.last === 'none' ? body.length : body.indexOf('.', dot + 1)
  if (end < 0) return 'parts'
  const part = rawPart(body.slice(dot + 1, end))
  if (part === undefined || !fitsKey(scheme.key, body.slice(0, dot) + part)) return 'last'
  return withLast(scheme, body.slice(0, dot) + part, body.slice(end + 1))
}

/** Company prefix and reference: together a number of fixed length that gets a check digit. */
function readNumber(scheme: UrnScheme, body: string, dot: number): Reading | UrnFault {
  const next = body.indexOf('.', dot + 1)
  if (scheme.last === 'none' ? next >= 0 : next < 0) return 'parts'
  const end = next < 0 ? body.length : next
  if (end - 1 !== scheme.digits || !allOf(DIGITS, body, dot + 1, end)) return 'digits'
  const first = dot + (scheme.moved ? 2 : 1)
  const moved = body.slice(dot + 1, first) + body.slice(0, dot)
  const check = checkDigitAround(body, dot, first, end)
  const number = scheme.filler + moved + body.slice(first, end) + check
  if (!scheme.pieces) return withLast(scheme, number, body.slice(end + 1))
  const pieces = /^(\d\d)\.(\d\d)\./.exec(body.slice(end + 1))
  if (pieces === null) return 'pieces'
  return withLast(scheme, `${number}${pieces[1]}${pieces[2]}`, body.slice(end + 7))
}

/** {@link checkDigit} of what lies up to `dot` and from `first` to `end`, with the digit between them in front. */
function checkDigitAround(body: string, dot: number, first: number, end: number): number {
  let sum = 0
  let weight = 3
  for (let i = end - 1; i >= 0; i--) {
    if (i < first && i >= dot) continue
    sum += (body.charCodeAt(i) - ZERO) * weight
    weight = 4 - weight
  }
  if (first === dot + 2) sum += (body.charCodeAt(dot + 1) - ZERO) * weight
  return (10 - (sum % 10)) % 10
}

const ZERO = 48

function withLast(scheme: UrnScheme, number: string, part: string): Reading | UrnFault {
  const { last, qualifier } = scheme
  if (last === 'none') return coarse(scheme, number)
  if (last === '*') return part === '*' ? coarse(scheme, number) : 'last'
  const raw = rawPart(part)
  if (raw === undefined) return 'last'
  if (qualifier === undefined) return coarse(scheme, number + raw)
  if (!fitsQualifier(qualifier, raw)) return 'last'
  if (qualifier.ai === '254' && raw === NO_EXTENSION) return coarse(scheme, number)
  return { key: scheme.key, value: number, finer: scheme.finer, finerValue: raw }
}

function coarse({ key }: UrnScheme, value: string): Reading | UrnFault {
  // A key that is digits alone is right by now.
  if (key.tail !== 0 && !fitsKey(key, value)) return 'last'
  return { key, value, finer: undefined, finerValue: '' }
}

/** The raw value of a part, undefined where it is empty or not written as TDS demands. */
function rawPart(part: string): string | undefined {
  return part === '' || !isUrnPart(part) ? undefined : unescaped(part)
}
