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
const LONG_NUMBER = /[[:,\s-]\d[\d.]{15}/

/** JSON text has a number that {@link parseKeepingDigits} may read otherwise than `JSON.parse`. */
export function mayLoseDigits(text: string): boolean {
  return LONG_NUMBER.test(text)
}

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
