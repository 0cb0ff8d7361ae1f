import type { Limit, Point, Range } from './plan.ts'

type Fault = { readonly index: number; readonly rule: string; readonly says: string }

/** Limits that cannot both hold: two editions of one standard at one time, or ranges that no value keeps. */
export function faultsOfLimits(
  limits: readonly Limit[],
  points: readonly Point[],
): readonly Fault[] {
  const faults: Fault[] = []
  for (const [index, limit] of limits.entries()) {
    const read = points.some((point) => isReadAt(limit, point))
    if (!read) {
      const says = `No point reads ${limit.measure} where this limit is to hold: it would never be asked.`
      faults.push({ index, rule: 'never', says })
    }
    for (const other of limits.slice(0, index)) {
      const fault = between(other, limit)
      if (fault !== undefined) faults.push({ index, ...fault })
    }
  }
  return faults
}

function isReadAt({ measure, points }: Limit, { id, reads, also }: Point): boolean {
  const here = points.length === 0 || points.includes(id)
  return here && [...reads, ...also].includes(measure)
}

function between(a: Limit, b: Limit): Omit<Fault, 'index'> | undefined {
  if (a.measure !== b.measure || a.test.is !== b.test.is || !together(a, b)) return undefined
  if (a.source.standard === b.source.standard && a.source.edition !== b.source.edition) {
    const says = `${a.id} is of another edition of ${a.source.standard} and holds at the same time; say in “until” and “from” when each does.`
    return { rule: 'overlap', says }
  }
  if (a.gates && b.gates && a.test.is === 'range' && b.test.is === 'range') {
    if (!meet(a.test.range, b.test.range)) {
      return { rule: 'contradiction', says: `No value keeps both this limit and ${a.id}.` }
    }
  }
  return undefined
}

function together(a: Limit, b: Limit): boolean {
  if (a.until <= b.from || b.until <= a.from) return false
  const samePoints =
    a.points.length === 0 || b.points.length === 0 || a.points.some((id) => b.points.includes(id))
  const sameThings =
    a.things.length === 0 ||
    b.things.length === 0 ||
    a.things.some(({ stem }) => b.things.some((other) => other.stem === stem))
  return samePoints && sameThings
}

function meet(a: Range, b: Range): boolean {
  const low = Math.max(...[a, b].map(({ min, above }) => min ?? above ?? -Infinity))
  const high = Math.min(...[a, b].map(({ max, below }) => max ?? below ?? Infinity))
  return low <= high
}
