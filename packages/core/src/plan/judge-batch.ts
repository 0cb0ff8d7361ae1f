import type { PointReading } from './bind.ts'
import { holdsFor } from './hold-to.ts'
import { isIn, type Span } from './judge-clock.ts'
import { judgeReading, missing, type Judging } from './judge-reading.ts'
import type { BatchDue, Limit, Sampling } from './plan.ts'
import { occurrencesOf, type Run } from './run.ts'
import { sampled } from './sampling.ts'
import type { Occurrence } from './slots.ts'
import type { Why } from './taken.ts'
import type { Verdict } from './verdict.ts'

/** A run or lot with the readings that are checks of it. */
export type Group = { readonly run?: Run; readonly readings: readonly PointReading[] }

/** Readings sorted to their runs; those of no run stand by themselves, of a lot together. @param readings settled */
export function groupsOf(
  { match, moments }: BatchDue,
  readings: readonly PointReading[],
  runs: readonly Run[],
): readonly Group[] {
  const before = Math.max(0, ...moments.map((one) => ('before' in one ? one.before : 0)))
  const after = Math.max(0, ...moments.map((one) => (one.is === 'once' ? 0 : one.after)))
  const groups = new Map<string, { run?: Run; readings: PointReading[] }>()
  for (const run of runs) groups.set(run.of, { run, readings: [] })
  for (const reading of readings) {
    const key = match === 'thing' ? reading.of : runAt(runs, reading.time, { before, after })?.of
    const group = groups.get(key ?? '') ?? { readings: [] }
    group.readings.push(reading)
    groups.set(key ?? '', group)
  }
  return [...groups.values()]
}

/** The run that goes on at a moment; where one ends and the next begins, the one that has begun. */
function runAt(
  runs: readonly Run[],
  moment: number,
  { before, after }: { readonly before: number; readonly after: number },
): Run | undefined {
  const going = runs.findLast(({ from, to = Infinity }) => from <= moment && moment <= to)
  return (
    going ??
    runs.findLast(({ to = Infinity }) => to <= moment && moment <= to + after) ??
    runs.find(({ from }) => from - before <= moment && moment < from)
  )
}

/** Verdicts on one run or lot, with what was due for it and had not come by `until`. */
export function judgeGroup(
  judging: Judging & { readonly holds: Span },
  { run, readings }: Group,
  until: number,
): readonly Verdict[] {
  const due = judging.point.due as BatchDue
  const first = run?.from ?? readings[0]?.time
  if (first === undefined || !isIn(judging.holds, first)) return []
  const checks = run === undefined ? [] : occurrencesOf(due, run, until)
  const known = readings.filter(({ time }) => time <= until)
  const verdicts = known.map((reading) =>
    judgeReading(judging, reading, checkOf(checks, reading.time)),
  )
  const samples = samplings(judging, known, { checks, until, run })
  return [...verdicts, ...samples, ...silences(judging, checks, { verdicts, until, run })]
}

/** In time for it, else late for the last that had opened. */
function checkOf(checks: readonly Occurrence[], time: number): Occurrence | undefined {
  return (
    checks.find(({ opens, closes }) => opens <= time && time <= closes) ??
    checks.findLast(({ opens }) => opens <= time)
  )
}

type Known = { readonly until: number; readonly run: Run | undefined }

function* silences(
  judging: Judging,
  checks: readonly Occurrence[],
  { verdicts, until, run }: Known & { readonly verdicts: readonly Verdict[] },
): Generator<Verdict> {
  const of = run?.of
  for (const [i, check] of checks.entries()) {
    if (check.closes >= until) continue
    const next = checks[i + 1]?.opens ?? Infinity
    for (const measure of judging.point.reads) {
      const came = verdicts.filter(
        ({ at = 0, measure: read }) =>
          read === measure && at >= check.opens && (at <= check.closes || at < next),
      )
      if (came.some(({ verdict }) => verdict !== 'unusable')) continue
      const eventIDs = came.flatMap((one) => one.eventIDs)
      yield missing(judging, measure, check, {
        ...(of !== undefined && { of }),
        ...(came.length > 0 && { why: 'unusable', eventIDs }),
      })
    }
  }
}

/** Sampling plans: one verdict a lot and plan. Until the last check is due, too few samples are no fault yet. */
function* samplings(
  judging: Judging,
  readings: readonly PointReading[],
  { checks, until, run }: Known & { readonly checks: readonly Occurrence[] },
): Generator<Verdict> {
  for (const measure of [...judging.point.reads, ...judging.point.also]) {
    const samples = readings.filter(
      (one) => one.measure.id === measure && one.taken.why === undefined,
    )
    for (const limit of judging.limits(measure)) {
      // Where nothing came at all that is silence, and told as such.
      const concerned = samples.some((sample) => holdsFor(limit, sample))
      if (limit.test.is !== 'sampling' || !concerned) continue
      const check = checks.at(-1)
      const verdict = onSamples(judging, limit, samples, check)
      const isOpen = verdict.verdict === 'missing' && (check === undefined || check.closes >= until)
      if (!isOpen) yield { ...verdict, ...(run !== undefined && { of: run.of }) }
    }
  }
}

function onSamples(
  judging: Judging,
  limit: Limit,
  samples: readonly PointReading[],
  check: Occurrence | undefined,
): Verdict {
  const { held } = sampled(limit.test as Sampling, samples)
  const last = samples.at(-1)
  return {
    ...outcomeOf(limit, held),
    plan: judging.plan,
    point: judging.point.id,
    measure: limit.measure,
    ...(last !== undefined && { at: last.time, ...(last.of !== undefined && { of: last.of }) }),
    ...(check !== undefined && { due: check.due, opens: check.opens, closes: check.closes }),
    late: check !== undefined && last !== undefined && last.time > check.closes,
    backdated: false,
    limits: limit.gates ? [limit.id] : [],
    eventIDs: [...new Set(samples.map(({ reading }) => reading.seen.eventID))],
  }
}

/** A plan that gates nothing is told as advice, be it failed or not finished. */
function outcomeOf(
  { id, gates }: Limit,
  held: boolean | Why,
): Pick<Verdict, 'verdict' | 'broken' | 'advice' | 'why'> {
  if (!gates) return { verdict: 'good', broken: [], advice: held === true ? [] : [id] }
  if (held === true) return { verdict: 'good', broken: [], advice: [] }
  if (held === false) return { verdict: 'broken', broken: [id], advice: [] }
  return { verdict: 'missing', why: held, broken: [], advice: [] }
}
