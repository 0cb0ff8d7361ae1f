import { microsOf } from '../event/micros.ts'
import { plainDecimal } from '../hash/number.ts'
import type { Json } from '../event/event.ts'
import { isThere, textsOf } from './fields.ts'
import type { Bound, NumberTest, Test } from './query.ts'

/** A number as people write one; `007` is none, for it is a name. */
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d{1,3})?$/
const DATE = /^\d{4}-\d\d-\d\d$/

/**
 * What a value of an extension field is compared by: `n` and its decimal digits for a number, exact at any length; `t` and
 * microseconds for a date-time with zone, or a date, which begins at midnight UTC; `s` and the text for all else.
 */
export function keyOf(text: string): string {
  const first = text.charCodeAt(0)
  const mayBeNumber = first === MINUS || (first >= ZERO && first <= NINE)
  if (!mayBeNumber) return `s${text}`
  if (NUMBER.test(text)) return `n${plainDecimal(text)}`
  const micros = instantOf(text)
  return micros === undefined ? `s${text}` : `t${micros}`
}

const MINUS = 45
const ZERO = 48
const NINE = 57

/** Microseconds of a date-time with zone, or of the midnight in UTC that a date begins at. */
export function instantOf(text: string): number | undefined {
  return microsOf(DATE.test(text) ? `${text}T00:00:00Z` : text)
}

/** What a key says as a number, or in microseconds. */
export function amountOf(key: string): number {
  return Number(key.slice(1))
}

/** Whether one value of a field is what all tests ask for. */
export function passesAll(value: Json, tests: readonly Test[]): boolean {
  const [only] = tests
  if (tests.every(({ compare }) => compare === 'exists'))
    return only !== undefined && isThere(value)
  let passed = false
  textsOf(value, (text) => {
    const key = keyOf(text)
    passed ||= text !== '' && tests.every((test) => passes(key, test))
  })
  return passed
}

function passes(key: string, test: Test): boolean {
  if (test.compare === 'exists') return true
  if (test.compare === 'eq') return test.keys.includes(key)
  const kind = test.of === 'number' ? 'n' : 't'
  return key.startsWith(kind) && isWithin(amountOf(key), test)
}

/** Whether a value keeps to a bound. */
export function isWithin(
  value: number,
  { compare, than }: { compare: Bound; than: number },
): boolean {
  switch (compare) {
    case 'gt':
      return value > than
    case 'ge':
      return value >= than
    case 'lt':
      return value < than
    case 'le':
      return value <= than
  }
}

/**
 * {@link isWithin} for a number that may have been converted: within a rounding of a double the two are the same.
 * `compareTo` makes of a number of the test what the value is compared with.
 */
export function passesNumber(
  value: number,
  test: NumberTest,
  compareTo: (asked: number) => number = (asked) => asked,
): boolean {
  if (test.compare === 'eq') return test.values.some((one) => isSame(value, compareTo(one)))
  const than = compareTo(test.than)
  const inclusive = test.compare === 'ge' || test.compare === 'le'
  return isSame(value, than) ? inclusive : isWithin(value, { compare: test.compare, than })
}

const ROUNDING = 1e-12

const isSame = (a: number, b: number): boolean =>
  a === b || Math.abs(a - b) <= ROUNDING * Math.max(Math.abs(a), Math.abs(b))
