import type { PointReading } from './bind.ts'
import { fitsAny } from './pattern.ts'
import type { Limit, Plan, Point, Range, Test } from './plan.ts'
import type { Series } from './series.ts'
import type { Taken, Why } from './taken.ts'

/** Whether a reading keeps a limit; or why that cannot be said; undefined where the limit has nothing to say of it. */
export type Held = boolean | Why | undefined

/** The limits that hold for a measure at a point. */
export type LimitsAt = (measure: string) => readonly Limit[]

export function limitsAt({ limits }: Plan, { id }: Point): LimitsAt {
  const byMeasure = new Map<string, Limit[]>()
  for (const limit of limits) {
    if (limit.points.length > 0 && !limit.points.includes(id)) continue
    byMeasure.set(limit.measure, [...(byMeasure.get(limit.measure) ?? []), limit])
  }
  return (measure) => byMeasure.get(measure) ?? []
}

/** Whether a limit is in force at a time, for what the reading is of. */
export function holdsFor(
  { from, until, things }: Limit,
  { time, of, reading }: PointReading,
): boolean {
  if (time < from || time >= until) return false
  if (things.length === 0) return true
  return of === undefined
    ? reading.seen.things.some((one) => fitsAny(things, one))
    : fitsAny(things, of)
}

/** Holds one reading to one test; a sampling plan is held to all samples together, in sampling.ts. */
export function heldTo(test: Test, reading: PointReading, series: Series): Held {
  const { taken } = reading
  switch (test.is) {
    case 'range':
      return within(test.range, taken)
    case 'states':
      return taken.state === undefined ? undefined : test.good.includes(taken.state)
    case 'per':
      return perBasis(test, reading, series)
    case 'difference':
      return difference(test, reading, series)
    case 'rate':
      return rate(test, reading, series)
    case 'sampling':
      return undefined
  }
}

/** Where a value is only known to lie between two bounds, and the limit lies there too, nothing can be said. */
function within({ min, max, above, below }: Range, { low, high, censored }: Taken): Held {
  if (Number.isNaN(low)) return undefined
  const tooHigh = (value: number): boolean =>
    value > (max ?? Infinity) || value >= (below ?? Infinity)
  const tooLow = (value: number): boolean =>
    value < (min ?? -Infinity) || value <= (above ?? -Infinity)
  if (!censored) return !tooHigh(high) && !tooLow(low)
  if (tooHigh(low) || tooLow(high)) return false
  const highOpen = (max !== undefined || below !== undefined) && tooHigh(high)
  const lowOpen = (min !== undefined || above !== undefined) && tooLow(low)
  return highOpen || lowOpen ? 'undecided' : true
}

type Of<Is extends Test['is']> = Extract<Test, { readonly is: Is }>

function perBasis({ of, amount, range }: Of<'per'>, reading: PointReading, series: Series): Held {
  const basis = series.lastOf(of)?.taken
  if (basis === undefined || !(basis.value > 0)) return 'basis'
  const { low, high, value, censored } = reading.taken
  const by = (one: number): number => Number(((one / basis.value) * amount).toPrecision(12))
  return within(range, { low: by(low), high: by(high), value: by(value), censored })
}

function difference(
  { to, atMost, within: span }: Of<'difference'>,
  reading: PointReading,
  series: Series,
): Held {
  const other = series.nearest(to, reading.time, span)
  if (other === undefined) return undefined
  const apart = Math.abs(reading.taken.value - other.taken.value)
  return apart <= atMost + Math.abs(atMost) * 1e-9
}

function rate(
  { atMost, per, within: span }: Of<'rate'>,
  reading: PointReading,
  series: Series,
): Held {
  const before = series.before(reading)
  if (before === undefined || reading.time - before.time > span) return undefined
  const change = Math.abs(reading.taken.value - before.taken.value)
  const allowed = (atMost * (reading.time - before.time)) / per
  return change <= allowed + Math.abs(allowed) * 1e-9
}

/** How far in time a reading can change what is said of another at the point: with differences and rates. */
export function reachOf(limits: readonly Limit[]): number {
  return Math.max(
    0,
    ...limits.map(({ test }) => (test.is === 'difference' || test.is === 'rate' ? test.within : 0)),
  )
}
