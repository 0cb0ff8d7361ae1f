import type { Bound, SettledCondition, WordField } from '@suyuan/core/query/query'
import type { Tx } from '../db/engine.ts'
import { join, sql, type Sql } from '../db/sql.ts'

/** Positions behind one, up to another. */
export type Between = { readonly behind: number; readonly upTo: number }

const COLUMN: Readonly<Record<WordField, Sql>> = {
  type: sql`event.type`,
  action: sql`event.action`,
  bizStep: sql`event.biz_step`,
  disposition: sql`event.disposition`,
  readPoint: sql`event.read_point`,
  bizLocation: sql`event.biz_location`,
}

/** Those that an index leads to by themselves; PostgreSQL has none over what is one of a handful. */
export function wordColumns({ dialect }: Tx): { readonly [field in WordField]?: Sql } {
  if (dialect.name === 'sqlite') return COLUMN
  const { bizStep, readPoint, bizLocation } = COLUMN
  return { bizStep, readPoint, bizLocation }
}

/** The ids of words that occur in the log. */
export async function termsOf(tx: Tx, words: readonly string[]): Promise<readonly number[]> {
  const rows = await tx.all<{ id: number }>(sql`
    select id from term where ${tx.dialect.among(sql`value`, words)}`)
  return rows.map((row) => row.id)
}

/** Conditions that an index answers in the order of event time. */
export const hasTimeIndex = (condition: SettledCondition): boolean =>
  condition.kind === 'oneOf'
    ? ['bizStep', 'readPoint', 'bizLocation'].includes(condition.field)
    : condition.kind === 'time' && condition.field === 'eventTime'

/**
 * What columns of `event` say of the conditions; `matches` says the rest. Plain, the database chooses an index by them;
 * otherwise it goes by the order alone and they only keep out.
 */
export async function columnsSay(
  tx: Tx,
  where: readonly SettledCondition[],
  plain: boolean,
): Promise<readonly Sql[]> {
  const conditions: Sql[] = []
  for (const condition of where) {
    if (condition.kind === 'oneOf') {
      const ids = await termsOf(tx, condition.values)
      const column = COLUMN[condition.field]
      // An index leads in the order of time through one word, not through several.
      const leads = plain && ids.length === 1 && hasTimeIndex(condition)
      conditions.push(oneOf(tx, leads ? column : unindexed(column), ids))
    } else if (condition.kind === 'time' && condition.field === 'eventTime') {
      const column = plain ? sql`event.event_time` : unindexed(sql`event.event_time`)
      conditions.push(BOUNDED[condition.compare](column, condition.than))
    } else if (condition.kind === 'time' && condition.field === 'recordTime') {
      conditions.push(await recorded(tx, condition))
    } else if (DECLARING.has(condition.kind)) conditions.push(sql`event.declaration is not null`)
  }
  return conditions
}

const DECLARING: ReadonlySet<string> = new Set(['declaredWrong', 'reason', 'corrective'])

/** A value that no index is over. */
const unindexed = (column: Sql): Sql => sql`+${column}`

const BOUNDED: Readonly<Record<Bound, (column: Sql, than: number) => Sql>> = {
  gt: (column, than) => sql`${column} > ${than}`,
  ge: (column, than) => sql`${column} >= ${than}`,
  lt: (column, than) => sql`${column} < ${than}`,
  le: (column, than) => sql`${column} <= ${than}`,
}

/** So many alternatives may stand in the statement itself; SQLite takes a thousand at most. */
const FEW = 8

function oneOf(tx: Tx, column: Sql, ids: readonly number[]): Sql {
  if (ids.length > FEW) return tx.dialect.among(column, ids)
  const alternatives = join(
    ids.map((id) => sql`${column} = ${id}`),
    'or',
  )
  return sql`(${alternatives})`
}

/** The bounds of event and record time together, by indexes; undefined where there are none. */
export async function timeRange(
  tx: Tx,
  where: readonly SettledCondition[],
): Promise<Sql | undefined> {
  const times = where.filter((condition) => condition.kind === 'time')
  const bounds: Sql[] = times
    .filter(({ field }) => field === 'eventTime')
    .map(({ compare, than }) => BOUNDED[compare](sql`event.event_time`, than))
  for (const time of times) if (time.field === 'recordTime') bounds.push(await recorded(tx, time))
  return bounds.length === 0 ? undefined : join(bounds, 'and')
}

type Time = Extract<SettledCondition, { kind: 'time' }>

/** A bound of record time as one of positions. */
async function recorded(tx: Tx, { compare, than }: Pick<Time, 'compare' | 'than'>): Promise<Sql> {
  const first = await firstRecorded(tx, than, compare === 'gt' || compare === 'le')
  return compare.startsWith('g') ? sql`event.position >= ${first}` : sql`event.position < ${first}`
}

/** Record time never falls as positions grow: the first position that was recorded at a time or later, or `after` it. */
async function firstRecorded(tx: Tx, time: number, after: boolean): Promise<number> {
  const [last] = await tx.all<{ position: number | null }>(sql`
    select max(position) as position from event`)
  let from = 1
  let to = (last?.position ?? 0) + 1
  while (from < to) {
    const middle = Math.floor((from + to) / 2)
    // Erased events have no row: the next that has one tells.
    const [row] = await tx.all<{ position: number; at: number }>(sql`
      select position, record_time as at from event where position >= ${middle}
      order by position limit 1`)
    const reached = row === undefined || (after ? row.at > time : row.at >= time)
    if (reached) to = middle
    else from = row.position + 1
  }
  return from
}
