/** Centre and three standard errors to either side (Shewhart; ISO 7870-2). `sigma` is a third of the way. */
export type ChartLimits = {
  readonly centre: number
  readonly lower: number
  readonly upper: number
  readonly sigma: number
}

/** A chart of a value and one of its spread: both must be in control. */
export type Chart = {
  readonly values: readonly number[]
  readonly limits: ChartLimits
  readonly spread: readonly number[]
  readonly spreadLimits: ChartLimits
  /** Standard deviation within: what capability is reckoned by. */
  readonly within: number
}

/** Mean and standard deviation of the range of n normal values, in standard deviations: n from 2 to 10. */
const OF_RANGE: readonly (readonly [d2: number, d3: number])[] = [
  [1.128379, 0.852502],
  [1.692569, 0.888368],
  [2.058751, 0.879808],
  [2.325929, 0.864082],
  [2.534413, 0.84804],
  [2.704357, 0.833205],
  [2.847201, 0.819831],
  [2.970026, 0.807834],
  [3.077505, 0.797051],
]

/** Larger subgroups are charted by their standard deviation: the range wastes them. */
export const MOST_BY_RANGE = 10

/**
 * Individual values with moving ranges of two. Undefined of fewer than two.
 *
 * @param baseline the first so many values set the limits; all where it is not given. Limits of a process that is watched are set once
 */
export function individuals(
  values: readonly number[],
  baseline: number = values.length,
): Chart | undefined {
  const moving = values.slice(1).map((value, i) => Math.abs(value - (values[i] ?? value)))
  const ranges = moving.slice(0, Math.max(0, baseline - 1))
  if (ranges.length === 0) return undefined
  const [d2, d3] = ofRange(2)
  const range = mean(ranges)
  const within = range / d2
  return {
    values,
    limits: around(mean(values.slice(0, baseline)), within),
    spread: moving,
    spreadLimits: notBelowZero(range, d3 * within),
    within,
  }
}

/**
 * Means of subgroups of one size, with their ranges (up to 10) or standard deviations. Undefined where there is none, a subgroup has
 * fewer than two values, or their sizes differ.
 */
export function subgroups(
  groups: readonly (readonly number[])[],
  baseline: number = groups.length,
): Chart | undefined {
  const size = groups[0]?.length ?? 0
  if (size < 2 || baseline < 1 || groups.some(({ length }) => length !== size)) return undefined
  const values = groups.map(mean)
  const byRange = size <= MOST_BY_RANGE
  const spread = groups.map(byRange ? rangeOf : deviation)
  const centre = mean(spread.slice(0, baseline))
  const [expected, error] = byRange ? ofRange(size) : ofDeviation(size)
  const within = centre / expected
  return {
    values,
    limits: around(mean(values.slice(0, baseline)), within / Math.sqrt(size)),
    spread,
    spreadLimits: notBelowZero(centre, error * within),
    within,
  }
}

const ofRange = (size: number): readonly [number, number] => OF_RANGE[size - 2] ?? [NaN, NaN]

/** Mean and standard deviation of the standard deviation of n normal values: c4, by c4(n) c4(n+1) = √((n-1)/n). */
function ofDeviation(size: number): readonly [number, number] {
  let c4 = Math.sqrt(2 / Math.PI)
  for (let n = 2; n < size; n++) c4 = Math.sqrt((n - 1) / n) / c4
  return [c4, Math.sqrt(1 - c4 * c4)]
}

const around = (centre: number, sigma: number): ChartLimits => ({
  centre,
  lower: centre - 3 * sigma,
  upper: centre + 3 * sigma,
  sigma,
})

const notBelowZero = (centre: number, sigma: number): ChartLimits => ({
  ...around(centre, sigma),
  lower: Math.max(0, centre - 3 * sigma),
})

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Of a sample: by n - 1. */
export function deviation(values: readonly number[]): number {
  const centre = mean(values)
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0)
  return Math.sqrt(squares / (values.length - 1))
}

const rangeOf = (values: readonly number[]): number => Math.max(...values) - Math.min(...values)
