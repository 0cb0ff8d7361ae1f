import type { Span } from './judge-clock.ts'
import type { Point } from './plan.ts'
import { occurrencesOf, type Run } from './run.ts'
import { dueBetween, type Occurrence } from './slots.ts'
import type { Zone } from './zone.ts'

/** A check that is due; for whom, where it is of a run or lot. */
export type DueCheck = Occurrence & { readonly of?: string }

/**
 * The checks of a point that are due from one moment until before another, in order. Those by batch are due for the runs that are
 * known; of a run that goes on, as far as `to`.
 */
export function* dueOf(
  point: Point,
  { from, to }: Span,
  { zone, runs = [] }: { readonly zone: Zone; readonly runs?: readonly Run[] },
): Generator<DueCheck> {
  const { due } = point
  if (due.by === 'none') return
  if (due.by === 'clock') return yield* dueBetween(due.slots, { from, to }, zone)
  const checks = runs.flatMap((run) =>
    run.point === point.id
      ? occurrencesOf(due, run, to).map((check) => ({ ...check, of: run.of }))
      : [],
  )
  yield* checks
    .filter((check) => check.due >= from && check.due < to)
    .toSorted((a, b) => a.due - b.due || (a.of < b.of ? -1 : 1))
}
