import { bindingOf, type PointReading } from './bind.ts'
import { limitsAt, reachOf } from './hold-to.ts'
import { groupsOf, judgeGroup } from './judge-batch.ts'
import { judgeClock, type Span } from './judge-clock.ts'
import { judgeReading, type Judging } from './judge-reading.ts'
import type { Plan, Point } from './plan.ts'
import type { Reading } from './reading.ts'
import { runsOf, type Run, type RunMark } from './run.ts'
import { firstFrom, seriesOf, settled } from './series.ts'
import { occurrenceAfter, occurrenceAt } from './slots.ts'
import { byMoment, momentOf, type Verdict } from './verdict.ts'

/** What is known, in whatever order it came and however often it was told. */
export type Records = {
  readonly readings: Iterable<Reading>
  readonly marks?: Iterable<RunMark>
  /** Events that were declared wrong: nothing they said counts, whenever they come. */
  readonly void?: ReadonlySet<string>
}

/**
 * All verdicts of a plan by a moment, in order of time. `versions` are those of one plan: each holds from its beginning until
 * the next one's, and every verdict names its own. The answer depends on what is known, not on how it arrived.
 */
export function judge(
  versions: readonly Plan[],
  records: Records,
  until: number,
): readonly Verdict[] {
  const isVoid = (eventID: string): boolean => records.void?.has(eventID) === true
  const readings = [...records.readings].filter(({ seen }) => !isVoid(seen.eventID))
  const marks = [...(records.marks ?? [])].filter(({ eventID }) => !isVoid(eventID))
  const runs = Map.groupBy(runsOf(marks), ({ point }) => point)
  const verdicts = inForce(versions).flatMap(({ plan, holds }) => {
    const bind = bindingOf(plan)
    const found = Map.groupBy(readings.flatMap(bind), ({ point }) => point.id)
    return plan.points.flatMap((point) => {
      const own = (found.get(point.id) ?? []).map(({ reading }) => reading)
      const judging = judgingOf(plan, point, holds)
      return judgePoint(judging, settled(own), {
        span: holds,
        until,
        runs: runs.get(point.id) ?? [],
      })
    })
  })
  return verdicts.toSorted(byMoment)
}

/** When each version holds: from its own beginning until the next one's, and not after its end. */
export function inForce(
  versions: readonly Plan[],
): readonly { readonly plan: Plan; readonly holds: Span }[] {
  const sorted = versions.toSorted((a, b) => a.from - b.from)
  return sorted.map((plan, i) => {
    const next = sorted[i + 1]?.from ?? Infinity
    return { plan, holds: { from: plan.from, to: Math.min(plan.until, next) } }
  })
}

/** One point of one version, ready to be judged again and again. */
export type PointJudging = Omit<Judging, 'series'> & {
  readonly zone: Plan['zone']
  readonly holds: Span
  /** How far in time one reading can change the verdict on another. */
  readonly reach: number
}

export function judgingOf(plan: Plan, point: Point, holds: Span): PointJudging {
  const limits = limitsAt(plan, point)
  const own = [...point.reads, ...point.also].flatMap((measure) => limits(measure))
  return {
    plan: `${plan.id}@${plan.version}`,
    point,
    limits,
    zone: plan.zone,
    holds,
    reach: reachOf(own),
  }
}

type Asked = { readonly span: Span; readonly until: number; readonly runs?: readonly Run[] }

/**
 * Judges one point over a span, as a follower does when a reading came ({@link affectedBy} says which span that is) or time went
 * on. A point by batch is judged by its runs and lots: `readings` and `runs` are those concerned, and `span` is not looked at.
 *
 * @param readings {@link file://./series.ts settled}; by the clock, those of the span and `reach` before and after it
 */
export function judgePoint(
  judging: PointJudging,
  readings: readonly PointReading[],
  { span, until, runs = [] }: Asked,
): readonly Verdict[] {
  const { due } = judging.point
  const ready = { ...judging, series: seriesOf(readings.filter(({ time }) => time <= until)) }
  switch (due.by) {
    case 'clock':
      return judgeClock(ready, readings, clipped(span, judging.holds), until)
    case 'batch':
      return groupsOf(due, readings, runs).flatMap((group) => {
        const series = seriesOf(group.readings.filter(({ time }) => time <= until))
        return judgeGroup({ ...judging, series }, group, until)
      })
    case 'none':
      return unscheduled(ready, readings, clipped(span, judging.holds), until)
  }
}

function unscheduled(
  judging: Judging,
  readings: readonly PointReading[],
  { from, to }: Span,
  until: number,
): readonly Verdict[] {
  return readings
    .slice(firstFrom(readings, from))
    .filter(({ time }) => time < to && time <= until)
    .map((reading) => judgeReading(judging, reading, undefined))
}

const clipped = (a: Span, b: Span): Span => ({
  from: Math.max(a.from, b.from),
  to: Math.min(a.to, b.to),
})

/**
 * The span of a point by the clock whose verdicts a reading at a moment, or the want of it, can change: whole checks, so that
 * their old verdicts can be replaced by those of {@link judgePoint} over it.
 */
export function affectedBy({ point, zone, reach }: PointJudging, moment: number): Span {
  const [first, last] = [moment - reach, moment + reach]
  if (point.due.by !== 'clock') return { from: first, to: last + 1 }
  const { slots } = point.due
  return {
    from: occurrenceAt(slots, first, zone)?.opens ?? -Infinity,
    to: occurrenceAfter(slots, last, zone)?.opens ?? Infinity,
  }
}

/** The span in which a verdict stands: by when it was read, or when it was due. */
export function isWithin(verdict: Verdict, { from, to }: Span): boolean {
  const moment = momentOf(verdict)
  return moment >= from && moment < to
}
