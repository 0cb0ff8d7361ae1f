import { allOf, DIGITS, isPlain } from './characters.ts'
import { CANONICAL_STEM } from './keys.ts'

/** What a plain link names: an index into the answers of who asks. */
export const NOT_PLAIN = 0
export const GTIN_LINK = 1
export const SGTIN_LINK = 2
export const LGTIN_LINK = 3
export const SSCC_LINK = 4

const START = `${CANONICAL_STEM}0`
/** Where the value of a key of two digits begins, and where those of 14 and of 18 digits end. */
const VALUE = CANONICAL_STEM.length + 3
const GTIN_END = VALUE + 14
const SSCC_END = VALUE + 18
const LONGEST = 20

const SLASH = 0x2f
const ZERO = 0x30
const ONE = 0x31
const TWO = 0x32

/**
 * The commonest identifiers, told in one pass: a GTIN of 14 digits, alone or with a serial or lot that needs no escape, or an
 * SSCC, on `id.gs1.org`. Such a link is its own canonical form. {@link NOT_PLAIN} of any other text. The check digit is not
 * judged.
 */
export function plainLink(text: string): number {
  if (text.length < GTIN_END || !text.startsWith(START)) return NOT_PLAIN
  if (text.charCodeAt(VALUE - 1) !== SLASH || !allOf(DIGITS, text, VALUE, GTIN_END)) {
    return NOT_PLAIN
  }
  const second = text.charCodeAt(VALUE - 2)
  if (second === ONE) return text.length === GTIN_END ? GTIN_LINK : finerLink(text)
  const isSscc =
    second === ZERO && text.length === SSCC_END && allOf(DIGITS, text, GTIN_END, SSCC_END)
  return isSscc ? SSCC_LINK : NOT_PLAIN
}

function finerLink(text: string): number {
  const from = GTIN_END + 4
  if (text.length <= from || text.length > from + LONGEST) return NOT_PLAIN
  if (text.charCodeAt(GTIN_END) !== SLASH || text.charCodeAt(from - 1) !== SLASH) return NOT_PLAIN
  if (!isPlain(text, from)) return NOT_PLAIN
  const first = text.charCodeAt(GTIN_END + 1)
  const second = text.charCodeAt(GTIN_END + 2)
  if (first === TWO && second === ONE) return SGTIN_LINK
  return first === ONE && second === ZERO ? LGTIN_LINK : NOT_PLAIN
}

/** Whether a text is a {@link plainLink} with a right check digit: it is a valid identifier, and needs no other look. */
export function isRightPlainLink(text: string): boolean {
  const plain = plainLink(text)
  if (plain === NOT_PLAIN) return false
  const last = (plain === SSCC_LINK ? SSCC_END : GTIN_END) - 1
  let sum = 0
  for (let i = last, weight = 1; i >= VALUE; i--, weight = 4 - weight) {
    sum += (text.charCodeAt(i) - ZERO) * weight
  }
  return sum % 10 === 0
}
