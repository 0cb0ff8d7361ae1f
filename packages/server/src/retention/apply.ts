import { randomUUID } from 'node:crypto'
import type { Viewer } from '../store/viewer.ts'
import { Going } from './going.ts'
import { digestOf } from './plan.ts'
import { settleFrom, settleLog, type RetentionRoom, type Told } from './settling.ts'
import { sweep } from './sweep.ts'
import { eraseStep, type Stepped } from './step.ts'

export type Apply = {
  readonly viewer: Viewer
  readonly by: string
  /** What the plan that was looked at said; undefined: whatever may go now. */
  readonly digest?: string
}

/** What an erasure did. */
export type Applied = {
  readonly run: string
  readonly erased: number
  /** Events of the plan that stay: something that came meanwhile keeps them. */
  readonly spared: number
  readonly rules: number
  readonly digest: string
}

export type Outcome =
  | Applied
  /** What would go is not what was looked at; the digest of what would. */
  | { readonly otherwise: string }
  /** Other rules came into force in the middle: what had gone by then. */
  | { readonly ruledAnew: number }
  /** On a cluster nothing goes yet. */
  | 'cluster'

/**
 * Lets go what may go now, in steps of a transaction each. A step that finds something captured, held or recalled since which
 * the plan hung on is settled anew, and only what was looked at and still may go goes.
 */
export async function apply(
  room: RetentionRoom,
  { viewer, by, digest }: Apply,
  told: { readonly read: Told; readonly erased: Told },
): Promise<Outcome> {
  const settling = await settleLog(room, told.read)
  const planned = digestOf(settling)
  if (digest !== undefined && digest !== planned) return { otherwise: planned }
  const run = randomUUID()
  const going = new Going(settling)
  const of = going.left
  let erased = 0
  for (let step = going.next(); step.length > 0; step = going.next()) {
    const stepped = await takeStep(room, going, { step, run, by, viewer })
    if (stepped === 'cluster') return 'cluster'
    if ('erased' in stepped) {
      erased += stepped.erased
      going.done(step, stepped.seen)
      told.erased({ done: erased, of })
    } else if (stepped.changed === 'rules') return { ruledAnew: erased }
    else going.settle(await settleFrom(room, going.settling))
  }
  if (erased > 0) await sweep(room.engine)
  return { run, erased, spared: of - erased, rules: settling.rules.version, digest: planned }
}

type OneStep = Pick<Apply, 'viewer' | 'by'> & {
  readonly run: string
  readonly step: readonly number[]
}

async function takeStep(
  room: RetentionRoom,
  going: Going,
  { step, ...who }: OneStep,
): Promise<Stepped> {
  const { rules, seen, holding } = going.settling
  const recalls = JSON.stringify((await room.underRecall?.()) ?? [])
  if (recalls !== holding.recalls) return { changed: 'holds' }
  return room.engine.write(eraseStep, {
    ...who,
    going: step.map((position) => ({ position, rule: going.ruleOf(position) })),
    now: room.now(),
    rules,
    mark: holding.mark,
    seen,
    known: going.known,
  })
}
