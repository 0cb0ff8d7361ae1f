import { bad, good, type Parsed } from '../problem.ts'
import { DIGITS } from './characters.ts'
import { checkDigit } from './check-digit.ts'
import { identify } from './identify.ts'
import {
  CANONICAL_STEM,
  KEY_BY_NAME,
  QUALIFIER_BY_NAME,
  QUALIFIERS,
  type Key,
  type Qualifier,
} from './keys.ts'
import { keyValue, qualifierValue, segmentsOf } from './read-link.ts'
import { readUrn, urnParts, type UrnFault, type UrnParts } from './read-urn.ts'
import { remembering } from './remember.ts'
import type { Identifier } from './thing.ts'
import { OTHER_EPC_SCHEMES, URN_SCHEME_BY_NAME, type UrnScheme } from './urn-schemes.ts'

const URI = /^[a-z][a-z0-9+.-]*:[^\s\p{Cc}\p{Cs}]+$/iu
const EPC_URN = /^urn:epc:(?:id|class|idpat):/i
const GS1_HOST = /^https?:\/\/id\.gs1\.org(?::\d+)?\//i

/**
 * An identifier from outside: {@link identify}, but what claims to be GS1 and is broken is refused. Any other absolute URI
 * is taken as it stands (CBV §8 allows private ones everywhere). Rules:
 *
 * - `not-a-uri`: no scheme, or white space or half a surrogate pair within.
 * - `epc-syntax`: `urn:epc:id:`, `urn:epc:class:` or `urn:epc:idpat:` with an unknown scheme or a body TDS does not allow.
 *   Wide patterns (`urn:epc:idpat:sgtin:*.*.*`) name no key, and are taken as they stand.
 * - `check-digit`: a Digital Link, on any host and stem, whose key has a wrong one. But a GRAI on another host than
 *   `id.gs1.org` is taken: valid documents in circulation carry wrong ones there (OpenEPCIS samples).
 * - `digital-link-syntax`: on `id.gs1.org`, any path that is not a key; elsewhere, a well-formed key followed by
 *   qualifiers in the wrong order, doubled, too long or with characters outside their set. What else a foreign host has in
 *   its paths (`/01/02/03`, a product page) is that host's business, and opaque.
 *
 * `at` is the JSON pointer that problems name.
 */
export function parseIdentifier(text: string, at: string): Parsed<Identifier> {
  const parsed = remembered(text)
  if (parsed.ok) return parsed
  return { ok: false, problems: parsed.problems.map((problem) => ({ ...problem, at })) }
}

const remembered: (text: string) => Parsed<Identifier> = remembering(1024, (text) =>
  judged(text, ''),
)

function judged(text: string, at: string): Parsed<Identifier> {
  if (!URI.test(text)) {
    return bad(
      at,
      'not-a-uri',
      `${quoted(text)} is not an absolute URI: write one with its scheme, such as urn:epc:id:… or https://…`,
    )
  }
  const identifier = identify(text)
  const link = text[0] === 'h' || text[0] === 'H'
  if (identifier.scheme !== 'uri')
    return link ? withCheckDigit(text, identifier, at) : good(identifier)
  if (link) return opaqueLink(text, identifier, at)
  return EPC_URN.test(text) ? opaqueUrn(text, identifier, at) : good(identifier)
}

function withCheckDigit(text: string, identifier: Identifier, at: string): Parsed<Identifier> {
  const slash = identifier.canonical.indexOf('/', CANONICAL_STEM.length)
  const key = KEY_BY_NAME.get(identifier.canonical.slice(CANONICAL_STEM.length, slash))
  if (key === undefined || key.checked === 0) return good(identifier)
  const value = identifier.canonical.slice(slash + 1, slash + 1 + key.digits)
  const right = checkDigit(value.slice(0, key.checked))
  const found = value[key.checked]
  if (found === right || (key.ai === '8003' && !GS1_HOST.test(text))) return good(identifier)
  return bad(
    at,
    'check-digit',
    `The check digit of ${key.title} ${value} in ${quoted(text)} is ${found} and should be ${right}.`,
  )
}

function opaqueLink(text: string, identifier: Identifier, at: string): Parsed<Identifier> {
  const fault = faultOfLink(text)
  return fault === undefined
    ? good(identifier)
    : bad(at, 'digital-link-syntax', `${quoted(text)} is not a GS1 Digital Link: ${fault}`)
}

/** Why a link is none, where it claims to be one. */
function faultOfLink(text: string): string | undefined {
  const segments = segmentsOf(text)
  // A longer tail than every qualifier once claims nothing, and long paths stay cheap.
  const first = Math.max(0, segments.length - 2 - 2 * QUALIFIERS.length)
  for (let i = first; i + 1 < segments.length; i++) {
    const key = KEY_BY_NAME.get(segments[i] ?? '')
    if (key === undefined || keyValue(key, segments[i + 1] ?? '') === undefined) continue
    const fault = faultOfQualifiers(key, segments.slice(i + 2))
    if (fault !== undefined) return fault
  }
  return GS1_HOST.test(text) ? faultOfKey(segments) : undefined
}

/** What is wrong with pairs that are all qualifiers; undefined where they are something else. */
function faultOfQualifiers(key: Key, segments: readonly string[]): string | undefined {
  const names = segments.filter((_, i) => i % 2 === 0)
  if (segments.length % 2 !== 0 || !names.every((name) => QUALIFIER_BY_NAME.has(name)))
    return undefined
  for (let i = 0; i < segments.length; i += 2) {
    const qualifier = QUALIFIER_BY_NAME.get(segments[i] ?? '')
    if (qualifier === undefined || qualifierValue(qualifier, segments[i + 1] ?? '') !== undefined)
      continue
    return `AI ${qualifier.ai} takes ${takenBy(qualifier)}, and has ${quoted(segments[i + 1] ?? '')}.`
  }
  const orders = key.sequences.map((sequence) => sequence.join(', ')).join(', or ')
  return `after AI ${key.ai} ${orders === '' ? 'nothing may follow' : `only ${orders} may follow, once each, in this order`}.`
}

function takenBy({ set, shortest, longest }: Qualifier): string {
  const length = shortest === longest ? `${longest}` : `${shortest} to ${longest}`
  return set === DIGITS
    ? `${length} digits`
    : `${length} characters of GS1's set 82, escaped where a URI needs it`
}

function faultOfKey(segments: readonly string[]): string {
  const key = KEY_BY_NAME.get(segments[0] ?? '')
  if (key === undefined)
    return 'its scheme must be https or HTTPS, and its path begin with a GS1 key, such as /01/{GTIN} or /00/{SSCC}.'
  if (keyValue(key, segments[1] ?? '') === undefined) {
    const { digits, longest } = key
    const length =
      digits === longest
        ? `${digits} digits`
        : `at least ${digits} digits, up to ${longest} characters`
    return `AI ${key.ai} (${key.title}) takes ${length}, and has ${quoted(segments[1] ?? '')}.`
  }
  return `after AI ${key.ai} the path must go on in pairs of qualifier and value, with no slash at the end.`
}

function opaqueUrn(text: string, identifier: Identifier, at: string): Parsed<Identifier> {
  const refuse = (why: string): Parsed<never> =>
    bad(at, 'epc-syntax', `${quoted(text)} is not an EPC URN: ${why}`)
  const parts = urnParts(text)
  if (parts === undefined) return refuse('after urn:epc:id: comes a scheme, a colon and a body.')
  if (isWidePattern(parts)) return good(identifier)
  const scheme = URN_SCHEME_BY_NAME.get(parts.name)
  const fault = readUrn(parts)
  if (scheme !== undefined && typeof fault === 'string') {
    return refuse(`${WHY[fault](scheme)} One that is right: urn:epc:${parts.name}:${scheme.like}`)
  }
  const other = parts.name.startsWith('id:')
    ? OTHER_EPC_SCHEMES.get(parts.name.slice(3))
    : undefined
  if (other !== undefined) return refuse(`one that is right is urn:epc:${parts.name}:${other.like}`)
  return refuse(
    `there is no scheme ${parts.name}; known are ${[...URN_SCHEME_BY_NAME.keys()].join(', ')} and ${[...OTHER_EPC_SCHEMES.keys()].join(', ')}.`,
  )
}

/** TDS §6.4: a pure identity pattern of any scheme, its last parts `*`. */
function isWidePattern({ name, body }: UrnParts): boolean {
  if (!name.startsWith('idpat:') || !/^(?:[^.*]+\.)*(?:\*\.)*\*$/.test(body)) return false
  const scheme = `id:${name.slice('idpat:'.length)}`
  return URN_SCHEME_BY_NAME.has(scheme) && !(URN_SCHEME_BY_NAME.has(name) && /^[^*]+\*$/.test(body))
}

const WHY: Readonly<Record<UrnFault, (scheme: UrnScheme) => string>> = {
  parts: () => 'it has too few or too many parts between its dots.',
  prefix: () => 'the company prefix, its first part, must be 6 to 12 digits.',
  digits: ({ digits }) => `company prefix and reference must be ${digits} digits together.`,
  pieces: () => 'piece and total must be two digits each.',
  last: ({ last }) =>
    last === '*'
      ? 'a pattern ends in .*'
      : `its last part is empty, too long, or has characters that are not GS1's or not escaped (" % & / < > ? # are).`,
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text)
}
