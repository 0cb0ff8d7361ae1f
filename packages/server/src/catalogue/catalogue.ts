import { identify } from '@suyuan/core/id/identify'
import { parseSearch } from '@suyuan/core/id/search'
import type { Name } from '@suyuan/core/master/name'
import type { Tx, Work } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import { eventCount } from '../store/erased.ts'
import { positionsOf, storedAt } from '../store/stored.ts'
import { THING, tokenOf } from '../store/token.ts'
import type { Viewer } from '../store/viewer.ts'
import { findLabels } from './labels.ts'

export type Product = {
  readonly id: string
  readonly name?: Name
  readonly stage?: string
  readonly items: number
  readonly lots: readonly { readonly id: string; readonly items: number }[]
  readonly samples: readonly string[]
}

export type Catalogue = { readonly events: number; readonly products: readonly Product[] }

const LOTS_SHOWN = 20

/** The catalogue counts all events together: for who sees all of them. */
const seesCatalogue = (viewer: Viewer): boolean => viewer.sees === 'everything'

/** What there is to ask about: products, their newest lots, and some items of each. */
export const catalogue: Work<Viewer, Catalogue> = {
  run: listCatalogue,
  module: import.meta.url,
  name: 'listCatalogue',
}

export async function listCatalogue(tx: Tx, viewer: Viewer): Promise<Catalogue> {
  if (!seesCatalogue(viewer)) return { events: 0, products: [] }
  const classes = await tx.all<{ class: string; items: number }>(sql`
    select class, items from catalogue_class order by items desc, class limit 500`)
  const labels = await findLabels(tx, { viewer, ids: classes.map((row) => row.class) })
  const products: Product[] = []
  for (const row of classes) {
    const label = labels[row.class]
    products.push({
      id: row.class,
      ...(label && { name: label.name, ...(label.stage && { stage: label.stage }) }),
      items: row.items,
      lots: await tx.all<{ id: string; items: number }>(sql`
        select lot as id, items from catalogue_lot where class = ${row.class}
        order by first_seen desc, lot limit ${LOTS_SHOWN}`),
      samples: (
        await tx.all<{ item: string }>(sql`
          select item from catalogue_sample where class = ${row.class} order by rank`)
      ).map(({ item }) => item),
    })
  }
  return { events: await eventCount(tx), products }
}

export type Candidate = { readonly id: string; readonly kind: string; readonly seen: boolean }

const MOST_CANDIDATES = 30

/** Events looked at to find one that the viewer may see. */
const LOOKED_AT = 100

export type Search = { readonly viewer: Viewer; readonly q: string }

/** What a person may mean by a text: a code in any spelling, a lot number or part of one, a product's name. */
export const search: Work<Search, readonly Candidate[]> = {
  run: findCandidates,
  module: import.meta.url,
  name: 'findCandidates',
}

export async function findCandidates(tx: Tx, { viewer, q }: Search): Promise<readonly Candidate[]> {
  const text = q.trim()
  const read = parseSearch(text)
  const ids = new Set<string>(read === undefined ? [] : [read.canonical])
  if (seesCatalogue(viewer)) {
    for (const id of await lotsLike(tx, text)) ids.add(id)
    for (const id of await classesCalled(tx, viewer, text)) ids.add(id)
  }
  const candidates: Candidate[] = []
  for (const id of [...ids].slice(0, MOST_CANDIDATES)) {
    const positions = await positionsOf(tx, [tokenOf(THING, id)])
    const seen = (await storedAt(tx, viewer, positions.slice(0, LOOKED_AT))).length > 0
    candidates.push({ id, kind: identify(id).kind, seen })
  }
  return candidates.sort((a, b) => Number(b.seen) - Number(a.seen))
}

async function lotsLike(tx: Tx, text: string): Promise<readonly string[]> {
  if (text.length < 2) return []
  const { placeIn } = tx.dialect
  const number = sql`lower(substr(lot, ${placeIn(sql`lot`, sql`'/10/'`)} + 4))`
  const rows = await tx.all<{ lot: string }>(sql`
    select lot from catalogue_lot where ${placeIn(number, sql`${text.toLowerCase()}`)} > 0
    order by first_seen desc limit ${MOST_CANDIDATES}`)
  return rows.map((row) => row.lot)
}

async function classesCalled(tx: Tx, viewer: Viewer, text: string): Promise<readonly string[]> {
  if (text.length < 2) return []
  const rows = await tx.all<{ class: string }>(sql`select class from catalogue_class limit 500`)
  const labels = await findLabels(tx, { viewer, ids: rows.map((row) => row.class) })
  const wanted = text.toLowerCase()
  return Object.entries(labels).flatMap(([id, { name }]) =>
    [name.zh, name.en].some((one) => one?.toLowerCase().includes(wanted) === true) ? [id] : [],
  )
}
