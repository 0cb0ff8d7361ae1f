import type { PointReading } from './bind.ts'
import { heldTo, holdsFor, type LimitsAt } from './hold-to.ts'
import type { Point } from './plan.ts'
import type { Series } from './series.ts'
import type { Occurrence } from './slots.ts'
import type { Why } from './taken.ts'
import type { Verdict } from './verdict.ts'

/** What a point is judged by. */
export type Judging = {
  /** The plan's name and version, as verdicts tell it. */
  readonly plan: string
  readonly point: Point
  readonly limits: LimitsAt
  readonly series: Series
}

const NONE: readonly string[] = []

/** The verdict on one reading; the check that it stands for, where there is one. */
export function judgeReading(
  judging: Judging,
  reading: PointReading,
  check: Occurrence | undefined,
): Verdict {
  const { taken } = reading
  const outcome =
    taken.why === undefined ? heldToAll(judging, reading) : { ...NOTHING_HELD, why: taken.why }
  return {
    verdict: verdictOf(outcome),
    ...aboutOf(judging, reading, check),
    ...(Number.isFinite(taken.value) && { value: taken.value }),
    ...(taken.state !== undefined && { state: taken.state }),
    ...outcome,
  }
}

type Outcome = Pick<Verdict, 'limits' | 'broken' | 'advice'> & { readonly why?: Why }

const NOTHING_HELD: Outcome = { limits: NONE, broken: NONE, advice: NONE }

function verdictOf({ broken, why }: Outcome): 'good' | 'broken' | 'unusable' {
  if (broken.length > 0) return 'broken'
  return why === undefined ? 'good' : 'unusable'
}

/** A limit that gates and cannot be decided makes the reading unusable: that is not good. */
function heldToAll({ limits, series }: Judging, reading: PointReading): Outcome {
  const held: string[] = []
  const broken: string[] = []
  const advice: string[] = []
  let why: Why | undefined
  for (const limit of limits(reading.measure.id)) {
    if (!holdsFor(limit, reading)) continue
    const keeps = heldTo(limit.test, reading, series)
    if (keeps === undefined) continue
    if (limit.gates) held.push(limit.id)
    if (keeps === false) (limit.gates ? broken : advice).push(limit.id)
    else if (keeps !== true && limit.gates) why ??= keeps
  }
  return { limits: held, broken, advice, ...(why !== undefined && broken.length === 0 && { why }) }
}

function aboutOf(
  { plan, point }: Judging,
  { reading, time, measure, of }: PointReading,
  check: Occurrence | undefined,
): Omit<Verdict, 'verdict' | 'limits' | 'broken' | 'advice'> {
  const { recorded, eventID } = reading.seen
  const allowed = point.recordWithin ?? Infinity
  return {
    plan,
    point: point.id,
    measure: measure.id,
    ...(of !== undefined && { of }),
    at: time,
    ...(check !== undefined && { due: check.due, opens: check.opens, closes: check.closes }),
    late: check !== undefined && time > check.closes,
    backdated: recorded !== undefined && recorded - time > allowed,
    eventIDs: [eventID],
  }
}

/** A check that was due and did not come. */
export function missing(
  { plan, point }: Judging,
  measure: string,
  check: Occurrence,
  { why = 'silence', of, eventIDs = NONE }: Partial<Pick<Verdict, 'why' | 'of' | 'eventIDs'>> = {},
): Verdict {
  return {
    verdict: 'missing',
    plan,
    point: point.id,
    measure,
    ...(of !== undefined && { of }),
    due: check.due,
    opens: check.opens,
    closes: check.closes,
    late: false,
    backdated: false,
    why,
    limits: NONE,
    broken: NONE,
    advice: NONE,
    eventIDs,
  }
}
