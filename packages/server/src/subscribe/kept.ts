import { microsOf } from '@suyuan/core/event/micros'
import type { Tx, Work } from '../db/engine.ts'
import { sql, type Sql } from '../db/sql.ts'
import type { Form } from '../http/form.ts'
import { captorId } from '../store/append.ts'
import { endOfLog } from '../store/follow.ts'
import { visibleTo, type Viewer } from '../store/viewer.ts'
import { isKept } from '../named/named-query.ts'
import { BATCH, type Controls, type Subscription } from './subscription.ts'

export type Row = {
  readonly id: string
  readonly query: string
  readonly body: string
  readonly dest: string
  readonly token: string | null
  readonly controls: string
  readonly format: string
  readonly created_at: number
  readonly sees: Viewer['sees']
  readonly party: string
  readonly credential: string
}

/** Of `subscription` joined to its captor. */
export const COLUMNS: Sql = sql`subscription.id, subscription.query, subscription.body, subscription.dest,
  subscription.token, subscription.controls, subscription.format, subscription.created_at,
  subscription.sees, captor.party, captor.credential`

export function subscriptionOf(row: Row): Subscription {
  return {
    id: row.id,
    queryName: row.query,
    body: row.body,
    dest: row.dest,
    ...(row.token !== null && { token: row.token }),
    controls: JSON.parse(row.controls) as Controls,
    form: JSON.parse(row.format) as Form,
    createdAt: row.created_at,
    viewer: { party: row.party, credential: row.credential, sees: row.sees },
  }
}

export type Keep = {
  readonly subscription: Subscription
  /** When its schedule first runs, microseconds since 1970; null for a stream. */
  readonly nextRun: number | null
}

/** Keeps a subscription, or says why not: there is no such query any more, or one of that ID. */
export const keepSubscription: Work<Keep, 'kept' | 'no-query' | 'duplicate'> = {
  run: keep,
  module: import.meta.url,
  name: 'keep',
}

export async function keep(
  tx: Tx,
  { subscription, nextRun }: Keep,
): Promise<'kept' | 'no-query' | 'duplicate'> {
  // A query that is deleted meanwhile takes all its subscriptions with it, and this one must be among them or not be.
  await tx.lock('named-query')
  const { id, queryName, controls, viewer, createdAt } = subscription
  if (!(await isKept(tx, { viewer, name: queryName }))) return 'no-query'
  const [taken] = await tx.all(sql`select id from subscription where id = ${id}`)
  if (taken !== undefined) return 'duplicate'
  const captor = await captorId(tx, viewer.party, viewer.credential)
  await tx.run(sql`
    insert into subscription (id, query, body, dest, token, controls, format, created_at, captor, sees)
    values (${id}, ${queryName}, ${subscription.body}, ${subscription.dest},
      ${subscription.token ?? null}, ${JSON.stringify(controls)},
      ${JSON.stringify(subscription.form)}, ${createdAt}, ${captor}, ${viewer.sees})`)
  const from = initialTime(controls) ?? createdAt
  const position = await startAt(tx, { from, now: createdAt })
  await tx.run(sql`
    insert into delivery (subscription, position, min_record_time, next_run, batch, failures,
      retry_at, held_until)
    values (${id}, ${position}, ${from}, ${nextRun}, ${BATCH}, 0, 0, 0)`)
  return 'kept'
}

/** Microseconds since 1970; undefined: events are told that come after the subscription. */
export const initialTime = ({ initialRecordTime: text }: Controls): number | undefined =>
  text === undefined ? undefined : microsOf(text)

export type Start = { readonly from: number; readonly now: number }

/** Where a subscriber begins to be told of what is recorded from a time on; of what is to come, at the end of the log. */
export const startOf: Work<Start, number> = {
  run: startAt,
  module: import.meta.url,
  name: 'startAt',
}

export async function startAt(tx: Tx, { from, now }: Start): Promise<number> {
  return from < now ? lastBefore(tx, from) : endOfLog(tx)
}

/** The last position recorded before a time: record times never fall as positions grow. */
async function lastBefore(tx: Tx, time: number): Promise<number> {
  let low = 0
  let high = await endOfLog(tx)
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    const [row] = await tx.all<{ record_time: number }>(sql`
      select record_time from event where position >= ${middle} order by position limit 1`)
    if (row !== undefined && row.record_time < time) low = middle
    else high = middle - 1
  }
  return low
}

export type Naming = { readonly viewer: Viewer; readonly queryName: string; readonly id: string }

/** What is told of a subscription, beside itself. */
export type Standing = {
  readonly minRecordTime: number
  readonly notifiedAt: number | null
}

export type Known = Subscription & Standing

type KnownRow = Row & { readonly min_record_time: number; readonly notified_at: number | null }

const knownOf = (row: KnownRow): Known => ({
  ...subscriptionOf(row),
  minRecordTime: row.min_record_time,
  notifiedAt: row.notified_at,
})

const KNOWN = sql`select ${COLUMNS}, delivery.min_record_time, delivery.notified_at
  from subscription join captor on captor.id = subscription.captor
    join delivery on delivery.subscription = subscription.id`

/** A subscription of a query; undefined when there is none of that ID. */
export const subscriptionNamed: Work<Naming, Known | undefined> = {
  run: findSubscription,
  module: import.meta.url,
  name: 'findSubscription',
}

export async function findSubscription(
  tx: Tx,
  { viewer, queryName, id }: Naming,
): Promise<Known | undefined> {
  const [row] = await tx.all<KnownRow>(sql`${KNOWN}
    where subscription.query = ${queryName} and subscription.id = ${id}
      and ${visibleTo(viewer, 'subscription')}`)
  return row && knownOf(row)
}

export type Listing = {
  readonly viewer: Viewer
  readonly queryName: string
  readonly after: string
  readonly limit: number
}

/** Subscriptions of a query by ID, from behind one. */
export const subscriptionsOf: Work<Listing, readonly Known[]> = {
  run: listSubscriptions,
  module: import.meta.url,
  name: 'listSubscriptions',
}

export async function listSubscriptions(
  tx: Tx,
  { viewer, queryName, after, limit }: Listing,
): Promise<readonly Known[]> {
  const rows = await tx.all<KnownRow>(sql`${KNOWN}
    where subscription.query = ${queryName} and subscription.id > ${after}
      and ${visibleTo(viewer, 'subscription')} order by subscription.id limit ${limit}`)
  return rows.map(knownOf)
}

/** The name of the query of a subscription, by its ID alone: EPCIS 1.x names no query when it unsubscribes. */
export const queryOf: Work<Pick<Naming, 'viewer' | 'id'>, string | undefined> = {
  run: findQueryOf,
  module: import.meta.url,
  name: 'findQueryOf',
}

export async function findQueryOf(
  tx: Tx,
  { viewer, id }: Pick<Naming, 'viewer' | 'id'>,
): Promise<string | undefined> {
  const [row] = await tx.all<{ query: string }>(sql`select query from subscription
    where id = ${id} and ${visibleTo(viewer, 'subscription')}`)
  return row?.query
}

/** Ends a subscription, with all that waited for it; whether there was one. */
export const endSubscription: Work<Naming, boolean> = {
  run: end,
  module: import.meta.url,
  name: 'end',
}

export async function end(tx: Tx, naming: Naming): Promise<boolean> {
  await tx.lock('named-query')
  if ((await findSubscription(tx, naming)) === undefined) return false
  await tx.run(sql`delete from delivery where subscription = ${naming.id}`)
  await tx.run(sql`delete from dead_letter where subscription = ${naming.id}`)
  await tx.run(sql`delete from subscription where id = ${naming.id}`)
  return true
}
