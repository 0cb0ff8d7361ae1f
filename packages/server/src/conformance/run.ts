import type { Case, Group, Outcome, Result } from './case.ts'
import { Talk, type Target } from './talk.ts'
import { Failed, NotSupported, NotTried } from './verdict.ts'
import { World } from './world.ts'

export type Options = {
  /** Parts of the names of cases; all cases unless given. */
  readonly only: readonly string[]
  readonly tell: (result: Result) => void
}

export type Report = {
  readonly target: string
  readonly startedAt: string
  readonly seconds: number
  /** What this run called its things at the target. */
  readonly run: string
  readonly groups: readonly Group[]
  readonly results: readonly Result[]
}

/** The cases of these groups whose names have one of `only` in them. */
export function chosen(groups: readonly Group[], only: readonly string[]): readonly Group[] {
  if (only.length === 0) return groups
  return groups
    .map((group) => ({
      ...group,
      cases: group.cases.filter(({ id }) => only.some((part) => id.includes(part))),
    }))
    .filter(({ cases }) => cases.length > 0)
}

/** Runs cases against a target, one after the other. What a case finds is its result; a fault of the suite is thrown. */
export async function run(
  target: Target,
  groups: readonly Group[],
  options: Options,
): Promise<Report> {
  const world = new World(target)
  const startedAt = new Date()
  const results: Result[] = []
  const chosenGroups = chosen(groups, options.only)
  for (const group of chosenGroups) {
    for (const one of group.cases) {
      const result = await judged(group, one, world)
      results.push(result)
      options.tell(result)
    }
  }
  return {
    target: target.url.href,
    startedAt: startedAt.toISOString(),
    seconds: (Date.now() - startedAt.getTime()) / 1000,
    run: world.run,
    groups: chosenGroups,
    results,
  }
}

async function judged(group: Group, one: Case, world: World): Promise<Result> {
  const talk = new Talk(world.target)
  const from = performance.now()
  const found = await one.run({ talk, world }).then(
    () => ({ outcome: 'passed' as const }),
    (error: unknown) => outcomeOf(error),
  )
  return {
    group: group.name,
    id: one.id,
    clause: one.clause,
    says: one.says,
    seconds: (performance.now() - from) / 1000,
    ...found,
    exchanges: found.outcome === 'passed' ? [] : talk.exchanges,
  }
}

type Found = {
  readonly outcome: Outcome
  readonly expected?: string
  readonly came?: string
  readonly why?: string
}

function outcomeOf(error: unknown): Found {
  if (error instanceof Failed) {
    return { outcome: 'failed', expected: error.expected, came: error.came }
  }
  if (error instanceof NotSupported) return { outcome: 'not supported', why: error.message }
  if (error instanceof NotTried) return { outcome: 'not tried', why: error.message }
  throw error
}
