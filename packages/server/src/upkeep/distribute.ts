import { setTimeout } from 'node:timers/promises'
import { connectAlone, type Connection } from '../db/postgres-alone.ts'
import { sql, type Sql } from '../db/sql.ts'
import { allThrough } from '../store/log-end.ts'
import { openStore } from '../store/open.ts'
import { COPIES, makeCopies, putInPlace, type Copy, type Session } from './distributed-tables.ts'
import { whyNot } from './cluster-ready.ts'

export type Distributing = {
  /** Shards of each large table. */
  readonly shards: number
  readonly told: (line: string) => void
}

export type Distributed =
  | { readonly outcome: 'done' | 'was-done'; readonly events: number }
  | { readonly outcome: 'refused'; readonly says: string }

/** Events copied in one transaction. */
const STEP = 5000

/** So near to the end of the log, the lock is taken that captures wait for. */
const NEAR = 2000

const bare = (text: string): Sql => ({ text, values: [] })

/**
 * Distributes the tables of a PostgreSQL database over the workers of its Citus cluster, while servers run on it: the
 * log is copied batch by batch, and put in the place of the old tables when it has caught up; captures wait only for
 * the last batch, the comparison and the change of names. Interrupted, it goes on where it was. Nothing is done to what is distributed.
 *
 * @throws CannotOpen when the database cannot be reached, or its tables are a newer version's.
 */
export async function distribute(
  url: string,
  { shards, told }: Distributing,
): Promise<Distributed> {
  await using connection = await connectAlone(url)
  const session = inSession(connection)
  const says = await whyNot(session.tx)
  if (says !== undefined) return { outcome: 'refused', says }
  // Brings the tables up to date.
  await (await openStore(url))[Symbol.asyncDispose]()
  const { tx } = session
  const [lock] = await tx.all<{ taken: boolean }>(sql`
    select pg_try_advisory_lock(hashtextextended('suyuan distribute', 0)) as taken`)
  if (lock?.taken !== true) {
    return { outcome: 'refused', says: 'another suyuan db distribute is at work on this database' }
  }
  const [end] = await tx.all<{ there: boolean }>(sql`
    select to_regclass('log_end') is not null as there`)
  if (end?.there === true) return { outcome: 'was-done', events: await count(session, 'event') }
  await tx.run(sql`set citus.multi_shard_modify_mode = 'sequential'`)
  for (;;) {
    await makeCopies(session, shards)
    await catchUp(session, NEAR, told)
    await tx.run(sql`select pg_advisory_lock(hashtextextended('suyuan log', 0))`)
    try {
      await catchUp(session, 0, told)
      await allThrough(tx)
      told('comparing the copies')
      if (await agree(session)) {
        await patiently(() => putInPlace(session), told)
        break
      }
      told('events were taken away while they were copied; copying again')
      await tx.run(sql`drop table distribution`)
    } finally {
      await tx.run(sql`select pg_advisory_unlock(hashtextextended('suyuan log', 0))`)
    }
  }
  for (const { table } of COPIES) await tx.run(bare(`analyze ${table}`))
  return { outcome: 'done', events: await count(session, 'event') }
}

function inSession(connection: Connection): Session {
  return {
    tx: connection.tx,
    inTransaction: async (work) => {
      await connection.begin('newest')
      try {
        await work()
        await connection.end('commit')
      } catch (error) {
        await connection.end('rollback').catch(() => undefined)
        throw error
      }
    },
  }
}

/** Copies until no more than `near` events are left. */
async function catchUp(
  { tx, inTransaction }: Session,
  near: number,
  told: (line: string) => void,
): Promise<void> {
  for (;;) {
    const [at] = await tx.all<{ copied: number; last: number }>(sql`
      select copied, coalesce((select max(position) from event), 0) as last
      from distribution`)
    const { copied, last } = at ?? { copied: 0, last: 0 }
    if (last - copied <= near) return
    const to = Math.min(copied + STEP, last)
    await inTransaction(async () => {
      for (const { insert } of COPIES) await tx.run(insert(copied, to))
      await tx.run(sql`update distribution set copied = ${to}`)
    })
    told(`${to} of ${last} events copied`)
  }
}

/** Whether the copies hold what the tables hold. */
async function agree({ tx }: Session): Promise<boolean> {
  const sumOf = async ({ sum }: Copy, copy: boolean): Promise<string> =>
    JSON.stringify(await tx.all(bare(sum(copy))))
  for (const copy of COPIES) {
    if ((await sumOf(copy, false)) !== (await sumOf(copy, true))) return false
  }
  return true
}

/** A read that is under way holds its tables: rather than let others queue behind us, we step back and try again. */
async function patiently(work: () => Promise<void>, told: (line: string) => void): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await work()
      return
    } catch (error) {
      const timedOut = error instanceof Error && 'code' in error && error.code === '55P03'
      if (!timedOut || tries === 60) throw error
      told('waiting for questions that are being answered')
      await setTimeout(500)
    }
  }
}

async function count({ tx }: Session, table: string): Promise<number> {
  const [row] = await tx.all<{ n: number }>(bare(`select count(*) as n from ${table}`))
  return row?.n ?? 0
}
