import { attributeName, textsOf } from '@suyuan/core/master/attribute'
import {
  after,
  NOTHING_SAID,
  saysNothingNew,
  type Description,
  type Statement,
} from '@suyuan/core/master/description'
import { identify } from '@suyuan/core/id/identify'
import type { MasterDataElement } from '@suyuan/core/json/master-data'
import type { Tx } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import { tokenOf, type Token } from './token.ts'

/** One statement of master data on its way in. */
export type MasterDataRow = {
  readonly type: string
  /** Canonical. */
  readonly id: string
  /** A {@link Statement} as JSON. */
  readonly body: string
}

/** An element of a document, as it is kept. */
export function masterDataRow({ type, id, ...said }: MasterDataElement): MasterDataRow {
  const { canonical } = identify(id)
  const { attributes, children, childless } = said
  const statement: Statement = {
    ...(canonical !== id && { spelt: id }),
    attributes,
    children,
    ...(childless && { childless }),
  }
  return { type, id: canonical, body: JSON.stringify(statement) }
}

/** One thing as it is kept: what holds of it now. */
export type Kept = {
  /** Of the first statement about it; what it is called by here. */
  readonly number: number
  /** Of the last. */
  readonly latest: number
  readonly type: string
  readonly id: string
  readonly description: Description
}

/** What a token of master data is about. */
const TYPE = 0x6d74_7970
const NAME = 0x6d6e_616d
const VALUE = 0x6d76_616c

export const typeToken = (type: string): string => hex(tokenOf(TYPE, type))
export const attributeToken = (id: string): string => hex(tokenOf(NAME, attributeName(id)))
export const valueToken = (id: string, value: string): string =>
  hex(tokenOf(VALUE, `${attributeName(id)}\n${value}`))

const hex = ({ high, low }: Token): string =>
  high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0')

/** Statements read at once. */
const AT_ONCE = 1000

/**
 * Keeps statements, under the lock `log`. One that says nothing new, from who said the latest about the thing, is left
 * out: many systems send all their master data with every document. How many were kept.
 */
export async function writeMasterData(
  tx: Tx,
  rows: readonly MasterDataRow[],
  { now, captor }: { readonly now: number; readonly captor: number },
): Promise<number> {
  if (rows.length === 0) return 0
  await takeInMasterData(tx)
  let kept = 0
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const news = await newsIn(tx, rows.slice(from, from + AT_ONCE), captor)
    const columns = ['type', 'id', 'captured_at', 'captor', 'body']
    await tx.insert(
      'master_data',
      columns,
      news.map((row) => [row.type, row.id, now, captor, row.body]),
    )
    await takeInMasterData(tx)
    kept += news.length
  }
  return kept
}

async function newsIn(
  tx: Tx,
  rows: readonly MasterDataRow[],
  captor: number,
): Promise<readonly MasterDataRow[]> {
  const known = await keptOf(tx, rows)
  const captors = await captorsOf(
    tx,
    [...known.values()].map(({ latest }) => latest),
  )
  const standing = new Map<string, Description>()
  for (const [key, { latest, description }] of known) {
    if (captors.get(latest) === captor) standing.set(key, description)
  }
  return rows.filter((row) => {
    const statement = JSON.parse(row.body) as Statement
    const key = keyOf(row)
    const before = standing.get(key)
    if (before !== undefined && saysNothingNew(before, statement)) return false
    const others = before ?? known.get(key)?.description ?? NOTHING_SAID
    standing.set(key, after(others, statement, 0))
    return true
  })
}

async function captorsOf(tx: Tx, numbers: readonly number[]): Promise<ReadonlyMap<number, number>> {
  const rows = await tx.all<{ number: number; captor: number }>(sql`
    select number, captor from master_data where ${tx.dialect.among(sql`number`, numbers)}`)
  return new Map(rows.map(({ number, captor }) => [number, captor]))
}

/** Derives what holds anew from all that was said. */
export async function rebuildMasterData(tx: Tx): Promise<void> {
  for (const table of TABLES) await tx.run(sql`delete from ${table}`)
  await takeInMasterData(tx)
}

const TABLES = [sql`master_element`, sql`master_token`, sql`master_child`] as const

export type Numbered = MasterDataRow & { readonly number: number }

/** {@link takeInMasterData} where nothing else is under way. */
export async function bringMasterDataUpToDate(tx: Tx): Promise<void> {
  const [row] = await tx.all<{ last: number | null; taken: number | null }>(sql`
    select (select max(number) from master_data) as last,
      (select max(latest) from master_element) as taken`)
  if ((row?.last ?? 0) <= (row?.taken ?? 0)) return
  await tx.lock('log')
  await takeInMasterData(tx)
}

/**
 * Takes in what `master_data` says beyond what is taken in already: an earlier version, or a server of one that still runs,
 * writes that table alone.
 */
export async function takeInMasterData(tx: Tx): Promise<void> {
  for (;;) {
    const rows = await tx.all<Numbered>(sql`
      select number, type, id, body from master_data
      where number > (select coalesce(max(latest), 0) from master_element)
      order by number limit ${AT_ONCE}`)
    if (rows.length === 0) return
    await takeIn(tx, rows)
  }
}

async function takeIn(tx: Tx, rows: readonly Numbered[]): Promise<void> {
  const things = new Map(await keptOf(tx, rows))
  for (const row of rows) {
    const key = keyOf(row)
    const before = things.get(key)
    things.set(key, keptAfter(before, row))
  }
  await replace(tx, [...things.values()])
}

/** A thing after one more statement about it. @throws SyntaxError when that is not JSON. */
export function keptAfter(before: Kept | undefined, row: Numbered): Kept {
  const statement = JSON.parse(row.body) as Statement
  return {
    number: before?.number ?? row.number,
    latest: row.number,
    type: row.type,
    id: row.id,
    description: after(before?.description ?? NOTHING_SAID, statement, row.number),
  }
}

async function replace(tx: Tx, things: readonly Kept[]): Promise<void> {
  const numbers = things.map(({ number }) => number)
  for (const [table, column] of [
    [sql`master_element`, sql`number`],
    [sql`master_token`, sql`element`],
    [sql`master_child`, sql`element`],
  ] as const) {
    await tx.run(sql`delete from ${table} where ${tx.dialect.among(column, numbers)}`)
  }
  await tx.insert(
    'master_element',
    ['number', 'latest', 'type', 'id', 'body'],
    things.map((one) => [
      one.number,
      one.latest,
      one.type,
      one.id,
      JSON.stringify(one.description),
    ]),
  )
  const tokens = things.flatMap((one) => tokensOf(one).map((token) => [token, one.number] as const))
  await tx.insert('master_token', ['token', 'element'], tokens)
  const children = things.flatMap(childrenOf)
  await tx.insert('master_child', ['element', 'place', 'parent', 'child'], children)
}

/** Rows of `master_child`. */
export const childrenOf = ({
  number,
  id,
  description,
}: Kept): readonly (readonly [element: number, place: number, parent: string, child: string])[] =>
  description.children.map((child, i) => [number, i, id, identify(child).canonical])

/** All that a thing is found by. */
export function tokensOf({ type, description }: Pick<Kept, 'type' | 'description'>): string[] {
  const tokens = new Set([typeToken(type)])
  for (const { id, attribute } of description.attributes) {
    tokens.add(attributeToken(id))
    for (const text of textsOf(attribute)) tokens.add(valueToken(id, text))
  }
  return [...tokens]
}

const keyOf = ({ type, id }: Pick<MasterDataRow, 'type' | 'id'>): string => `${type} ${id}`

/** What is kept of the things that these rows are about, by type and identifier. */
async function keptOf(
  tx: Tx,
  rows: readonly Pick<MasterDataRow, 'type' | 'id'>[],
): Promise<ReadonlyMap<string, Kept>> {
  const ids = [...new Set(rows.map(({ id }) => id))]
  const wanted = new Set(rows.map(keyOf))
  const found = await tx.all<ElementRow>(sql`
    select number, latest, type, id, body from master_element
    where ${tx.dialect.among(sql`id`, ids)}`)
  return new Map(
    found.filter((row) => wanted.has(keyOf(row))).map((row) => [keyOf(row), keptIn(row)]),
  )
}

/** A row of `master_element`. */
export type ElementRow = {
  readonly number: number
  readonly latest: number
  readonly type: string
  readonly id: string
  readonly body: string
}

export function keptIn({ number, latest, type, id, body }: ElementRow): Kept {
  return { number, latest, type, id, description: JSON.parse(body) as Description }
}
