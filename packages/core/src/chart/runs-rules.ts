import type { ChartLimits } from './limits.ts'

/** A pattern that chance seldom makes. */
export type RunsRule = {
  readonly id: string
  /** How many points it looks at. */
  readonly of: number
  /** By how many standard errors each lies from the centre, oldest first. */
  readonly isBroken: (distances: readonly number[]) => boolean
}

/** The points from `from` to `to`, both of it, break a rule. */
export type Signal = { readonly rule: string; readonly from: number; readonly to: number }

type Test = (distance: number) => boolean

const all = (points: readonly number[], test: Test): boolean => points.every(test)

/** On one side, whichever. */
const onOneSide = (points: readonly number[], least: number, beyond: number): boolean =>
  points.filter((z) => z > beyond).length >= least ||
  points.filter((z) => z < -beyond).length >= least

const steps = (points: readonly number[]): readonly number[] =>
  points.slice(1).map((z, i) => Math.sign(z - (points[i] ?? z)))

/** Beyond the limits; and two of three, and four of five, beyond two and one standard errors, on one side. */
const BEYOND = { of: 1, isBroken: (z: readonly number[]) => onOneSide(z, 1, 3) }
const TWO_OF_THREE = { of: 3, isBroken: (z: readonly number[]) => onOneSide(z, 2, 2) }
const FOUR_OF_FIVE = { of: 5, isBroken: (z: readonly number[]) => onOneSide(z, 4, 1) }

/** Western Electric, Statistical Quality Control Handbook, 1956. */
export const WESTERN_ELECTRIC: readonly RunsRule[] = [
  { id: 'we-1', ...BEYOND },
  { id: 'we-2', ...TWO_OF_THREE },
  { id: 'we-3', ...FOUR_OF_FIVE },
  { id: 'we-4', of: 8, isBroken: (z) => onOneSide(z, 8, 0) },
]

/** Nelson, Journal of Quality Technology 16, 1984. */
export const NELSON: readonly RunsRule[] = [
  { id: 'nelson-1', ...BEYOND },
  { id: 'nelson-2', of: 9, isBroken: (z) => onOneSide(z, 9, 0) },
  {
    id: 'nelson-3',
    of: 6,
    isBroken: (z) => all(steps(z), (s) => s > 0) || all(steps(z), (s) => s < 0),
  },
  {
    id: 'nelson-4',
    of: 14,
    isBroken: (z) =>
      steps(z).every((s, i, taken) => s !== 0 && (i === 0 || s === -(taken[i - 1] ?? 0))),
  },
  { id: 'nelson-5', ...TWO_OF_THREE },
  { id: 'nelson-6', ...FOUR_OF_FIVE },
  { id: 'nelson-7', of: 15, isBroken: (z) => all(z, (d) => Math.abs(d) < 1) },
  {
    id: 'nelson-8',
    of: 8,
    isBroken: (z) => all(z, (d) => Math.abs(d) > 1) && z.some((d) => d > 0) && z.some((d) => d < 0),
  },
]

/** Where points break rules, in order of the point that completes the pattern. Without spread nothing can be said. */
export function signalsIn(
  values: readonly number[],
  { centre, sigma }: ChartLimits,
  rules: readonly RunsRule[] = NELSON,
): readonly Signal[] {
  if (!(sigma > 0)) return []
  const distances = values.map((value) => (value - centre) / sigma)
  const signals: Signal[] = []
  for (let to = 0; to < distances.length; to++) {
    for (const { id: rule, of, isBroken } of rules) {
      const from = to - of + 1
      if (from >= 0 && isBroken(distances.slice(from, to + 1))) signals.push({ rule, from, to })
    }
  }
  return signals
}
