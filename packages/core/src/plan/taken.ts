import { inBase, unitOf } from '../unit/unit.ts'
import type { Measure, Range } from './plan.ts'
import type { Reading } from './reading.ts'

/**
 * Why a check counts as missing, or a reading cannot be judged. `silence`: nothing came; `unusable`: only readings that cannot
 * be judged; `samples`: fewer than the sampling plan wants; `sample-mass`: a sample was too light, or nobody said what it weighed;
 * `basis`: the lot's own energy is not known; `undecided`: below a level of detection that is above the limit.
 */
export type Why =
  | 'silence'
  | 'unusable'
  | 'unit'
  | 'impossible'
  | 'state'
  | 'no-value'
  | 'future'
  | 'undecided'
  | 'samples'
  | 'sample-mass'
  | 'basis'

/** A reading as one of a measure's: in its unit, from `low` to `high`; or why it cannot be taken so. */
export type Taken = {
  readonly low: number
  readonly high: number
  /** What stands for it in a chart, a difference, a rate. */
  readonly value: number
  /** It lies somewhere between low and high (`<10`); else both were measured. */
  readonly censored: boolean
  readonly state?: string
  readonly why?: Why
}

/** A device whose clock is ahead by more than this is wrong about the time. */
const SKEW = 5 * 60_000_000

export function takenAs(measure: Measure, reading: Reading): Taken {
  if (reading.seen.recorded !== undefined && reading.time > reading.seen.recorded + SKEW) {
    return nothing('future')
  }
  if (measure.photo === true) return photo(reading)
  if (measure.states !== undefined) return state(measure.states, reading)
  return amount(measure, reading)
}

const nothing = (why: Why): Taken => ({ low: NaN, high: NaN, value: NaN, censored: false, why })
const observed = (state: string): Taken => ({
  low: NaN,
  high: NaN,
  value: NaN,
  censored: false,
  state,
})

const photo = ({ uri }: Reading): Taken => (uri === undefined ? nothing('no-value') : observed(uri))

function state(states: ReadonlyMap<string, unknown>, { text, truth, uri }: Reading): Taken {
  const said = text ?? (truth === undefined ? uri : String(truth))
  if (said === undefined) return nothing('no-value')
  return states.has(said) ? observed(said) : nothing('state')
}

const BOUND = /^\s*(<=?|>=?|≤|≥)?\s*(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)\s*$/

function amount({ unit, possible }: Measure, reading: Reading): Taken {
  const spread = spreadOf(reading)
  if (spread === undefined) return nothing('no-value')
  const factor = unitChange(unit?.uom, unit?.bare ?? true, reading.uom)
  if (factor === undefined) return nothing('unit')
  const taken = {
    low: factor(spread.low),
    high: factor(spread.high),
    value: factor(spread.value),
    censored: spread.censored,
  }
  const outside = possible !== undefined && !isWithin(possible, taken)
  return outside ? nothing('impossible') : taken
}

function isWithin(possible: Range, { low, high, censored }: Taken): boolean {
  const [least, most] = censored ? [high, low] : [low, high]
  return (
    (Number.isFinite(least) ? least >= (possible.min ?? -Infinity) : true) &&
    (Number.isFinite(most) ? most <= (possible.max ?? Infinity) : true)
  )
}

/** A value; the extremes of a span; or text as laboratories write it, `<10` among it. */
function spreadOf({ value, min, max, mean, text }: Reading): Taken | undefined {
  if (value !== undefined) {
    return { low: min ?? value, high: max ?? value, value, censored: false }
  }
  const extremes = [min, max, mean].filter((one) => one !== undefined)
  if (extremes.length > 0) {
    const [low, high] = [Math.min(...extremes), Math.max(...extremes)]
    return { low, high, value: mean ?? (low + high) / 2, censored: false }
  }
  return text === undefined ? undefined : written(text)
}

function written(text: string): Taken | undefined {
  const [, sign = '', digits = ''] = BOUND.exec(text) ?? []
  if (digits === '') return undefined
  const bound = Number(digits)
  if (sign === '') return { low: bound, high: bound, value: bound, censored: false }
  return /[<≤]/.test(sign)
    ? { low: -Infinity, high: bound, value: bound, censored: true }
    : { low: bound, high: Infinity, value: bound, censored: true }
}

type Change = (value: number) => number

const AS_IT_IS: Change = (value) => value

/** How a value in a unit becomes one in the measure's; undefined where it is another kind of quantity. */
function unitChange(
  wanted: string | undefined,
  bare: boolean,
  given: string | undefined,
): Change | undefined {
  if (given === wanted) return AS_IT_IS
  if (given === undefined) return bare ? AS_IT_IS : undefined
  if (wanted === undefined) return undefined
  const [from, to] = [unitOf(given), unitOf(wanted)]
  if (from.dimension !== to.dimension) return undefined
  // 4.0 °C is not to become 4.000000000000057: what is nearer than a device can tell is the same.
  return (value) => Number(((inBase(value, from) - to.offset) / to.factor).toPrecision(12))
}

/** The same for a sample's mass; undefined where the two cannot be compared. */
export function inUnit(value: number, given: string, wanted: string): number | undefined {
  return unitChange(wanted, false, given)?.(value)
}
