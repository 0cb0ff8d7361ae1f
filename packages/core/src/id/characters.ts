/** A set of characters, as a bit in {@link SETS}. */
export type Charset = number

/** GS1 AI encodable character set 82: serials, lots, extensions. */
export const CSET82: Charset = 1
/** Character set 39: component and part numbers. */
export const CSET39: Charset = 2
export const DIGITS: Charset = 4
/** RFC 3986 §2.3 unreserved: what a canonical Digital Link leaves as it is. */
const UNRESERVED: Charset = 8
/** Of set 82, what needs no escape in either. */
const PLAIN: Charset = 32
/** What an EPC URN leaves as it is: TDS escapes only `" % & / < > ?` of set 82, and `#`. */
const RAW_IN_URN: Charset = 16

const ALPHANUMERIC = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const MEMBERS: readonly (readonly [Charset, string])[] = [
  [CSET82, `${ALPHANUMERIC}!"%&'()*+,-./:;<=>?_`],
  [CSET39, '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ#-/'],
  [DIGITS, '0123456789'],
  [UNRESERVED, `${ALPHANUMERIC}-._~`],
  [PLAIN, `${ALPHANUMERIC}-._`],
  [RAW_IN_URN, `${ALPHANUMERIC}!'()*+,-.:;=_`],
]

/** For each ASCII code the sets it is in. */
const SETS: Uint8Array = setsByCode()

function setsByCode(): Uint8Array {
  const sets = new Uint8Array(128)
  for (const [set, members] of MEMBERS) {
    for (const character of members) {
      const code = character.charCodeAt(0)
      sets[code] = (sets[code] ?? 0) | set
    }
  }
  return sets
}

/** Whether every character from `start` up to `end` is of `set`; true of none at all. */
export function allOf(set: Charset, text: string, start = 0, end: number = text.length): boolean {
  for (let i = start; i < end; i++) {
    if (((SETS[text.charCodeAt(i)] ?? 0) & set) === 0) return false
  }
  return true
}

/** Whether text is of set 82 and stands in a canonical Digital Link without a single escape. */
export function isPlain(text: string, start = 0): boolean {
  return allOf(PLAIN, text, start)
}

/** Whether text is one part of an EPC URN as TDS writes it, escapes and all. */
export function isUrnPart(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    if (((SETS[text.charCodeAt(i)] ?? 0) & RAW_IN_URN) !== 0) continue
    if (text[i] !== '%' || byteAt(text, i + 1) < 0) return false
    i += 2
  }
  return true
}

/**
 * Percent escapes undone, a byte a character (what is not ASCII is in no GS1 set and is refused there);
 * undefined where a `%` does not begin an escape. `+` stays a plus.
 */
export function unescaped(text: string): string | undefined {
  let from = text.indexOf('%')
  if (from < 0) return text
  let raw = ''
  let done = 0
  for (; from >= 0; from = text.indexOf('%', done)) {
    const byte = byteAt(text, from + 1)
    if (byte < 0) return undefined
    raw += text.slice(done, from) + String.fromCharCode(byte)
    done = from + 3
  }
  return raw + text.slice(done)
}

/**
 * A raw value as it stands in a canonical Digital Link: everything but RFC 3986's unreserved characters
 * (`A-Z a-z 0-9 - . _ ~`) escaped, hex in upper case. This is the older habit of the reference event hash, which since
 * 2026 leaves `! ( ) *` as they are; a link is compared here, not hashed.
 */
export function escapedForLink(raw: string): string {
  return escapedBut(UNRESERVED, raw)
}

/** A raw value as it stands in an EPC URN: only `" % & / < > ? #` escaped, hex in upper case. */
export function escapedForUrn(raw: string): string {
  return escapedBut(RAW_IN_URN, raw)
}

function escapedBut(set: Charset, raw: string): string {
  if (allOf(set, raw)) return raw
  let text = ''
  for (let i = 0; i < raw.length; i++) {
    const code = raw.charCodeAt(i)
    const kept = ((SETS[code] ?? 0) & set) !== 0
    text += kept ? raw[i] : `%${code.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return text
}

/** The byte that two hex digits at `i` spell, or -1. */
function byteAt(text: string, i: number): number {
  const high = hexDigit(text.charCodeAt(i))
  const low = hexDigit(text.charCodeAt(i + 1))
  return high < 0 || low < 0 ? -1 : high * 16 + low
}

function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48
  const letter = (code | 32) - 97
  return letter >= 0 && letter < 6 ? letter + 10 : -1
}
