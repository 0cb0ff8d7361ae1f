import { answers, type MasterDataQuery } from '@suyuan/core/master/query'
import type { Tx, Work } from '../db/engine.ts'
import { join, sql, type Sql } from '../db/sql.ts'
import {
  attributeToken,
  keptIn,
  typeToken,
  valueToken,
  type ElementRow,
  type Kept,
} from '../store/master-data.ts'
import { seesMasterData, type Viewer } from '../store/viewer.ts'
import { descendantsOf } from './hierarchy.ts'

export type FindElements = {
  readonly viewer: Viewer
  readonly query: MasterDataQuery
  readonly perPage: number
  /** The number of the last thing of the page before. */
  readonly after?: number
}

export type FoundElements =
  | { readonly elements: readonly Kept[]; readonly next?: number }
  | { readonly tooMany: number }

/** One page of what SimpleMasterDataQuery asks for, in the order in which things were first described. */
export const findElements: Work<FindElements, FoundElements> = {
  run: findThings,
  module: import.meta.url,
  name: 'findThings',
}

export async function findThings(tx: Tx, asked: FindElements): Promise<FoundElements> {
  const { viewer, query, perPage, after = 0 } = asked
  if (!seesMasterData(viewer)) return { elements: [] }
  const below = new Set(query.within && (await descendantsOf(tx, viewer, query.within)))
  const search = { query, below, narrow: narrowing(tx, query, below) }
  const { maxElementCount } = query
  if (maxElementCount !== undefined && after === 0) {
    const some = await page(tx, search, { after, limit: maxElementCount + 1 })
    if (some.length > maxElementCount) return { tooMany: maxElementCount }
  }
  const elements = await page(tx, search, { after, limit: perPage + 1 })
  const given = elements.slice(0, perPage)
  const last = given.at(-1)
  if (last === undefined || elements.length <= perPage) return { elements: given }
  return { elements: given, next: last.number }
}

type Search = {
  readonly query: MasterDataQuery
  readonly below: ReadonlySet<string>
  readonly narrow: readonly Sql[]
}

/** The index narrows, {@link answers} decides: two texts may share a token. */
async function page(
  tx: Tx,
  { query, below, narrow }: Search,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<readonly Kept[]> {
  const found: Kept[] = []
  for (let place = after; ;) {
    const rows = await tx.all<ElementRow>(sql`
      select number, latest, type, id, body from master_element
      where ${join([sql`number > ${place}`, ...narrow], 'and')} order by number limit ${limit}`)
    found.push(...rows.map(keptIn).filter((thing) => answers(query, thing, below)))
    if (rows.length < limit || found.length >= limit) return found.slice(0, limit)
    place = rows.at(-1)?.number ?? place
  }
}

function narrowing(
  tx: Tx,
  { types, names, within, has, is }: MasterDataQuery,
  below: ReadonlySet<string>,
): readonly Sql[] {
  const { among } = tx.dialect
  const having = (tokens: readonly string[]): Sql => sql`number in (
    select element from master_token where ${among(sql`token`, tokens)})`
  return [
    ...(names === undefined ? [] : [among(sql`id`, names)]),
    ...(within === undefined ? [] : [among(sql`id`, [...below])]),
    ...(types === undefined ? [] : [having(types.map(typeToken))]),
    ...(has === undefined ? [] : [having(has.map(attributeToken))]),
    ...is.map(({ attribute, values }) =>
      having(values.map((value) => valueToken(attribute, value))),
    ),
  ]
}

export type Vocabulary = { readonly type: string; readonly elements: number }

/** The vocabularies that something is described in, and how many things. */
export const vocabularies: Work<Viewer, readonly Vocabulary[]> = {
  run: listVocabularies,
  module: import.meta.url,
  name: 'listVocabularies',
}

export async function listVocabularies(tx: Tx, viewer: Viewer): Promise<readonly Vocabulary[]> {
  if (!seesMasterData(viewer)) return []
  return tx.all<Vocabulary>(sql`
    select type, count(*) as elements from master_element group by type order by type`)
}
