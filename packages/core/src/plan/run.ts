import type { EpcisEvent, JsonObject } from '../event/event.ts'
import { identify } from '../id/identify.ts'
import { isAt } from './bind.ts'
import { fitsAny } from './pattern.ts'
import type { BatchDue, Begins, Moment, Plan } from './plan.ts'
import type { Seen } from './reading.ts'
import type { Occurrence } from './slots.ts'

/** A run of equipment, or the time of a lot at a point: what checks by batch are due for. */
export type Run = {
  readonly point: string
  readonly of: string
  readonly from: number
  /** Undefined while it goes on. */
  readonly to?: number
}

/** What one event tells of runs. A run begins with the first event that begins it, and ends with the first that ends it. */
export type RunMark = {
  readonly point: string
  readonly of: string
  readonly begins: boolean
  readonly time: number
  readonly eventID: string
}

/** The runs that an event begins or ends at the points of a plan. */
export function marksOf(plan: Plan, event: EpcisEvent, seen: Seen): readonly RunMark[] {
  const marks: RunMark[] = []
  for (const { id: point, due } of plan.points) {
    if (due.by !== 'batch') continue
    for (const [begins, mark] of [
      [true, due.begins],
      [false, due.ends],
    ] as const) {
      if (mark === undefined || !isAt(mark.where, seen)) continue
      for (const of of ofWhich(mark, event, seen)) {
        marks.push({ point, of, begins, time: seen.eventTime, eventID: seen.eventID })
      }
    }
  }
  return marks
}

const LISTS = {
  output: ['outputEPCList', 'outputQuantityList'],
  input: ['inputEPCList', 'inputQuantityList'],
} as const

function ofWhich({ of, where }: Begins, event: EpcisEvent, seen: Seen): readonly string[] {
  if (of === 'transformation') {
    const id = (event as JsonObject)['transformationID']
    return typeof id === 'string' ? [identify(id).canonical] : []
  }
  const named = of === 'thing' ? seen.things : idsIn(event as JsonObject, LISTS[of])
  return where.things.length === 0 ? named : named.filter((id) => fitsAny(where.things, id))
}

function idsIn(
  event: JsonObject,
  [epcs, quantities]: readonly [string, string],
): readonly string[] {
  const ids = (event[epcs] ?? []) as readonly string[]
  const classes = (event[quantities] ?? []) as readonly { readonly epcClass: string }[]
  return [...ids, ...classes.map(({ epcClass }) => epcClass)].map((id) => identify(id).canonical)
}

/** Runs out of marks, in whatever order they came. */
export function runsOf(marks: Iterable<RunMark>): readonly Run[] {
  const runs = new Map<string, { point: string; of: string; from: number; to: number }>()
  for (const { point, of, begins, time } of marks) {
    const key = `${point} ${of}`
    const run = runs.get(key) ?? { point, of, from: Infinity, to: Infinity }
    if (begins) run.from = Math.min(run.from, time)
    else run.to = Math.min(run.to, time)
    runs.set(key, run)
  }
  return [...runs.values()]
    .filter(({ from }) => from !== Infinity)
    .map(({ to, ...run }) => (to === Infinity || to < run.from ? run : { ...run, to }))
    .sort((a, b) => a.from - b.from || (a.of < b.of ? -1 : 1))
}

/** The checks that are due for a run, as far as a moment, in the order they open. */
export function occurrencesOf(due: BatchDue, run: Run, until: number): readonly Occurrence[] {
  const end = run.to ?? until
  const all = due.moments.flatMap((moment) => [...occurrencesAt(moment, run, end)])
  return all
    .sort((a, b) => a.opens - b.opens || a.due - b.due)
    .map((one, number) => ({ ...one, number }))
}

function* occurrencesAt(moment: Moment, run: Run, end: number): Generator<Occurrence> {
  const number = 0
  if (moment.is === 'once') {
    const closes = run.from + moment.after
    yield { number, due: closes, opens: run.from, closes }
    return
  }
  const around = (due: number): Occurrence => ({
    number,
    due,
    opens: due - moment.before,
    closes: due + moment.after,
  })
  if (moment.is === 'start') yield around(run.from)
  if (moment.is === 'end' && run.to !== undefined) yield around(run.to)
  if (moment.is === 'every') {
    // A check whose window reaches the end of the run is the check at the end.
    for (let due = run.from + moment.every; due + moment.after < end; due += moment.every) {
      yield around(due)
    }
  }
}
