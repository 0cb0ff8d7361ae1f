import type { Tx } from '../db/engine.ts'
import { sql, type Sql } from '../db/sql.ts'
import { BUCKET } from '../store/bucket.ts'
import { lastEnd } from '../store/log-end.ts'
import { SLOTS } from '../store/slot.ts'

/** One connection to the coordinator. */
export type Session = {
  /** Outside of a transaction each statement is one. */
  readonly tx: Tx
  /** Kept when it resolves, taken back when it rejects. */
  readonly inTransaction: (work: () => Promise<void>) => Promise<void>
}

/** A table on its way to be distributed. */
export type Copy = {
  readonly table: string
  /** Statement that copies what stands behind one position, up to another. */
  readonly insert: (from: number, to: number) => Sql
  /** Statement that tells in a row what the old table holds, or the copy. */
  readonly sum: (copy: boolean) => string
}

/** Columns are compared with these when work that was interrupted goes on. */
const COPIED = { event: 'position', body: 'block' } as const

const slot = `(array[${SLOTS.join(',')}])[((token >> 58) & 63)::integer + 1]`

const copyOf = (table: keyof typeof COPIED, sums: string): Copy => ({
  table,
  insert: (from, to) =>
    sql`${{ text: `insert into ${table}_copy select t.*, t.${COPIED[table]} / ${BUCKET} from ${table} t`, values: [] }}
      where ${{ text: COPIED[table], values: [] }} > ${from} and ${{ text: COPIED[table], values: [] }} <= ${to}`,
  sum: (copy) => `select ${sums} from ${table}${copy ? '_copy' : ''}`,
})

/** The log, and the index over it: a row a token in place of a row an event. */
export const COPIES: readonly Copy[] = [
  copyOf('event', 'count(*) as rows, sum(position) as a, sum(record_time) as b, sum(block) as c'),
  copyOf('body', 'count(*) as rows, sum(block) as a, sum(octet_length(data)) as b'),
  {
    table: 'mention',
    insert: (from, to) => sql`
      insert into mention (slot, token, position)
      select ${{ text: slot, values: [] }}, token, position
      from event_index, unnest(mentions || identity) as token
      where position > ${from} and position <= ${to}`,
    sum: (copy) =>
      copy
        ? 'select count(*) as rows from mention'
        : 'select coalesce(sum(cardinality(mentions) + 1), 0)::bigint as rows from event_index',
  },
]

const MADE = [
  `create table mention (
    slot     integer not null,                  -- of the token: what a shard is found by
    token    bigint not null,                   -- hash of an event's name, of a thing or a transformation ID
    position bigint not null                    -- -> event
  )`,
  // Without a key of its own it could not be moved to another machine while it is written to.
  'alter table mention replica identity full',
  'create index mention_by_token on mention (token) include (position)',
  'create table distribution (copied bigint not null)',
  'insert into distribution values (0)',
]

/** Makes the tables that are copied into, unless they are there from a run that was interrupted. */
export async function makeCopies({ tx, inTransaction }: Session, shards: number): Promise<void> {
  if (await areThere({ tx })) return
  await tx.run(
    plain('create index if not exists event_index_by_position on event_index (position)'),
  )
  await inTransaction(async () => {
    for (const table of ['event_copy', 'body_copy', 'mention', 'distribution']) {
      await tx.run(plain(`drop table if exists ${table}`))
    }
    for (const [table, key] of Object.entries(COPIED)) {
      await tx.run(
        plain(`create table ${table}_copy (
        like ${table} including defaults including storage including compression,
        bucket bigint not null, primary key (${key}, bucket))`),
      )
      for (const index of await indexesOf({ tx }, table)) await tx.run(plain(index.copied))
    }
    for (const statement of MADE) await tx.run(plain(statement))
    await tx.run(sql`select create_distributed_table('event_copy', 'bucket',
      colocate_with => 'none', shard_count => ${shards}::integer)`)
    await tx.run(
      sql`select create_distributed_table('body_copy', 'bucket', colocate_with => 'event_copy')`,
    )
    await tx.run(sql`select create_distributed_table('mention', 'slot',
      colocate_with => 'none', shard_count => ${shards}::integer)`)
  })
}

/** Whether an interrupted run can go on: its tables have the columns that the tables have now. */
async function areThere({ tx }: Pick<Session, 'tx'>): Promise<boolean> {
  const [there] = await tx.all<{ distribution: boolean }>(sql`
    select to_regclass('distribution') is not null as distribution`)
  if (there?.distribution !== true) return false
  for (const table of Object.keys(COPIED)) {
    const columns = async (of: string): Promise<string> =>
      JSON.stringify(
        await tx.all(sql`select attname, atttypid from pg_attribute
          where attrelid = to_regclass(${of}) and attnum > 0 and not attisdropped
            and attname <> 'bucket' order by attnum`),
      )
    if ((await columns(table)) !== (await columns(`${table}_copy`))) return false
  }
  return true
}

type Index = { readonly name: string; readonly copied: string }

/** The indexes of a table but its primary key, and the statement that makes each on the copy. */
async function indexesOf({ tx }: Pick<Session, 'tx'>, table: string): Promise<readonly Index[]> {
  const rows = await tx.all<{ name: string; says: string }>(sql`
    select c.relname as name, pg_get_indexdef(i.indexrelid) as says
    from pg_index i join pg_class c on c.oid = i.indexrelid
    where i.indrelid = to_regclass(${table}) and not i.indisprimary order by 1`)
  return rows.map(({ name, says }) => ({
    name,
    copied: says.replace(/ INDEX \S+ ON \S+ /, ` INDEX ${name}_copy ON ${table}_copy `),
  }))
}

/** Puts the copies in the place of the tables, all at once. */
export async function putInPlace({ tx, inTransaction }: Session): Promise<void> {
  await inTransaction(async () => {
    await tx.run(sql`set local lock_timeout = '2s'`)
    const end = await lastEnd(tx)
    for (const [table] of Object.entries(COPIED)) {
      const indexes = await indexesOf({ tx }, table)
      await tx.run(plain(`drop table ${table}`))
      await tx.run(plain(`alter table ${table}_copy rename to ${table}`))
      await tx.run(plain(`alter index ${table}_copy_pkey rename to ${table}_pkey`))
      for (const { name } of indexes)
        await tx.run(plain(`alter index ${name}_copy rename to ${name}`))
    }
    await tx.run(sql`drop table event_index`)
    await tx.run(sql`drop table distribution`)
    // Joined to events on every machine; all else that is small stays on the coordinator alone.
    for (const table of ['term', 'context', 'captor']) {
      await tx.run(sql`select create_reference_table(${table})`)
    }
    await tx.run(sql`create table log_end (
      one boolean primary key default true check (one), allotted bigint not null,
      record_time bigint not null, settled bigint not null)`)
    await tx.run(sql`insert into log_end (allotted, record_time, settled)
      values (${end.position}, ${end.recordTime}, ${end.position})`)
    // The newest may be erased: their places stay taken.
    const [gone] = await tx.all<{ position: number | null; at: number | null }>(sql`
      select max(position) as position, max(record_time) as at from erased`)
    await tx.run(sql`update log_end set allotted = greatest(allotted, ${gone?.position ?? 0}::bigint),
      settled = greatest(settled, ${gone?.position ?? 0}::bigint),
      record_time = greatest(record_time, ${gone?.at ?? 0}::bigint)`)
  })
}

const plain = (text: string): Sql => ({ text, values: [] })
