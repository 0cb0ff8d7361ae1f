import type { Why } from './taken.ts'

/**
 * What a check came to. `good`: it was made, and broke no limit that gates. `broken`: at least one. `missing`: it was due and
 * did not come, or came so that it cannot be judged. `unusable`: one reading that cannot be judged; it stands for no check.
 */
export type Verdict = {
  readonly verdict: 'good' | 'broken' | 'missing' | 'unusable'
  /** The plan and its version: `water-rounds@3`. */
  readonly plan: string
  readonly point: string
  readonly measure: string
  /** The lot or run it is about. */
  readonly of?: string
  /** When it was read; of a sampling plan the last sample. */
  readonly at?: number
  /** The check it stands for: when it was due, and from when until when it could be made in time. */
  readonly due?: number
  readonly opens?: number
  readonly closes?: number
  readonly late: boolean
  /** The log took it in later after its event time than the plan allows. */
  readonly backdated: boolean
  /** In the measure's unit. */
  readonly value?: number
  readonly state?: string
  readonly why?: Why
  /** Limits it was held to, broken ones among them. */
  readonly limits: readonly string[]
  readonly broken: readonly string[]
  /** Limits it does not keep that gate nothing: alerts, and those that are only remembered (M, U) and nobody confirmed. */
  readonly advice: readonly string[]
  readonly eventIDs: readonly string[]
}

/** The order verdicts are told in: by the time they are about. */
export function byMoment(a: Verdict, b: Verdict): number {
  const apart = momentOf(a) - momentOf(b)
  if (apart !== 0) return apart
  return (
    compared(a.point, b.point) ||
    compared(a.measure, b.measure) ||
    compared(a.of, b.of) ||
    compared(a.eventIDs[0], b.eventIDs[0])
  )
}

/** When it was read; of a check that did not come, when it was due. */
export const momentOf = ({ at, due }: Verdict): number => at ?? due ?? NaN

const compared = (a = '', b = ''): number => (a === b ? 0 : a < b ? -1 : 1)
