import { setTimeout } from 'node:timers/promises'
import type { Cluster } from '../db/cluster.ts'
import { Away, type Tx } from '../db/engine.ts'
import { sql } from '../db/sql.ts'

/** Where the newest event stands, and when it was recorded. What was erased keeps its place: none is given twice. */
export type End = { readonly position: number; readonly recordTime: number }

/** Where the log ends, for an append, which holds the lock `log`: all that was acknowledged stands before it. */
export async function lastEnd(tx: Tx): Promise<End> {
  if (tx.dialect.name === 'citus') return lastOfCluster(tx)
  const [last] = await tx.all<{ position: number; record_time: number }>(sql`
    select position, record_time from (
      select position, record_time from event order by position desc limit 1) as kept
    union all
    select position, record_time from (
      select position, record_time from erased order by position desc limit 1) as gone
    order by position desc limit 1`)
  return { position: last?.position ?? 0, recordTime: last?.record_time ?? 0 }
}

/** Notes where an append has ended; only a cluster cannot tell it from `event` without asking every machine. */
export async function noteEnd(tx: Tx, { position, recordTime }: End): Promise<void> {
  if (tx.dialect.name !== 'citus') return
  await tx.run(sql`update log_end set allotted = ${position}, record_time = ${recordTime}`)
}

/** The position of the newest event that this transaction sees, and all before it; 0 for an empty log. */
export async function endOfLog(tx: Tx): Promise<number> {
  if (tx.dialect.name === 'citus') return settledIn(tx)
  return (await lastEnd(tx)).position
}

/** Behind this position a transaction may see one event and not another; on one database there is no such. */
export async function seenTo(tx: Tx): Promise<number> {
  return tx.dialect.name === 'citus' ? settledIn(tx) : Infinity
}

/** Asked once a transaction: what all questions in it are answered up to. */
const SETTLED = new WeakMap<Tx, Promise<number>>()

function settledIn(tx: Tx): Promise<number> {
  const known = SETTLED.get(tx) ?? readSettled(tx)
  SETTLED.set(tx, known)
  return known
}

async function readSettled(tx: Tx): Promise<number> {
  const [row] = await tx.all<{ settled: number }>(sql`select settled from log_end`)
  return row?.settled ?? 0
}

/**
 * A commit on a cluster is seen on one machine before it is on another, and a read sees each as it is when asked. So
 * who reads keeps to `settled`, which an append raises when its commit has come through on all.
 */
export const CLUSTER: Cluster = {
  table: 'log_end',
  lock: 'log',
  reached: async (tx) => {
    const [row] = await tx.all<{ allotted: number }>(sql`select allotted from log_end`)
    return row?.allotted ?? 0
  },
  publish: (tx, reached) =>
    tx.run(sql`update log_end set settled = ${reached} where settled < ${reached}`),
}

type Row = { readonly allotted: number; readonly settled: number; readonly record_time: number }

async function lastOfCluster(tx: Tx): Promise<End> {
  const [last] = await tx.all<Row>(sql`select allotted, settled, record_time from log_end`)
  if (last === undefined) throw new Error('log_end has lost its row; run suyuan db distribute')
  if (last.settled < last.allotted) {
    await allThrough(tx)
    await CLUSTER.publish(tx, last.allotted)
  }
  return { position: last.allotted, recordTime: last.record_time }
}

const PENDING = `select count(*) from pg_prepared_xacts
  where database = current_database() and gid like 'citus\\_%'`

/**
 * An append came to its commit and was not told that it is through on every machine: waits until no machine holds one
 * back. Citus ends such ones itself, once a minute; asked, at once.
 *
 * @throws Away when a machine does not answer, or still holds one back.
 */
export async function allThrough(tx: Tx): Promise<void> {
  for (let tries = 0; tries < 20; tries++) {
    const machines = await tx.all<{ success: boolean; result: string }>(sql`
      select success, result from run_command_on_workers(${PENDING})`)
    if (machines.some(({ success }) => !success)) break
    if (machines.every(({ result }) => result === '0')) return
    if (tries === 5) await tx.run(sql`select recover_prepared_transactions()`)
    await setTimeout(100)
  }
  throw new Away('a machine of the cluster does not answer, or holds a commit back')
}
