import type { PointReading } from './bind.ts'

/** The usable readings of one point, by measure in order of time: what a limit may ask of the others. */
export type Series = {
  /** The last reading of a measure. */
  readonly lastOf: (measure: string) => PointReading | undefined
  /** The reading of a measure that is nearest in time, at most so far away; of two the earlier. */
  readonly nearest: (measure: string, time: number, within: number) => PointReading | undefined
  /** The reading of the same measure that came before, at an earlier time. */
  readonly before: (reading: PointReading) => PointReading | undefined
  readonly of: (measure: string) => readonly PointReading[]
}

/** An order that does not depend on how readings arrived. */
export function inTime(a: PointReading, b: PointReading): number {
  return a.time - b.time || byName(a, b)
}

function byName(a: PointReading, b: PointReading): number {
  const [left, right] = [a.reading.seen.eventID, b.reading.seen.eventID]
  if (left !== right) return left < right ? -1 : 1
  return a.reading.index - b.reading.index || ((a.of ?? '') < (b.of ?? '') ? -1 : 1)
}

/** Readings in order of time, each once. A form that was sent twice as two events counts once, under the name that sorts first. */
export function settled(readings: readonly PointReading[]): readonly PointReading[] {
  const sorted = [...readings].sort(inTime)
  let [from, until] = [0, 0]
  return sorted.filter((reading, i) => {
    if (i >= until) {
      from = i
      until = i + 1
      while (sorted[until]?.time === reading.time) until++
    }
    for (let k = from; k < i; k++) {
      const other = sorted[k]
      if (other !== undefined && isSame(other, reading)) return false
    }
    return true
  })
}

/** Two samples of one event may have one value; the same value in two events at one moment is one reading told twice. */
function isSame(a: PointReading, b: PointReading): boolean {
  const [one, two] = [a.reading, b.reading]
  if (a.measure !== b.measure || a.of !== b.of || one.device !== two.device) return false
  if (one.seen.eventID === two.seen.eventID) return one.index === two.index
  return one.index === two.index && a.taken.state === b.taken.state && sameNumbers(a, b)
}

const sameNumbers = ({ taken: a }: PointReading, { taken: b }: PointReading): boolean =>
  Object.is(a.low, b.low) && Object.is(a.high, b.high) && a.why === b.why

/** @param readings settled */
export function seriesOf(readings: readonly PointReading[]): Series {
  const byMeasure = new Map<string, PointReading[]>()
  for (const reading of readings) {
    if (reading.taken.why !== undefined) continue
    const list = byMeasure.get(reading.measure.id)
    if (list === undefined) byMeasure.set(reading.measure.id, [reading])
    else list.push(reading)
  }
  const of = (measure: string): readonly PointReading[] => byMeasure.get(measure) ?? []
  return {
    of,
    lastOf: (measure) => of(measure).at(-1),
    nearest: (measure, time, within) => nearest(of(measure), time, within),
    before: (reading) => {
      const list = of(reading.measure.id)
      return list[firstFrom(list, reading.time) - 1]
    },
  }
}

/** The place of the first reading at a time or later. */
export function firstFrom(list: readonly PointReading[], time: number): number {
  let [low, high] = [0, list.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((list[middle]?.time ?? Infinity) < time) low = middle + 1
    else high = middle
  }
  return low
}

function nearest(
  list: readonly PointReading[],
  time: number,
  within: number,
): PointReading | undefined {
  const at = firstFrom(list, time)
  const [after, last] = [list[at], list[at - 1]]
  const before = last === undefined ? undefined : list[firstFrom(list, last.time)]
  const apart = (one: PointReading | undefined): number =>
    one === undefined ? Infinity : Math.abs(one.time - time)
  const found = apart(before) <= apart(after) ? before : after
  return apart(found) <= within ? found : undefined
}
