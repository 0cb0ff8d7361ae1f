import type { Tx } from '../db/engine.ts'
import { sql, type Sql, type Value } from '../db/sql.ts'

/**
 * On a cluster `event` and `body` are distributed by bucket: so many positions that follow each other. An append falls
 * into one or two, and so on one or two machines; 10,000,000 events make 2,400, enough to spread evenly.
 */
export const BUCKET = 4096

/** The tables of the log, by where in the log a row stands. */
const PLACED: Readonly<Record<Placed, { readonly position: Sql; readonly bucket: Sql }>> = {
  event: { position: sql`event.position`, bucket: sql`event.bucket` },
  body: { position: sql`body.block`, bucket: sql`body.bucket` },
}

type Placed = 'event' | 'body'

export const bucketOf = (position: number): number => Math.floor(position / BUCKET)

/** {@link Tx.insert} into a table of the log; the first column is where in the log a row stands. */
export function insertPlaced(
  tx: Tx,
  table: Placed,
  columns: readonly string[],
  rows: Iterable<readonly Value[]>,
): Promise<void> {
  if (tx.dialect.name !== 'citus') return tx.insert(table, columns, rows)
  return tx.insert(table, [...columns, 'bucket'], withBuckets(rows))
}

function* withBuckets(rows: Iterable<readonly Value[]>): Generator<readonly Value[]> {
  for (const row of rows) yield [...row, bucketOf(Number(row[0]))]
}

/** True of the rows that stand at these positions; on a cluster only the shards that have any are asked. */
export function at(tx: Tx, table: Placed, positions: readonly number[]): Sql {
  const { position, bucket } = PLACED[table]
  const these = tx.dialect.among(position, positions)
  if (tx.dialect.name !== 'citus' || positions.length === 0) return these
  const buckets = [...new Set(positions.map(bucketOf))]
  return sql`${tx.dialect.among(bucket, buckets)} and ${these}`
}

/** True of the rows from one position to another, both among them. */
export function between(tx: Tx, table: Placed, from: number, to: number): Sql {
  const { position, bucket } = PLACED[table]
  const these = sql`${position} >= ${from} and ${position} <= ${to}`
  if (tx.dialect.name !== 'citus') return these
  const count = bucketOf(to) - bucketOf(from) + 1
  const buckets = Array.from({ length: count }, (_, i) => bucketOf(from) + i)
  return sql`${tx.dialect.among(bucket, buckets)} and ${these}`
}

/**
 * All rows of a statement about rows of the log at these positions. On a cluster it is asked bucket by bucket, so that
 * no shard is sent the positions of another; the rows come in no order.
 */
export async function readAt<Row>(
  tx: Tx,
  table: Placed,
  positions: readonly number[],
  statement: (there: Sql) => Sql,
): Promise<readonly Row[]> {
  if (positions.length === 0) return []
  if (tx.dialect.name !== 'citus') return tx.all<Row>(statement(at(tx, table, positions)))
  const rows: Row[] = []
  for (const [bucket, these] of Map.groupBy(positions, bucketOf)) {
    const there = sql`${PLACED[table].bucket} = ${bucket}
      and ${tx.dialect.among(PLACED[table].position, these)}`
    for (const row of await tx.all<Row>(statement(there))) rows.push(row)
  }
  return rows
}
