import type { Bound, SettledCondition } from '@suyuan/core/query/query'
import type { Tx } from '../db/engine.ts'
import { join, sql, type Sql } from '../db/sql.ts'
import { at } from '../store/bucket.ts'
import { indexOf } from '../store/indexed.ts'
import { positionsOf } from '../store/stored.ts'
import {
  IDENTITY,
  THING,
  tokenOf,
  TRANSFORMATION_INPUT,
  TRANSFORMATION_OUTPUT,
  type Token,
} from '../store/token.ts'

/** What SQL can say of the conditions; `matches` says the rest. */
export async function narrowing(
  tx: Tx,
  where: readonly SettledCondition[],
): Promise<readonly Sql[]> {
  const conditions: Sql[] = []
  for (const condition of where) {
    const said = await narrow(tx, condition)
    if (said !== undefined) conditions.push(said)
  }
  return conditions
}

type Of<K extends SettledCondition['kind']> = Extract<SettledCondition, { readonly kind: K }>
type Narrow<K extends SettledCondition['kind']> = (tx: Tx, condition: Of<K>) => Promise<Sql>

const declares = (): Promise<Sql> => Promise.resolve(sql`event.declaration is not null`)

/** The kinds that SQL can say anything of, one row a kind. */
const NARROW: { readonly [K in SettledCondition['kind']]?: Narrow<K> } = {
  oneOf: async (tx, { field, values }) => {
    const ids = await idsOf(tx, values)
    return ids.length > FEW ? tx.dialect.among(COLUMN[field], ids) : oneOf(COLUMN[field], ids)
  },
  time: (_, { field, compare, than }) => {
    if (field === 'declarationTime') return declares()
    const column = field === 'eventTime' ? sql`event.event_time` : sql`event.record_time`
    return Promise.resolve(BOUNDED[compare](column, than))
  },
  mentions: async (tx, { things, patterns = [] }) => {
    if (patterns.length > 0) return sql`1 = 1`
    return named(
      tx,
      things.map((thing) => tokenOf(THING, thing)),
    )
  },
  transformation: (tx, { ids }) => {
    const sides = [TRANSFORMATION_INPUT, TRANSFORMATION_OUTPUT]
    return named(
      tx,
      ids.flatMap((id) => sides.map((side) => tokenOf(side, id))),
    )
  },
  named: async (tx, { eventIDs }) => {
    const tokens = eventIDs.map((id) => tokenOf(IDENTITY, id))
    return at(tx, 'event', await indexOf(tx).named(tx, tokens))
  },
  declaredWrong: declares,
  reason: declares,
  corrective: declares,
}

async function narrow<K extends SettledCondition['kind']>(
  tx: Tx,
  condition: Of<K>,
): Promise<Sql | undefined> {
  return NARROW[condition.kind as K]?.(tx, condition)
}

async function named(tx: Tx, tokens: readonly Token[]): Promise<Sql> {
  return at(tx, 'event', await positionsOf(tx, tokens))
}

const COLUMN = {
  type: sql`event.type`,
  action: sql`event.action`,
  bizStep: sql`event.biz_step`,
  disposition: sql`event.disposition`,
  readPoint: sql`event.read_point`,
  bizLocation: sql`event.biz_location`,
} as const

const BOUNDED: Readonly<Record<Bound, (column: Sql, than: number) => Sql>> = {
  gt: (column, than) => sql`${column} > ${than}`,
  ge: (column, than) => sql`${column} >= ${than}`,
  lt: (column, than) => sql`${column} < ${than}`,
  le: (column, than) => sql`${column} <= ${than}`,
}

async function idsOf(tx: Tx, words: readonly string[]): Promise<readonly number[]> {
  const rows = await tx.all<{ id: number }>(sql`
    select id from term where ${tx.dialect.among(sql`value`, words)}`)
  return rows.map((row) => row.id)
}

/** So many alternatives may stand in the statement itself; SQLite takes a thousand at most. */
const FEW = 8

function oneOf(column: Sql, ids: readonly number[]): Sql {
  const alternatives = join(
    ids.map((id) => sql`${column} = ${id}`),
    'or',
  )
  return sql`(${alternatives})`
}
