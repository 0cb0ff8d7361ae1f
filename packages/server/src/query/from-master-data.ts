import type { MasterDataCondition, Query, SettledQuery } from '@suyuan/core/query/query'
import { isOfMasterData, settle } from '@suyuan/core/query/settle'
import type { Tx } from '../db/engine.ts'
import { idsHaving, idsWith } from '../master/having.ts'
import { descendantsOf } from '../master/hierarchy.ts'
import type { Viewer } from '../store/viewer.ts'

/** A query with its conditions on master data answered from what the viewer may see of it. */
export async function settledQuery(tx: Tx, viewer: Viewer, query: Query): Promise<SettledQuery> {
  const known = new Map<string, readonly string[]>()
  for (const condition of query.where) {
    if (!isOfMasterData(condition)) continue
    known.set(JSON.stringify(condition), await idsFor(tx, viewer, condition))
  }
  return settle(query, (condition) => known.get(JSON.stringify(condition)) ?? [])
}

async function idsFor(
  tx: Tx,
  viewer: Viewer,
  condition: MasterDataCondition,
): Promise<readonly string[]> {
  if (condition.kind === 'within') return descendantsOf(tx, viewer, condition.places)
  const { names, values } = condition
  if (values === undefined) return idsHaving(tx, viewer, names)
  const found = new Set<string>()
  for (const name of names) {
    for (const id of await idsWith(tx, viewer, name, values)) found.add(id)
  }
  return [...found]
}
