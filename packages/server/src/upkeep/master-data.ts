import type { Json } from '@suyuan/core/event/event'
import type { Tx, Work } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import { visibleTo, type Viewer } from '../store/viewer.ts'

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
  const things = await tx.all<{ id: string }>(sql`
    select distinct id from master_data
    where id > ${after ?? ''} and ${visibleTo(viewer, 'master_data')} order by id limit ${perPage + 1}`)
  const ids = things.slice(0, perPage).map(({ id }) => id)
  const rows = await tx.all<{ type: string; id: string; body: string }>(sql`
    select type, id, body from master_data
    where ${tx.dialect.among(sql`id`, ids)}
      and ${visibleTo(viewer, 'master_data')} order by id, number`)
  const last = ids.at(-1)
  return {
    elements: latest(rows),
    ...(things.length > perPage && last !== undefined && { next: last }),
  }
}

/** Later descriptions of one thing add to earlier ones; of one attribute, and of the children, the latest counts. */
function latest(
  rows: readonly { readonly type: string; readonly id: string; readonly body: string }[],
): readonly Described[] {
  const things = new Map<string, Described>()
  for (const { type, id, body } of rows) {
    const { attributes, children } = JSON.parse(body) as Described
    const before = things.get(`${type} ${id}`)
    const merged = new Map(
      [...(before?.attributes ?? []), ...attributes].map((one) => [one.id, one]),
    )
    things.set(`${type} ${id}`, {
      type,
      id,
      attributes: [...merged.values()],
      children: children.length > 0 ? children : (before?.children ?? []),
    })
  }
  return [...things.values()]
}
