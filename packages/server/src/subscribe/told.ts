import type { Tx, Work } from '../db/engine.ts'
import { sql, type Sql } from '../db/sql.ts'
import { endOfLog } from '../store/follow.ts'
import { COLUMNS, subscriptionOf, type Row } from './kept.ts'
import type { Run, Subscription, Told } from './subscription.ts'

export type ToldRow = {
  readonly position: number
  readonly min_record_time: number
  readonly notified_at: number | null
  readonly next_run: number | null
  readonly run: string | null
  readonly batch: number
  readonly failures: number
  readonly failure: string | null
  readonly retry_at: number
  readonly holder: string | null
  readonly held_until: number
}

export const TOLD_COLUMNS: Sql = sql`delivery.position, delivery.min_record_time, delivery.notified_at,
  delivery.next_run, delivery.run, delivery.batch, delivery.failures, delivery.failure,
  delivery.retry_at, delivery.holder, delivery.held_until`

export function toldOf(row: ToldRow): Told {
  return {
    position: row.position,
    minRecordTime: row.min_record_time,
    notifiedAt: row.notified_at,
    nextRun: row.next_run,
    run: row.run === null ? null : (JSON.parse(row.run) as Run),
    batch: row.batch,
    failures: row.failures,
    failure: row.failure,
    retryAt: row.retry_at,
  }
}

export type Due = { readonly subscription: Subscription; readonly told: Told }

export type WhatIsDue = {
  /** Who asks: what another server holds is left to it. */
  readonly holder: string
  /** Microseconds since 1970. */
  readonly now: number
  /** Streams that were read to a position without anything for them. */
  readonly read: Readonly<Record<string, number>>
}

export type WhatWasDue = {
  /** Where the log ends. */
  readonly end: number
  readonly due: readonly Due[]
  /** When something is due by the clock, microseconds since 1970, or a stream may be; null: nobody has subscribed. */
  readonly soonest: number | null
}

/** Subscribers to whom there may be something to tell now. */
export const whatIsDue: Work<WhatIsDue, WhatWasDue> = {
  run: findDue,
  module: import.meta.url,
  name: 'findDue',
}

export async function findDue(tx: Tx, asked: WhatIsDue): Promise<WhatWasDue> {
  const { holder, now, read } = asked
  const [clock] = await tx.all<{ soonest: number | null }>(sql`
    select min(case when retry_at > ${now} then retry_at when next_run > ${now} then next_run
      else ${now + LOOKED_AFTER} end) as soonest from delivery`)
  const soonest = clock?.soonest ?? null
  if (soonest === null) return { end: 0, due: [], soonest }
  const end = await endOfLog(tx)
  const rows = await tx.all<ToldRow & { readonly subscription: string }>(sql`
    select delivery.subscription, ${TOLD_COLUMNS} from delivery
    where retry_at <= ${now} and (holder = ${holder} or held_until <= ${now})
      and (run is not null or next_run <= ${now} or (next_run is null and position < ${end}))`)
  const due = rows.filter(
    ({ subscription, run, next_run }) =>
      run !== null || next_run !== null || (read[subscription] ?? 0) < end,
  )
  return { end, due: due.length === 0 ? [] : await withSubscriptions(tx, due), soonest }
}

/** Microseconds until what has no time of its own, or is told by someone now, is looked at again. */
const LOOKED_AFTER = 1_000_000

async function withSubscriptions(
  tx: Tx,
  due: readonly (ToldRow & { readonly subscription: string })[],
): Promise<readonly Due[]> {
  const ids = due.map(({ subscription }) => subscription)
  const rows = await tx.all<Row>(sql`select ${COLUMNS}
    from subscription join captor on captor.id = subscription.captor
    where ${tx.dialect.among(sql`subscription.id`, ids)}`)
  const byId = new Map(rows.map((row) => [row.id, subscriptionOf(row)]))
  return due.flatMap((row) => {
    const subscription = byId.get(row.subscription)
    return subscription === undefined ? [] : [{ subscription, told: toldOf(row) }]
  })
}

/** A message that was not taken, and is not sent any more until someone says so. */
export type DeadLetter = {
  readonly id: string
  readonly positions: readonly number[]
  readonly attempts: number
  readonly failure: string
  /** Microseconds since 1970: what the message says of itself. */
  readonly createdAt: number
}

export type Step = {
  readonly id: string
  readonly holder: string
  readonly now: number
  /** Nobody else tells this subscriber before then. */
  readonly heldUntil: number
  readonly was: Told
  readonly becomes: Told
  readonly dead?: DeadLetter
}

/**
 * A step in the telling of one subscriber: kept only where all is as it was when it was decided, and by whom nobody else
 * has taken over from. False otherwise, and when the subscription has ended.
 */
export const takeStep: Work<Step, boolean> = {
  run: step,
  module: import.meta.url,
  name: 'step',
}

export async function step(
  tx: Tx,
  { id, holder, now, heldUntil, was, becomes, dead }: Step,
): Promise<boolean> {
  const [done] = await tx.all(sql`
    update delivery set position = ${becomes.position}, min_record_time = ${becomes.minRecordTime},
      notified_at = ${becomes.notifiedAt}, next_run = ${becomes.nextRun},
      run = ${textOf(becomes.run)}, batch = ${becomes.batch}, failures = ${becomes.failures},
      failure = ${becomes.failure}, retry_at = ${becomes.retryAt}, holder = ${holder},
      held_until = ${heldUntil}
    where subscription = ${id} and (holder = ${holder} or held_until <= ${now})
      and position = ${was.position} and coalesce(run, '') = ${textOf(was.run) ?? ''}
    returning subscription`)
  if (done === undefined) return false
  if (dead !== undefined) {
    await tx.run(sql`
      insert into dead_letter (id, subscription, positions, attempts, failure, created_at, died_at)
      values (${dead.id}, ${id}, ${JSON.stringify(dead.positions)}, ${dead.attempts},
        ${dead.failure}, ${dead.createdAt}, ${now})`)
  }
  return true
}

const textOf = (run: Run | null): string | null => (run === null ? null : JSON.stringify(run))

/** Lets go of what a server holds; of all where it is the only one there can be. */
export const letGo: Work<{ readonly holder: string; readonly alone: boolean }, void> = {
  run: release,
  module: import.meta.url,
  name: 'release',
}

export async function release(
  tx: Tx,
  { holder, alone }: { readonly holder: string; readonly alone: boolean },
): Promise<void> {
  const theirs = alone && tx.dialect.name === 'sqlite' ? sql`1 = 1` : sql`holder = ${holder}`
  await tx.run(sql`update delivery set held_until = 0 where ${theirs}`)
}
