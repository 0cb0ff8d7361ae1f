import type { Rule } from '@suyuan/core/retention/rule'
import { commissionedIn } from '@suyuan/core/flow/names'
import { emptyCatalogue } from '../catalogue/take-in.ts'
import type { Tx, Work } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import { captorId } from '../store/append.ts'
import { erase } from '../store/erase.ts'
import { endOfLog, OURSELVES } from '../store/follow.ts'
import { selectStored, storedAt } from '../store/stored.ts'
import type { Viewer } from '../store/viewer.ts'
import { factsOf, flowOf, thingsOf } from './facts.ts'
import { holdMark } from './holds.ts'
import { findRules } from '../store/kept-rules.ts'

/** A step of an erasure: these events, if all is still as it was when they were settled. */
export type Step = {
  readonly going: readonly { readonly position: number; readonly rule: string }[]
  readonly run: string
  readonly by: string
  readonly viewer: Viewer
  /** Microseconds since 1970. */
  readonly now: number
  readonly rules: { readonly version: number; readonly list: readonly Rule[] }
  /** What {@link holdMark} said. */
  readonly mark: string
  /** How far the log was looked at. */
  readonly seen: number
  /**
   * Keys of things, names and transformations, rising: an event that came since and names one of them may change what goes.
   * Shared between threads, not copied.
   */
  readonly known: Float64Array
}

/** How many went, and how far the log is looked at now; or what has changed, and nothing went. */
export type Stepped =
  | { readonly erased: number; readonly seen: number }
  | { readonly changed: 'rules' | 'holds' | 'log' }
  | 'cluster'

/** Lets events go in one transaction: whatever breaks in the middle, each is kept, or erased and recorded. */
export const eraseStep: Work<Step, Stepped> = {
  run: takeStep,
  module: import.meta.url,
  name: 'takeStep',
}

export async function takeStep(tx: Tx, step: Step): Promise<Stepped> {
  // There an event may be acknowledged and not be seen yet on every machine.
  if (tx.dialect.name === 'citus') return 'cluster'
  // Under it nothing is captured, held or ruled meanwhile.
  await tx.lock('log')
  if ((await findRules(tx, 'retention'))?.version !== step.rules.version)
    return { changed: 'rules' }
  if ((await holdMark(tx)) !== step.mark) return { changed: 'holds' }
  const seen = await endOfLog(tx)
  if (!(await apart(tx, step))) return { changed: 'log' }
  const { run, by, now, viewer } = step
  const ruleAt = new Map(step.going.map(({ position, rule }) => [position, rule]))
  let counted = false
  const going = []
  for (const stored of await storedAt(tx, OURSELVES, [...ruleAt.keys()])) {
    const flowing = flowOf(stored)
    counted ||= commissionedIn(flowing.flow).length > 0
    const { position } = stored
    going.push({ position, rule: ruleAt.get(position) ?? '', things: [...thingsOf(flowing)] })
  }
  const captor = await captorId(tx, viewer.party, viewer.credential)
  const erased = await erase(tx, going, { run, now, by, captor, rules: step.rules.version })
  // What was counted of them is counted no more: it is read out of the log again.
  if (counted) await emptyCatalogue(tx)
  return { erased, seen }
}

/** More events than these since the last look are looked at outside of the lock. */
const LOOKED_AT = 2000

/** Whether nothing that came since names what the settling hung on. */
async function apart(tx: Tx, { seen, known, rules }: Step): Promise<boolean> {
  const events = await selectStored(
    tx,
    OURSELVES,
    [sql`event.position > ${seen}`],
    sql`order by event.position limit ${LOOKED_AT + 1}`,
  )
  if (events.length > LOOKED_AT) return false
  return events.every((stored) => {
    const { name, transformation, parts } = factsOf(stored, rules.list)
    return ![name, transformation, ...parts].some((key) => holds(known, key))
  })
}

function holds(sorted: Float64Array, key: number): boolean {
  let from = 0
  let to = sorted.length
  while (from < to) {
    const middle = (from + to) >>> 1
    if ((sorted[middle] ?? 0) < key) from = middle + 1
    else to = middle
  }
  return sorted[from] === key
}
