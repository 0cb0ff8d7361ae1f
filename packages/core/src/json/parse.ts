import type { Json } from '../event/event.ts'
import { bad, good, type Parsed } from '../problem.ts'
import { locateFault } from './locate.ts'

/** Where a text begins in what was sent, both from 1; for sentences about its faults. */
export type Start = { readonly line: number; readonly column: number }

const BEGINNING: Start = { line: 1, column: 1 }

/**
 * JSON text as a value. `at` is its place in the document, `start` where its text begins there. Numbers are doubles;
 * whoever needs every digit (the event hash) reads the text with {@link parseKeepingDigits}.
 */
export function parseJson(text: string, at: string, start: Start = BEGINNING): Parsed<Json> {
  try {
    return good(JSON.parse(text) as Json)
  } catch {
    const { offset, says } = locateFault(text) ?? { offset: 0, says: 'it cannot be read' }
    const { line, column } = placeOf(text, offset, start)
    return bad(at, 'not-json', `This is not JSON at line ${line}, column ${column}: ${says}.`)
  }
}

/** Line and column of an offset in a text that begins at `start`. */
export function placeOf(text: string, offset: number, start: Start = BEGINNING): Start {
  let { line, column } = start
  let from = 0
  for (let i = text.indexOf('\n'); i >= 0 && i < offset; i = text.indexOf('\n', i + 1)) {
    line++
    column = 1
    from = i + 1
  }
  return { line, column: column + offset - from }
}

/** A double holds any fifteen digits; only numbers written with more can lose some. */
const LONG = 16

/**
 * JSON text has a number that {@link parseKeepingDigits} may read otherwise than `JSON.parse`. A run of sixteen digits and
 * points covers some sixteenth character, so only these are looked at: of an event of 700 characters 0.2 µs, not 1.
 */
export function mayLoseDigits(text: string): boolean {
  for (let i = LONG - 1; i < text.length; i += LONG) {
    if (!isDigitOrPoint(text.charCodeAt(i))) continue
    let start = i
    while (start > 0 && isDigitOrPoint(text.charCodeAt(start - 1))) start--
    let end = i + 1
    while (end < text.length && isDigitOrPoint(text.charCodeAt(end))) end++
    if (end - start >= LONG && isNumberIn(text, start, end)) return true
    i += Math.floor((end - 1 - i) / LONG) * LONG
  }
  return false
}

/** By what stands around it; the digits of an EPC URN, in quotation marks, are no number. */
function isNumberIn(text: string, start: number, end: number): boolean {
  return BEFORE_NUMBER.test(text.charAt(start - 1)) && AFTER_NUMBER.test(text.charAt(end))
}

const BEFORE_NUMBER = /[[:,\s-]/
const AFTER_NUMBER = /^(?:[\],}eE\s]|)$/

const isDigitOrPoint = (code: number): boolean => (code >= 0x30 && code <= 0x39) || code === 0x2e

type Reviver = (this: unknown, key: string, value: Json, context: { source?: string }) => Json
const parseRevived = JSON.parse as (text: string, reviver?: Reviver) => Json

/**
 * JSON text as a value in which a number that a double would round is the string of its digits: the event hash reads
 * `"12345678901234567.5"` and `12345678901234567.5` alike. Throws a SyntaxError when the text is not JSON.
 */
export function parseKeepingDigits(text: string): Json {
  if (!mayLoseDigits(text)) return parseRevived(text)
  return parseRevived(text, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined && digits(source) !== digits(String(value))
      ? source
      : value,
  )
}

/** The significant digits of a number, without sign, point, exponent and outer zeros. */
function digits(number: string): string {
  return number
    .replace(/[eE].*/, '')
    .replace(/[-.]/g, '')
    .replace(/^0+|0+$/g, '')
}
