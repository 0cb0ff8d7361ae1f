import { isoOf } from '@suyuan/core/event/micros'
import type { Tx, Work } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import { endOfLog } from '../store/follow.ts'
import { visibleTo, type Viewer } from '../store/viewer.ts'
import { COLUMNS, subscriptionOf, type Row } from './kept.ts'
import type { Subscription } from './subscription.ts'
import { TOLD_COLUMNS, toldOf, type ToldRow } from './told.ts'

/** How a subscription stands, for the operator. */
export type Overview = {
  readonly subscriptionID: string
  readonly queryName: string
  readonly dest: string
  readonly createdAt: string
  readonly stream: boolean
  readonly schedule?: object
  /** Positions of the log that it has not been told of; not all of them need be for it. */
  readonly behind: number
  readonly minRecordTime: string
  readonly lastNotifiedAt?: string
  readonly nextRun?: string
  /** How often the message that is sent now was not taken, why, and when it is sent again. */
  readonly failures: number
  readonly failure?: string
  readonly retryAt?: string
  readonly deadLetters: number
}

/** All subscriptions that this viewer may see, those in trouble first. */
export const overview: Work<Viewer, readonly Overview[]> = {
  run: listAll,
  module: import.meta.url,
  name: 'listAll',
}

export async function listAll(tx: Tx, viewer: Viewer): Promise<readonly Overview[]> {
  const end = await endOfLog(tx)
  const rows = await tx.all<Row & ToldRow & { readonly dead: number }>(sql`
    select ${COLUMNS}, ${TOLD_COLUMNS}, (select count(*) from dead_letter
      where dead_letter.subscription = subscription.id and settled_at is null) as dead
    from subscription join captor on captor.id = subscription.captor
      join delivery on delivery.subscription = subscription.id
    where ${visibleTo(viewer, 'subscription')}
    order by dead > 0 desc, delivery.failures > 0 desc, subscription.created_at desc`)
  return rows.map((row) => overviewOf(row, end))
}

function overviewOf(row: Row & ToldRow & { readonly dead: number }, end: number): Overview {
  const { id, queryName, dest, createdAt, controls } = subscriptionOf(row)
  const told = toldOf(row)
  return {
    subscriptionID: id,
    queryName,
    dest,
    createdAt: isoOf(createdAt),
    stream: controls.stream === true,
    ...(controls.schedule && { schedule: controls.schedule }),
    behind: Math.max(0, end - told.position),
    minRecordTime: isoOf(told.minRecordTime),
    ...(told.notifiedAt !== null && { lastNotifiedAt: isoOf(told.notifiedAt) }),
    ...(told.nextRun !== null && { nextRun: isoOf(told.nextRun) }),
    failures: told.failures,
    ...(told.failure !== null && { failure: told.failure }),
    ...(told.retryAt > 0 && { retryAt: isoOf(told.retryAt) }),
    deadLetters: row.dead,
  }
}

/** A message that a receiver did not take, for the operator. */
export type DeadLetterTold = {
  readonly id: string
  readonly subscriptionID: string
  readonly queryName: string
  readonly dest: string
  readonly events: number
  readonly attempts: number
  readonly failure: string
  readonly createdAt: string
  readonly diedAt: string
}

type DeadRow = Row & {
  readonly message: string
  readonly positions: string
  readonly attempts: number
  readonly failure: string
  readonly began: number
  readonly died_at: number
}

const DEAD = sql`select ${COLUMNS}, dead_letter.id as message, dead_letter.positions,
    dead_letter.attempts, dead_letter.failure, dead_letter.created_at as began, dead_letter.died_at
  from dead_letter join subscription on subscription.id = dead_letter.subscription
    join captor on captor.id = subscription.captor
  where settled_at is null`

export type Waiting = { readonly viewer: Viewer; readonly limit: number }

/** Dead letters that nobody has sent again or dropped, the oldest first. */
export const waitingLetters: Work<Waiting, readonly DeadLetterTold[]> = {
  run: listWaiting,
  module: import.meta.url,
  name: 'listWaiting',
}

export async function listWaiting(
  tx: Tx,
  { viewer, limit }: Waiting,
): Promise<readonly DeadLetterTold[]> {
  const rows = await tx.all<DeadRow>(sql`${DEAD} and ${visibleTo(viewer, 'subscription')}
    order by dead_letter.died_at, dead_letter.id limit ${limit}`)
  return rows.map((row) => ({
    id: row.message,
    subscriptionID: row.id,
    queryName: row.query,
    dest: row.dest,
    events: (JSON.parse(row.positions) as readonly number[]).length,
    attempts: row.attempts,
    failure: row.failure,
    createdAt: isoOf(row.began),
    diedAt: isoOf(row.died_at),
  }))
}

export type Letter = {
  readonly subscription: Subscription
  readonly positions: readonly number[]
  /** Microseconds since 1970: when it was made. */
  readonly at: number
}

export type Naming = { readonly viewer: Viewer; readonly id: string }

/** A dead letter that waits; undefined when there is none of that ID. */
export const waitingLetter: Work<Naming, Letter | undefined> = {
  run: findWaiting,
  module: import.meta.url,
  name: 'findWaiting',
}

export async function findWaiting(tx: Tx, { viewer, id }: Naming): Promise<Letter | undefined> {
  const [row] = await tx.all<DeadRow>(sql`${DEAD} and ${visibleTo(viewer, 'subscription')}
    and dead_letter.id = ${id}`)
  return (
    row && {
      subscription: subscriptionOf(row),
      positions: JSON.parse(row.positions) as readonly number[],
      at: row.began,
    }
  )
}

export type Settling = {
  readonly id: string
  readonly as: 'sent' | 'dropped'
  /** Microseconds since 1970. */
  readonly now: number
}

/** Notes what became of a dead letter; it stays on record as long as its subscription. */
export const settleLetter: Work<Settling, void> = {
  run: settle,
  module: import.meta.url,
  name: 'settle',
}

export async function settle(tx: Tx, { id, as, now }: Settling): Promise<void> {
  await tx.run(sql`update dead_letter set settled_at = ${now}, settled_as = ${as}
    where id = ${id} and settled_at is null`)
}
