const ZERO = 0x30
const COLON = 0x3a
const LETTER_T = 0x54
const LETTER_Z = 0x5a
const PLUS = 0x2b
const MINUS = 0x2d
const POINT = 0x2e

/** The number that two digits at `i` spell; NaN where they are none. */
export function twoDigits(text: string, i: number): number {
  const tens = text.charCodeAt(i) - ZERO
  const ones = text.charCodeAt(i + 1) - ZERO
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN
}

/** A date-time of the commonest form as it is written; NaN wherever its digits are none. */
export type Written = {
  readonly year: number
  readonly month: number
  readonly day: number
  /** Of the day it is written as. */
  readonly minute: number
  readonly second: number
  readonly millis: number
  /** Minutes its zone is ahead of UTC. */
  readonly ahead: number
}

/**
 * Reads `YYYY-MM-DDThh:mm:ss`, three decimals or none, and `Z`, `+hh:mm` or `-hh:mm`: a tenth of the time that a pattern
 * takes. Undefined of any other text, of a day beyond 31 and a clock beyond 23:59:59; whether the month has that day is not
 * asked.
 */
export function readWritten(text: string): Written | undefined {
  if (!isPunctuated(text)) return undefined
  const decimals = text.charCodeAt(19) === POINT
  const written = {
    year: twoDigits(text, 0) * 100 + twoDigits(text, 2),
    month: twoDigits(text, 5),
    day: twoDigits(text, 8),
    minute: twoDigits(text, 11) * 60 + twoDigits(text, 14),
    second: twoDigits(text, 17),
    millis: decimals ? twoDigits(text, 20) * 10 + (twoDigits(text, 21) % 10) : 0,
    ahead: minutesAhead(text, decimals ? 23 : 19),
  }
  return isMoment(text, written) ? written : undefined
}

function isPunctuated(text: string): boolean {
  return (
    text.charCodeAt(4) === MINUS &&
    text.charCodeAt(7) === MINUS &&
    text.charCodeAt(10) === LETTER_T &&
    text.charCodeAt(13) === COLON &&
    text.charCodeAt(16) === COLON
  )
}

/** No comparison with NaN is true. */
function isMoment(text: string, { year, month, day, second, millis, ahead }: Written): boolean {
  return (
    year >= 0 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= 31 &&
    twoDigits(text, 11) <= 23 &&
    twoDigits(text, 14) <= 59 &&
    second <= 59 &&
    millis >= 0 &&
    Math.abs(ahead) < 6000
  )
}

function minutesAhead(text: string, i: number): number {
  const sign = text.charCodeAt(i)
  if (sign === LETTER_Z && text.length === i + 1) return 0
  if ((sign !== PLUS && sign !== MINUS) || text.length !== i + 6) return Number.NaN
  if (text.charCodeAt(i + 3) !== COLON) return Number.NaN
  const minutes = twoDigits(text, i + 1) * 60 + twoDigits(text, i + 4)
  return sign === PLUS ? minutes : -minutes
}
