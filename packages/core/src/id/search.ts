import { escapedForLink } from './characters.ts'
import { readBracketed, readElements, type Elements } from './element-string.ts'
import { CANONICAL_STEM, KEYS } from './keys.ts'
import { parseIdentifier } from './parse.ts'
import type { Identifier } from './thing.ts'

/** Symbology identifiers (ISO/IEC 15424) of symbols that carry element strings: GS1-128, DataMatrix, QR, DataBar, DotCode. */
const CARRIES_ELEMENTS = /^\](?:C1|d2|Q3|e0|J1)/
/** EAN/UPC symbols, which carry a number; plain QR, DataMatrix and DotCode, which carry a URI. */
const CARRIES_NUMBER = /^\]E[04]/
const CARRIES_URI = /^\](?:Q1|d1|J0)/

/** Every character of GS1's sets is one of these. */
const PRINTABLE = /^[!-~]+$/

/** By length, which key a number without an identifier is. */
const NUMBERS: ReadonlyMap<number, string> = new Map([
  [8, '01'],
  [12, '01'],
  [13, '01'],
  [14, '01'],
  [18, '00'],
])

/**
 * What a person typed or a scanner sent: an identifier in any URI spelling (a Digital Link without its scheme too), a bracketed or raw
 * element string, with or without symbology identifier, a GTIN of 8, 12, 13 or 14 digits, an SSCC. Thirteen digits are a GTIN, or a
 * GLN where `thirteen` says so. Undefined where it is none of these, a wrong check digit included.
 */
export function parseSearch(
  text: string,
  thirteen: 'gtin' | 'gln' = 'gtin',
): Identifier | undefined {
  // FNC1 is no white space to trim().
  const typed = text.trim()
  if (CARRIES_ELEMENTS.test(typed)) return fromElements(readElements(typed.slice(3)))
  if (CARRIES_NUMBER.test(typed)) return fromNumber(typed.slice(3), 'gtin')
  if (CARRIES_URI.test(typed)) return fromUri(typed.slice(3))
  if (typed.startsWith('(')) return fromElements(readBracketed(typed))
  return (
    fromNumber(typed.replaceAll(/[\s-]/g, ''), thirteen) ??
    fromElements(readElements(typed)) ??
    fromUri(/^[\w-]+(?:\.[\w-]+)+(?::\d+)?\/\S/.test(typed) ? `https://${typed}` : typed)
  )
}

function fromUri(text: string): Identifier | undefined {
  const parsed = parseIdentifier(text, '')
  return parsed.ok ? parsed.value : undefined
}

function fromNumber(digits: string, thirteen: 'gtin' | 'gln'): Identifier | undefined {
  if (!/^\d+$/.test(digits)) return undefined
  const ai = digits.length === 13 && thirteen === 'gln' ? '414' : NUMBERS.get(digits.length)
  return ai === undefined ? undefined : fromUri(`${CANONICAL_STEM}${ai}/${digits}`)
}

function fromElements(elements: Elements | undefined): Identifier | undefined {
  if (elements === undefined || !elements.every(([, value]) => PRINTABLE.test(value)))
    return undefined
  const values = new Map(elements)
  const key = KEYS.find(({ ai }) => values.has(ai))
  if (key === undefined) return undefined
  const sequence =
    key.sequences.find((ais) => ais.some((ai) => ai !== '22' && values.has(ai))) ??
    key.sequences[0] ??
    []
  const path = [key.ai, ...sequence].flatMap((ai) => {
    const value = values.get(ai)
    return value === undefined ? [] : [ai, escapedForLink(value)]
  })
  return fromUri(CANONICAL_STEM + path.join('/'))
}
