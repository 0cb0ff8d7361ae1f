import { allOf, CSET82, escapedForLink, unescaped } from '@suyuan/core/id/characters'
import { checkDigit } from '@suyuan/core/id/check-digit'
import { bad, good, type Parsed, type Problem } from '@suyuan/core/problem'
import { known } from './known.ts'
import type { CodeUrl } from './passport-facts.ts'

/** Path qualifiers of a GTIN, in the order GS1 Digital Link gives them, each with the field it fills. */
const QUALIFIERS: readonly (readonly [string, 'variant' | 'lot' | 'serial'])[] = [
  ['22', 'variant'],
  ['10', 'lot'],
  ['21', 'serial'],
]

/** Variants, lots and serials have up to 20 characters of set 82 (GS1 General Specifications). */
const LONGEST = 20

/**
 * Reads `/01/{gtin}[/22/…][/10/{lot}][/21/{serial}]` from the raw request path (values still percent-encoded: `%2F` is
 * legal inside one; one slash at the end is ignored). GTIN-8, -12 and -13 are filled up to 14 digits. Every problem is
 * named at the path segment it stands in (`/1` is the GTIN). GS1 Digital Link URI Syntax 1.7.0.
 */
export function readCodeUrl(rawPath: string): Parsed<CodeUrl> {
  const [, key, gtin = '', ...rest] = rawPath.replace(/\/$/, '').split('/')
  if (key !== '01') {
    return bad('/0', 'malformed', 'The code must begin with /01/ and a product number.')
  }
  const { values, problems } = readQualifiers(rest)
  const all = [...problemsOfGtin(gtin), ...problems]
  if (all.length > 0) return { ok: false, problems: all }
  return good(known({ gtin: gtin.padStart(14, '0'), lot: values.lot, serial: values.serial }))
}

type Values = Partial<Record<'variant' | 'lot' | 'serial', string>>

function readQualifiers(segments: readonly string[]): {
  readonly values: Values
  readonly problems: readonly Problem[]
} {
  const values: Values = {}
  const problems: Problem[] = []
  let next = 0
  for (let i = 0; i < segments.length; i += 2) {
    const ai = segments[i] ?? ''
    const at = QUALIFIERS.findIndex(([each], n) => n >= next && each === ai)
    const field = QUALIFIERS[at]?.[1]
    if (field === undefined) {
      const says = `"${ai}" may not stand here: after the product number come /22/, /10/ and /21/, in this order, each at most once.`
      return { values, problems: [...problems, { at: `/${i + 2}`, rule: 'malformed', says }] }
    }
    next = at + 1
    const value = unescaped(segments[i + 1] ?? '') ?? ''
    if (value.length > 0 && value.length <= LONGEST && allOf(CSET82, value)) values[field] = value
    else {
      const says = `/${ai}/ must be followed by 1 to 20 characters of the GS1 character set 82, percent-encoded where needed.`
      problems.push({ at: `/${i + 3}`, rule: 'malformed', says })
    }
  }
  return { values, problems }
}

/** The one spelling that a code is asked by: EPCIS wants one key at one level (CBV 2.0 section 8). */
export function canonicalOf(url: CodeUrl): {
  readonly product: string
  readonly lot?: string
  readonly item?: string
} {
  const product = `https://id.gs1.org/01/${url.gtin}`
  return known({
    product,
    lot: url.lot === undefined ? undefined : `${product}/10/${escapedForLink(url.lot)}`,
    item: url.serial === undefined ? undefined : `${product}/21/${escapedForLink(url.serial)}`,
  })
}

function problemsOfGtin(gtin: string): readonly Problem[] {
  if (!/^(?:\d{8}|\d{12,14})$/.test(gtin)) {
    const says = 'A product number has 14 digits (8, 12 or 13 are filled up with zeros).'
    return [{ at: '/1', rule: 'malformed', says }]
  }
  const right = checkDigit(gtin.slice(0, -1))
  if (gtin.endsWith(right)) return []
  const says = `The last digit of ${gtin} is a check digit and should be ${right}: a digit is mistyped.`
  return [{ at: '/1', rule: 'check-digit', says }]
}
