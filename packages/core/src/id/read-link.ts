import { unescaped } from './characters.ts'
import {
  fitsKey,
  fitsQualifier,
  KEY_BY_NAME,
  QUALIFIER_BY_NAME,
  type Key,
  type Qualifier,
} from './keys.ts'
import { NO_EXTENSION, type Reading } from './reading.ts'

/** Digital Link URI Syntax allows a scheme all lower or all upper case, nothing between. */
const SCHEMES = ['https://', 'http://', 'HTTPS://', 'HTTP://']

/**
 * A GS1 Digital Link read: any host, any stem before the key, application identifiers or the words of before 1.3, GTIN of
 * 8, 12, 13 or 14 digits. Query and fragment are no part of identity. Undefined for a URI that is not one: no key, a value
 * of wrong length or characters, a qualifier that the key does not have or out of order, a segment left over.
 */
export function readLink(text: string): Reading | undefined {
  const segments = segmentsOf(text)
  for (let i = segments.length - 2; i >= 0; i -= 2) {
    const key = KEY_BY_NAME.get(segments[i] ?? '')
    if (key !== undefined) {
      const reading = readFrom(key, segments, i)
      if (reading !== undefined) return reading
    }
  }
  return undefined
}

/** The path segments of an http(s) URI, as they stand; none for other texts. */
export function segmentsOf(text: string): readonly string[] {
  const scheme = SCHEMES.find((start) => text.startsWith(start))
  if (scheme === undefined) return []
  const slash = text.indexOf('/', scheme.length)
  const end = endOfPath(text, scheme.length)
  return slash <= scheme.length || slash > end ? [] : text.slice(slash + 1, end).split('/')
}

function endOfPath(text: string, from: number): number {
  const query = text.indexOf('?', from)
  const fragment = text.indexOf('#', from)
  if (query < 0) return fragment < 0 ? text.length : fragment
  return fragment < 0 ? query : Math.min(query, fragment)
}

function readFrom(key: Key, segments: readonly string[], at: number): Reading | undefined {
  const value = keyValue(key, segments[at + 1] ?? '')
  if (value === undefined) return undefined
  const found = qualifiersIn(segments, at + 2)
  if (found === undefined || !inOrder(key, found)) return undefined
  for (const finer of key.finer) {
    const finerValue = found.get(finer.ai)
    if (finerValue === undefined || (finer.ai === '254' && finerValue === NO_EXTENSION)) continue
    return { key, value, finer, finerValue }
  }
  return { key, value, finer: undefined, finerValue: '' }
}

/** The raw value of a key from its path segment, a GTIN filled up to 14 digits. */
export function keyValue(key: Key, segment: string): string | undefined {
  const raw = unescaped(segment)
  if (raw === undefined) return undefined
  const filled = key.ai === '01' && SHORT_GTINS.has(raw.length) ? raw.padStart(14, '0') : raw
  return fitsKey(key, filled) ? filled : undefined
}

const SHORT_GTINS: ReadonlySet<number> = new Set([8, 12, 13])

/** Raw values by application identifier, in path order; undefined where a name or a value is not a qualifier's. */
function qualifiersIn(
  segments: readonly string[],
  from: number,
): ReadonlyMap<string, string> | undefined {
  const found = new Map<string, string>()
  for (let i = from; i < segments.length; i += 2) {
    const qualifier = QUALIFIER_BY_NAME.get(segments[i] ?? '')
    if (qualifier === undefined || found.has(qualifier.ai)) return undefined
    const value = qualifierValue(qualifier, segments[i + 1] ?? '')
    if (value === undefined) return undefined
    found.set(qualifier.ai, value)
  }
  return found
}

export function qualifierValue(qualifier: Qualifier, segment: string): string | undefined {
  const raw = unescaped(segment)
  return raw !== undefined && fitsQualifier(qualifier, raw) ? raw : undefined
}

function inOrder(key: Key, found: ReadonlyMap<string, string>): boolean {
  if (found.size === 0) return true
  return key.sequences.some((sequence) => {
    let place = -1
    for (const ai of found.keys()) {
      const next = sequence.indexOf(ai)
      if (next <= place) return false
      place = next
    }
    return true
  })
}
