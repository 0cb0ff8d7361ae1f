import type { Measure, Plan, Point, Where } from './plan.ts'
import { fitsAny } from './pattern.ts'
import type { Reading, Seen } from './reading.ts'
import { takenAs, type Taken } from './taken.ts'

/** A reading as a point of a plan takes it. */
export type PointReading = {
  readonly reading: Reading
  readonly time: number
  readonly measure: Measure
  readonly taken: Taken
  /** The lot or run it is a check of, where the point is judged by it. */
  readonly of?: string
}

/** Finds the points that an event's readings are readings of. */
export type Binding = (reading: Reading) => readonly Bound[]

export type Bound = { readonly point: Point; readonly reading: PointReading }

type Candidate = {
  readonly point: Point
  readonly measures: ReadonlyMap<string, readonly Measure[]>
}

/** Points are kept by place or device: of ten thousand that read turbidity a reading meets only those where it was read. */
export function bindingOf(plan: Plan): Binding {
  const byName = new Map<string, Candidate[]>()
  const anywhere: Candidate[] = []
  for (const point of plan.points) {
    const candidate = { point, measures: measuresOf(point, plan) }
    const { places, devices } = point.at
    const names = places.length > 0 ? places : devices
    for (const name of names) byName.set(name, [...(byName.get(name) ?? []), candidate])
    if (names.length === 0) anywhere.push(candidate)
  }
  return (reading) => {
    const { seen, device } = reading
    const named = new Set(anywhere)
    for (const name of device === undefined ? seen.places : [...seen.places, device]) {
      for (const candidate of byName.get(name) ?? []) named.add(candidate)
    }
    const bound: Bound[] = []
    for (const candidate of named) bind(candidate, reading, bound)
    return bound
  }
}

function measuresOf(point: Point, { measures }: Plan): ReadonlyMap<string, readonly Measure[]> {
  const byType = new Map<string, Measure[]>()
  for (const id of [...point.reads, ...point.also]) {
    const measure = measures.get(id)
    if (measure === undefined) continue
    byType.set(measure.type, [...(byType.get(measure.type) ?? []), measure])
  }
  return byType
}

function bind({ point, measures }: Candidate, reading: Reading, bound: Bound[]): void {
  const measure = measures.get(reading.type)?.find((one) => isOf(one, reading))
  if (measure === undefined || !isAt(point.at, reading.seen, reading.device)) return
  const taken = takenAs(measure, reading)
  for (const of of ofWhat(point, reading.seen)) {
    bound.push({
      point,
      reading: { reading, time: reading.time, measure, taken, ...(of !== undefined && { of }) },
    })
  }
}

const REFINED = ['microorganism', 'chemicalSubstance', 'component'] as const

const isOf = (measure: Measure, reading: Reading): boolean =>
  REFINED.every((name) => measure[name] === undefined || measure[name] === reading[name])

/** Whether an event happened where a point, or the beginning of a run, is. */
export function isAt(where: Where, seen: Seen, device?: string): boolean {
  const { places, devices, steps, things } = where
  if (places.length > 0 && !seen.places.some((place) => places.includes(place))) return false
  if (devices.length > 0 && (device === undefined || !devices.includes(device))) return false
  if (steps.length > 0 && (seen.step === undefined || !steps.includes(seen.step))) return false
  return things.length === 0 || seen.things.some((thing) => fitsAny(things, thing))
}

const NOTHING: readonly undefined[] = [undefined]

/** A check of lots is a check of each that the event names; without a pattern of all it names. */
function ofWhat({ due, at }: Point, { things }: Seen): readonly (string | undefined)[] {
  if (due.by !== 'batch' || due.match === 'time') return NOTHING
  return at.things.length === 0 ? things : things.filter((thing) => fitsAny(at.things, thing))
}
