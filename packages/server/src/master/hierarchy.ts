import { identify } from '@suyuan/core/id/identify'
import type { Tx } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import { seesMasterData, type Viewer } from '../store/viewer.ts'

/**
 * These things and all that master data has below them, at any depth, canonical: what WD_ asks for. Children of children
 * that lead back to where they came from end there.
 */
export async function descendantsOf(
  tx: Tx,
  viewer: Viewer,
  ids: readonly string[],
): Promise<readonly string[]> {
  return reach(tx, viewer, { ids, from: 'parent', to: 'child' })
}

/** These things and all that master data has above them. */
export async function ancestorsOf(
  tx: Tx,
  viewer: Viewer,
  ids: readonly string[],
): Promise<readonly string[]> {
  return reach(tx, viewer, { ids, from: 'child', to: 'parent' })
}

/** Directly below these, canonical. */
export const childrenOf = (
  tx: Tx,
  viewer: Viewer,
  ids: readonly string[],
): Promise<readonly string[]> => step(tx, viewer, { ids, from: 'parent', to: 'child' })

/** Directly above these, canonical. */
export const parentsOf = (
  tx: Tx,
  viewer: Viewer,
  ids: readonly string[],
): Promise<readonly string[]> => step(tx, viewer, { ids, from: 'child', to: 'parent' })

const COLUMN = { parent: sql`parent`, child: sql`child` } as const

type Direction = {
  readonly ids: readonly string[]
  readonly from: keyof typeof COLUMN
  readonly to: keyof typeof COLUMN
}

async function step(
  tx: Tx,
  viewer: Viewer,
  { ids, from, to }: Direction,
): Promise<readonly string[]> {
  if (!seesMasterData(viewer)) return []
  const rows = await tx.all<{ id: string }>(sql`
    select distinct ${COLUMN[to]} as id from master_child
    where ${tx.dialect.among(COLUMN[from], ids)} order by 1`)
  return rows.map(({ id }) => id)
}

/** A level at a time: each is met once, so that cycles end. */
async function reach(
  tx: Tx,
  viewer: Viewer,
  { ids, ...way }: Direction,
): Promise<readonly string[]> {
  const met = new Set(ids.map((id) => identify(id).canonical))
  for (let level: readonly string[] = [...met]; level.length > 0;) {
    level = (await step(tx, viewer, { ids: level, ...way })).filter((id) => !met.has(id))
    for (const id of level) met.add(id)
  }
  return [...met]
}
