import type { Tx } from '../db/engine.ts'
import { sql, type Sql, type Value } from '../db/sql.ts'

/** A table whose rows come over as they are, in the order of their keys. */
export type Table = {
  readonly name: string
  readonly key: readonly string[]
  /** The column whose length says how large a row is. */
  readonly weighs?: string
}

export type Row = Readonly<Record<string, Value>>

/** What events point at, and what else is only ever added to, by number. */
export const NUMBERED: readonly Table[] = [
  { name: 'term', key: ['id'], weighs: 'value' },
  { name: 'context', key: ['id'], weighs: 'body' },
  { name: 'captor', key: ['id'] },
  { name: 'job', key: ['number'], weighs: 'errors' },
  { name: 'master_data', key: ['number'], weighs: 'body' },
  { name: 'retention_rules', key: ['version'], weighs: 'body' },
  { name: 'balance_rules', key: ['version'], weighs: 'body' },
  { name: 'hold', key: ['number'] },
  { name: 'hold_lift', key: ['hold'] },
  { name: 'erasure', key: ['number'] },
  { name: 'recall', key: ['number'], weighs: 'body' },
  { name: 'recall_step', key: ['number'], weighs: 'body' },
  { name: 'recall_version', key: ['number'], weighs: 'body' },
  { name: 'recall_alarm', key: ['number'], weighs: 'body' },
]

/** The log. */
export const EVENT: Table = { name: 'event', key: ['position'] }
export const BODY: Table = { name: 'body', key: ['block'], weighs: 'data' }

/** What followers have counted, and how far, and what else changes: all of it at once. First where the log has recorded gaps. */
export const FOLLOWED: readonly Table[] = [
  { name: 'erased', key: ['position'] },
  { name: 'erased_thing', key: ['token'] },
  { name: 'follower', key: ['name'] },
  { name: 'company_prefix', key: ['prefix', 'source'] },
  { name: 'occurring', key: ['field', 'term'] },
  { name: 'catalogue_class', key: ['class'] },
  { name: 'catalogue_lot', key: ['lot'] },
  { name: 'catalogue_sample', key: ['class', 'rank'] },
  { name: 'master_element', key: ['number'], weighs: 'body' },
  { name: 'master_token', key: ['token', 'element'] },
  { name: 'master_child', key: ['element', 'place'] },
  { name: 'named_query', key: ['name'], weighs: 'body' },
  { name: 'subscription', key: ['id'], weighs: 'body' },
  { name: 'delivery', key: ['subscription'] },
  { name: 'dead_letter', key: ['id'] },
  { name: 'recall_block', key: ['run', 'block'], weighs: 'data' },
]

/** Read out of the log, and written with each event that comes over. */
export const DECLARED: Table = { name: 'declared', key: ['position', 'identity'] }

/** All else there is: each engine's own index, written with the events; and what stays where it is. */
export const NOT_MOVED: readonly string[] = [
  'event_index',
  'run',
  'run_page',
  'run_edge',
  'run_fence',
  'run_bloom',
  'migration',
  'moving',
  'released_token',
  'said_from',
  'setting',
  'staged',
]

const ROWS = 5000
const BYTES = 32 * 2 ** 20

/** Rows of a table behind a key, in its order, in batches bounded in rows and bytes; `upTo` keeps to keys up to it. */
export async function* rowsIn(
  tx: Tx,
  table: Table,
  { behind, upTo }: { readonly behind?: Row | undefined; readonly upTo?: number } = {},
): AsyncGenerator<readonly Row[]> {
  let last = behind
  for (;;) {
    const limit = await fitting(tx, table, last)
    const rows = await tx.all<Row>(sql`
      select * from ${word(table.name)} where ${beyond(table, last)}
        ${upTo === undefined ? sql`` : sql`and ${word(table.key[0] ?? '')} <= ${upTo}`}
      order by ${words(table.key)} limit ${limit}`)
    if (rows.length === 0) return
    yield rows
    last = rows.at(-1)
  }
}

/** How many of the next rows stay within the bytes of a batch; one at the least. */
async function fitting(tx: Tx, table: Table, last: Row | undefined): Promise<number> {
  if (table.weighs === undefined) return ROWS
  const sizes = await tx.all<{ bytes: number | null }>(sql`
    select octet_length(${word(table.weighs)}) as bytes from ${word(table.name)}
    where ${beyond(table, last)} order by ${words(table.key)} limit ${ROWS}`)
  let sum = 0
  const over = sizes.findIndex(({ bytes }) => (sum += bytes ?? 0) > BYTES)
  return over < 0 ? ROWS : Math.max(over, 1)
}

function beyond({ key }: Table, last: Row | undefined): Sql {
  if (last === undefined) return sql`1 = 1`
  const values = key.map((column) => last[column] ?? null)
  const [one, ...more] = values.map((value) => sql`${value}`)
  if (one === undefined) return sql`1 = 1`
  return sql`(${words(key)}) > (${more.reduce((all, value) => sql`${all}, ${value}`, one)})`
}

/** The last row of a table by its key; undefined when it is empty. */
export async function lastRow(tx: Tx, table: Table): Promise<Row | undefined> {
  const [column = ''] = table.key
  const [row] = await tx.all<Row>(sql`
    select * from ${word(table.name)} order by ${word(column)} desc limit 1`)
  return row
}

export async function countOf(tx: Tx, { name }: Pick<Table, 'name'>): Promise<number> {
  const [row] = await tx.all<{ n: number }>(sql`select count(*) as n from ${word(name)}`)
  return row?.n ?? 0
}

export async function insertRows(tx: Tx, table: Table, rows: readonly Row[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {})
  const values = rows.map((row) => columns.map((column) => row[column] ?? null))
  await tx.insert(table.name, columns, values)
}

export async function emptyTable(tx: Tx, { name }: Table): Promise<void> {
  await tx.run(sql`delete from ${word(name)}`)
}

/** Names of our own tables and columns, as SQL. */
const word = (name: string): Sql => ({ text: name, values: [] })
const words = (names: readonly string[]): Sql => word(names.join(', '))
