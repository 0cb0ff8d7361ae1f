import { allOf, DIGITS, isPlain } from './characters.ts'
import { CANONICAL_STEM } from './keys.ts'
import { fromCompressed } from './epc-binary.ts'
import { identifierOf } from './reading.ts'
import { readLink, segmentsOf } from './read-link.ts'
import { NOT_PLAIN, plainLink } from './plain-link.ts'
import { readUrn, urnParts } from './read-urn.ts'
import { remembering } from './remember.ts'
import type { Identifier } from './thing.ts'
import { OTHER_EPC_SCHEMES } from './urn-schemes.ts'

/**
 * What a text names, whatever its spelling; never fails. The canonical form of a GS1 key is `https://id.gs1.org/` and the
 * finest key alone (01+21, 01+235, 01+10, 414+254, …), GTIN in 14 digits, raw values escaped but for `A-Z a-z 0-9 - . _ ~`.
 * Whatever else, a broken key too, is itself, of scheme `uri`.
 *
 * A check digit is not judged: a Digital Link with a wrong one is still the same key in all its spellings (the reference
 * event hash reads it so too). {@link file://./parse.ts parseIdentifier} judges it.
 */
export function identify(text: string): Identifier {
  const plain = PLAIN_LINKS[plainLink(text)]
  if (plain !== undefined) return { canonical: text, ...plain }
  return plainGtin(text) ?? remembered(text)
}

/** {@link identify} where only the canonical form is asked for. */
export function canonicalOf(text: string): string {
  return plainLink(text) === NOT_PLAIN ? identify(text).canonical : text
}

const remembered: (text: string) => Identifier = remembering(1024, (text) => {
  const first = text.charCodeAt(0) | 32
  const read = first === U ? identifyUrn(text) : first === H ? identifyLink(text) : undefined
  return read ?? otherUri(text)
})

const U = 117
const H = 104

const GTIN = '/01/'
const GTIN_STEM = `${CANONICAL_STEM}01/`
const SCHEME = 'https://'

/** What {@link plainLink} says it is. */
const PLAIN_LINKS: readonly (Omit<Identifier, 'canonical'> | undefined)[] = [
  undefined,
  { scheme: 'gtin', kind: 'class', reusable: false },
  { scheme: 'sgtin', kind: 'item', reusable: false },
  { scheme: 'lgtin', kind: 'lot', reusable: false },
  { scheme: 'sscc', kind: 'item', reusable: false },
]

/** The same but for the SSCC on any host and stem, last in the path: three times as fast as the whole reading. */
function plainGtin(text: string): Identifier | undefined {
  const from = text.indexOf(GTIN, SCHEME.length + 1) + GTIN.length
  const end = from + 14
  if (from < GTIN.length || !text.startsWith(SCHEME) || !allOf(DIGITS, text, from, end))
    return undefined
  if (text.includes('?') || text.includes('#')) return undefined
  const found = text.length === end ? GTIN_ALONE : finerAt(text, end)
  if (found === undefined) return undefined
  const canonical = text.startsWith(GTIN_STEM) ? text : GTIN_STEM + text.slice(from)
  return { canonical, scheme: found.scheme, kind: found.kind, reusable: false }
}

const GTIN_ALONE = { scheme: 'gtin', kind: 'class' } as const
const SERIAL = { scheme: 'sgtin', kind: 'item' } as const
const LOT = { scheme: 'lgtin', kind: 'lot' } as const

function finerAt(text: string, end: number): typeof SERIAL | typeof LOT | undefined {
  const from = end + '/21/'.length
  if (from >= text.length || text.length > from + 20 || !isPlain(text, from)) return undefined
  if (text.startsWith('/21/', end)) return SERIAL
  return text.startsWith('/10/', end) ? LOT : undefined
}

function identifyLink(text: string): Identifier | undefined {
  const reading = readLink(text)
  if (reading !== undefined) return identifierOf(reading)
  const urn = fromCompressed(segmentsOf(text).at(-1) ?? '')
  return urn === undefined ? undefined : identifyUrn(urn)
}

function identifyUrn(text: string): Identifier | undefined {
  const parts = urnParts(text)
  if (parts === undefined) return undefined
  const reading = readUrn(parts)
  if (typeof reading === 'object') return identifierOf(reading)
  const scheme = parts.name.slice('id:'.length)
  if (!parts.name.startsWith('id:') || !OTHER_EPC_SCHEMES.get(scheme)?.form.test(parts.body)) {
    return undefined
  }
  const body = parts.body.replaceAll(/%[0-9a-f]{2}/gi, (escape) => escape.toUpperCase())
  return { canonical: `urn:epc:${parts.name}:${body}`, scheme, kind: 'item', reusable: false }
}

/** CBV §8.4: a place may be a `geo:` URI, or a private one of the form `urn:…:loc:X` or `https://…/loc/X`. */
const PLACE = /^geo:|[:/]loc[:/]/

function otherUri(text: string): Identifier {
  const place = PLACE.test(text)
  return { canonical: text, scheme: 'uri', kind: place ? 'place' : 'other', reusable: place }
}
