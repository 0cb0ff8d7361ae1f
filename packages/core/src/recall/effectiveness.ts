/** What holders tell of affected goods; in pieces. */
export const COUNT_KINDS = ['found', 'blocked', 'returned', 'destroyed'] as const
export type CountKind = (typeof COUNT_KINDS)[number]

/** What a file or a paper proves: its hash, and where it is kept. */
export type Evidence = {
  /** SHA-256 of the file, 64 hexadecimal digits. */
  readonly sha256?: string
  /** Where it is kept, or its number. */
  readonly ref: string
}

/** So many items of a lot, at a holder. */
export type Count = {
  readonly kind: CountKind
  readonly holder: string
  readonly lot?: string
  readonly items: number
}

export type Counts = Readonly<Record<CountKind, number>>

export type Effectiveness = Counts & {
  /** Affected items, by the record. */
  readonly affected: number
  /** Affected items that nobody has found. */
  readonly missing: number
  /** More found than the record knows: the record, or the count, is wrong. */
  readonly beyond: number
  /** Found of the affected, 0 to 1; 1 where nothing is affected. */
  readonly foundShare: number
  /** Returned or destroyed of the affected, 0 to 1. */
  readonly settledShare: number
}

const NONE: Counts = { found: 0, blocked: 0, returned: 0, destroyed: 0 }

/** What was told, summed; counts are told in steps, and add up. */
export function summed(counts: Iterable<Count>): Counts {
  const sum: Record<CountKind, number> = { ...NONE }
  for (const { kind, items } of counts) sum[kind] += items
  return sum
}

/**
 * How much of the affected was got hold of. What was blocked, returned or destroyed was found, whether or not that was told:
 * found is the most of what was told as found, as blocked, as returned, as destroyed: goods that are returned are destroyed then.
 */
export function effectivenessOf(affected: number, told: Counts): Effectiveness {
  const settled = Math.max(told.returned, told.destroyed)
  const found = Math.max(told.found, told.blocked, settled)
  const share = (part: number): number => (affected === 0 ? 1 : Math.min(1, part / affected))
  return {
    ...told,
    found,
    affected,
    missing: Math.max(0, affected - found),
    beyond: Math.max(0, found - affected),
    foundShare: share(found),
    settledShare: share(settled),
  }
}

/** Of several holders, added up: what one found beyond its record does not make up for what another misses. */
export function together(parts: readonly Effectiveness[]): Effectiveness {
  const add = (of: (one: Effectiveness) => number): number =>
    parts.reduce((sum, one) => sum + of(one), 0)
  const affected = add((one) => one.affected)
  const settled = add((one) => Math.min(one.affected, Math.max(one.returned, one.destroyed)))
  const missing = add((one) => one.missing)
  return {
    found: add((one) => one.found),
    blocked: add((one) => one.blocked),
    returned: add((one) => one.returned),
    destroyed: add((one) => one.destroyed),
    affected,
    missing,
    beyond: add((one) => one.beyond),
    foundShare: affected === 0 ? 1 : (affected - missing) / affected,
    settledShare: affected === 0 ? 1 : settled / affected,
  }
}
