import type { PointReading } from './bind.ts'
import { judgeReading, missing, type Judging } from './judge-reading.ts'
import type { Due } from './plan.ts'
import { firstFrom } from './series.ts'
import { dueBetween, occurrenceAfter, occurrenceAt, type Occurrence, type Slots } from './slots.ts'
import type { Verdict } from './verdict.ts'
import type { Zone } from './zone.ts'

/** From one moment until before another. */
export type Span = { readonly from: number; readonly to: number }

type ByClock = Extract<Due, { readonly by: 'clock' }>

/**
 * Verdicts of a point by the clock on a span: on its readings in that span, and on the checks that were due in it and whose window had
 * closed by `until`. Over adjoining spans that begin where a check opens the verdicts are those over the whole.
 *
 * @param readings settled, of this point; from outside the span those that limits may look at
 * @param span where the plan's version holds too
 */
export function judgeClock(
  judging: Judging & { readonly zone: Zone; readonly holds: Span },
  readings: readonly PointReading[],
  span: Span,
  until: number,
): readonly Verdict[] {
  const { slots } = judging.point.due as ByClock
  const verdicts: Verdict[] = []
  const made = new Made()
  const find = following(slots, judging)
  for (let i = firstFrom(readings, span.from); i < readings.length; i++) {
    const reading = readings[i]
    if (reading === undefined || reading.time >= span.to || reading.time > until) break
    const check = find(reading.time)
    const verdict = judgeReading(judging, reading, check)
    verdicts.push(verdict)
    if (check !== undefined) made.note(check.number, verdict)
  }
  const due = { from: span.from, to: Math.min(span.to, until) }
  for (const check of dueBetween(slots, due, judging.zone)) {
    if (check.closes >= until || !isIn(judging.holds, check.due)) continue
    for (const measure of judging.point.reads) {
      const found = made.of(check.number, measure)
      if (found === 'made') continue
      verdicts.push(missing(judging, measure, check, found && { why: 'unusable', eventIDs: found }))
    }
  }
  return verdicts
}

export const isIn = ({ from, to }: Span, moment: number): boolean => moment >= from && moment < to

/** Which checks were made, and the readings of those that were not for being unusable. */
class Made {
  readonly #made = new Set<string>()
  readonly #unusable = new Map<string, string[]>()

  note(number: number, { measure, verdict, eventIDs }: Verdict): void {
    const key = `${number} ${measure}`
    if (verdict !== 'unusable') this.#made.add(key)
    else this.#unusable.set(key, [...(this.#unusable.get(key) ?? []), ...eventIDs])
  }

  of(number: number, measure: string): 'made' | readonly string[] | undefined {
    const key = `${number} ${measure}`
    return this.#made.has(key) ? 'made' : this.#unusable.get(key)
  }
}

/** Readings come in order: most belong to the check of the one before. */
function following(
  slots: Slots,
  { zone, holds }: { readonly zone: Zone; readonly holds: Span },
): (moment: number) => Occurrence | undefined {
  let current: Occurrence | undefined
  let next = -Infinity
  return (moment) => {
    if (current === undefined || moment < current.opens || moment >= next) {
      current = occurrenceAt(slots, moment, zone)
      next = occurrenceAfter(slots, moment, zone)?.opens ?? Infinity
    }
    const stands = current !== undefined && isIn(holds, current.due)
    return stands && (slots.late || moment <= (current?.closes ?? 0)) ? current : undefined
  }
}
