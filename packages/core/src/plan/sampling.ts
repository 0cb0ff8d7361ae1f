import type { PointReading } from './bind.ts'
import type { Sampling } from './plan.ts'
import { inUnit, type Why } from './taken.ts'

/** Result of a sampling plan over the samples of one lot. */
export type Sampled = {
  readonly held: boolean | Why
  /** Samples that counted. */
  readonly counted: readonly PointReading[]
}

/** A state that a laboratory reports for a presence test, as the number it stands for. */
const PRESENCE: Readonly<Record<string, number>> = {
  negative: 0,
  absent: 0,
  not_detected: 0,
  positive: Infinity,
  present: Infinity,
  detected: Infinity,
}

/**
 * ICMSF, GB 4789.1: a lot fails when any sample is over M, or more than c are over m; it passes when n samples that weighed
 * enough were told, and neither. Samples beyond n count: a lot is not tested until it passes.
 */
export function sampled(plan: Sampling, samples: readonly PointReading[]): Sampled {
  const weighed = samples.filter((sample) => weighsEnough(plan, sample))
  const over = (bound: number): number =>
    samples.filter((sample) => mostOf(sample) > bound && leastOf(sample) > bound).length
  const failed = over(plan.m) > plan.c || (plan.M !== undefined && over(plan.M) > 0)
  if (failed) return { held: false, counted: samples }
  const open = weighed.some((sample) => mostOf(sample) > plan.m && leastOf(sample) <= plan.m)
  if (open) return { held: 'undecided', counted: weighed }
  if (weighed.length >= plan.n) return { held: true, counted: weighed }
  return { held: samples.length >= plan.n ? 'sample-mass' : 'samples', counted: weighed }
}

function mostOf({ taken }: PointReading): number {
  return taken.state === undefined ? taken.high : (PRESENCE[taken.state] ?? Infinity)
}

function leastOf({ taken }: PointReading): number {
  if (taken.state !== undefined) return PRESENCE[taken.state] ?? Infinity
  return taken.censored ? taken.low : taken.high
}

/** What a sample weighed must be said: a result of 10 g proves nothing about 100 g. */
function weighsEnough({ sample: wanted }: Sampling, { reading }: PointReading): boolean {
  if (wanted === undefined) return true
  if (reading.sample === undefined) return false
  const weight = inUnit(reading.sample.value, reading.sample.uom, wanted.uom)
  return weight !== undefined && weight >= wanted.value
}
