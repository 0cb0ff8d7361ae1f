import type { Json } from '@suyuan/core/event/event'
import type { Tx, Work } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import { keptIn, type ElementRow, type Kept } from '../store/master-data.ts'
import { seesMasterData, type Viewer } from '../store/viewer.ts'

type Attribute = { readonly id: string; readonly attribute: Json }

/** One thing as master data describes it: of each attribute the latest. */
export type Described = {
  readonly type: string
  readonly id: string
  readonly attributes: readonly Attribute[]
  readonly children: readonly string[]
}

export type MasterDataPage = {
  readonly elements: readonly Described[]
  /** The last thing of this page, when there are more. */
  readonly next?: string
}

export type MasterDataQuestion = {
  readonly viewer: Viewer
  readonly perPage: number
  /** Things after this one. */
  readonly after?: string
}

/** Things that master data describes, by their identifiers, a page at a time. */
export const masterData: Work<MasterDataQuestion, MasterDataPage> = {
  run: listMasterData,
  module: import.meta.url,
  name: 'listMasterData',
}

export async function listMasterData(
  tx: Tx,
  { viewer, perPage, after }: MasterDataQuestion,
): Promise<MasterDataPage> {
  if (!seesMasterData(viewer)) return { elements: [] }
  const things = await tx.all<{ id: string }>(sql`
    select distinct id from master_element
    where id > ${after ?? ''} order by id limit ${perPage + 1}`)
  const ids = things.slice(0, perPage).map(({ id }) => id)
  const rows = await tx.all<ElementRow>(sql`
    select number, latest, type, id, body from master_element
    where ${tx.dialect.among(sql`id`, ids)} order by id, number`)
  const last = ids.at(-1)
  return {
    elements: rows.map((row) => describedIn(keptIn(row))),
    ...(things.length > perPage && last !== undefined && { next: last }),
  }
}

function describedIn({ type, id, description }: Kept): Described {
  const { spelt = id, attributes, children } = description
  return {
    type,
    id: spelt,
    attributes: attributes.map(({ id: name, attribute }) => ({ id: name, attribute })),
    children,
  }
}
