import { wordOf, type Vocabulary } from '../cbv/vocabulary.ts'
import { expand, type Context } from '../event/context.ts'
import { microsOf } from '../event/micros.ts'
import { nearest } from '../event/nearest.ts'
import { quoted } from '../event/pointer.ts'
import { identify } from '../id/identify.ts'
import { bad, good, type Parsed } from '../problem.ts'
import type { Given } from './given.ts'
import { amountOf, instantOf, keyOf } from './operand.ts'
import type { Bound, Condition, NumberTest, Test } from './query.ts'

/** Reads the values of one parameter; prefixes are read by `names`. */
export type Read = (given: Given, names: Context) => Parsed<readonly Condition[]>

/** No values, no condition. */
export function listed<T>(
  value: (text: string, at: string, names: Context) => Parsed<T>,
  condition: (values: readonly T[]) => Condition,
): Read {
  return ({ values, at }, names) => {
    if (values.length === 0) return good([])
    const read = values.map((text) => value(text, at, names))
    const problems = read.flatMap((one) => (one.ok ? [] : one.problems))
    if (problems.length > 0) return { ok: false, problems }
    return good([condition(read.flatMap((one) => (one.ok ? [one.value] : [])))])
  }
}

/** A parameter of one value. */
export function single<T>(
  value: (text: string, at: string) => Parsed<T>,
  condition: (value: T) => Condition,
): Read {
  return ({ values, at }) => {
    const [text] = values
    if (text === undefined) return good([])
    if (values.length > 1) return bad(at, 'value', 'takes one value')
    const read = value(text, at)
    return read.ok ? good([condition(read.value)]) : read
  }
}

/** A word of a vocabulary in any spelling, or the asker's own as a URI. */
export function word(
  vocabulary: Vocabulary,
): (text: string, at: string, names: Context) => Parsed<string> {
  return (text, at, names) => {
    const read = wordOf(vocabulary, expand(names, text))
    if (vocabulary.words.has(read) || read.includes(':')) return good(read)
    const near = nearest(read, vocabulary.words)
    const help =
      near.length > 0
        ? `did you mean ${near.join(' or ')}?`
        : `known are ${[...vocabulary.words].join(', ')}`
    return bad(at, 'unknown-term', `${quoted(text)} is no ${vocabulary.field}, nor a URI; ${help}`)
  }
}

export function plain(text: string): Parsed<string> {
  return good(text)
}

/** An identifier in any spelling, as its canonical form. */
export function identifier(text: string, at: string): Parsed<string> {
  return /^[a-z][a-z0-9+.-]*:\S/i.test(text)
    ? good(identify(text).canonical)
    : bad(
        at,
        'not-a-uri',
        `${quoted(text)} is no URI: write it with its scheme, such as urn:epc:id:… or https://…`,
      )
}

/** A URI compared as it stands. */
export function uri(text: string, at: string, names: Context): Parsed<string> {
  const whole = expand(names, text)
  return /^[a-z][a-z0-9+.-]*:\S/i.test(whole)
    ? good(whole)
    : bad(at, 'not-a-uri', `${quoted(text)} is no URI`)
}

/** In a query string a `+` is a space; `2026-01-01T00:00:00+08:00` is often sent unescaped. */
const unescapedPlus = (text: string): string => text.replace(/ (\d\d:\d\d)$/, '+$1')

/** Microseconds of a date-time, which must have its zone. */
export function time(text: string, at: string): Parsed<number> {
  const micros = microsOf(unescapedPlus(text))
  return micros === undefined
    ? bad(at, 'time', `${text} is not a date-time with zone, like 2026-03-01T08:00:00+08:00`)
    : good(micros)
}

export function number(text: string, at: string): Parsed<number> {
  const value = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : NaN
  return Number.isFinite(value) ? good(value) : bad(at, 'number', `${quoted(text)} is not a number`)
}

export const BOUNDS: Readonly<Record<string, Bound>> = { GT: 'gt', GE: 'ge', LT: 'lt', LE: 'le' }

/** A comparison of numbers: EQ takes several, a bound takes one. */
export function numberTest(compare: string, condition: (test: NumberTest) => Condition): Read {
  const bound = BOUNDS[compare]
  return bound === undefined
    ? listed(number, (values) => condition({ compare: 'eq', values }))
    : single(number, (than) => condition({ compare: bound, than }))
}

/** A comparison with an extension field: EQ takes several values, a bound one number or time, EXISTS none. */
export function fieldTest(compare: string, condition: (test: Test) => Condition): Read {
  if (compare === 'EXISTS') return () => good([condition({ compare: 'exists' })])
  const bound = BOUNDS[compare]
  if (bound === undefined) {
    return listed(plain, (values) =>
      condition({ compare: 'eq', keys: values.map((text) => keyOf(unescapedPlus(text))) }),
    )
  }
  return single(amount, ({ of, than }) => condition({ compare: bound, of, than }))
}

type Amount = { readonly of: 'number' | 'time'; readonly than: number }

function amount(text: string, at: string): Parsed<Amount> {
  const micros = instantOf(unescapedPlus(text))
  if (micros !== undefined) return good({ of: 'time', than: micros })
  const key = keyOf(text)
  if (key.startsWith('n')) return good({ of: 'number', than: amountOf(key) })
  const says = `${quoted(text)} is neither a number nor a date-time with zone, and only these have an order here`
  return bad(at, 'value', says)
}
