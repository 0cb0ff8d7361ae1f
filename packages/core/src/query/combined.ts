import type { Condition } from './query.ts'

/** Conditions on one thing become one: bounds of a range hold for one and the same value, sensor parameters for one report. */
export function combined(conditions: readonly Condition[]): readonly Condition[] {
  const together = new Map<string, Condition>()
  const rest: Condition[] = []
  for (const condition of conditions) {
    const about = aboutOf(condition)
    const before = about === undefined ? undefined : together.get(about)
    if (about === undefined) rest.push(condition)
    else together.set(about, before === undefined ? condition : joined(before, condition))
  }
  return [...rest, ...together.values()]
}

function aboutOf(condition: Condition): string | undefined {
  if (condition.kind === 'sensor') return 'sensor'
  if (condition.kind === 'quantity') return `quantity ${condition.uom ?? ''}`
  if (condition.kind !== 'field') return undefined
  return JSON.stringify([condition.place, condition.inner, condition.name])
}

function joined(a: Condition, b: Condition): Condition {
  if (a.kind === 'sensor' && b.kind === 'sensor') return { ...a, tests: [...a.tests, ...b.tests] }
  if (a.kind === 'quantity' && b.kind === 'quantity')
    return { ...a, tests: [...a.tests, ...b.tests] }
  if (a.kind === 'field' && b.kind === 'field') return { ...a, tests: [...a.tests, ...b.tests] }
  return a
}
