import { classOf } from '@suyuan/core/id/class-and-lot'
import { identify } from '@suyuan/core/id/identify'
import type { Attribute } from '@suyuan/core/master/attribute'
import { nameIn, type Name } from '@suyuan/core/master/name'
import type { Tx, Work } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import { visibleTo, type Viewer } from '../store/viewer.ts'

/** What people call a thing, from master data. */
export type Label = { readonly name: Name; readonly stage?: string; readonly type: string }

export type LabelsQuestion = { readonly viewer: Viewer; readonly ids: readonly string[] }

/** Labels of these things, by id; a lot or item without its own has that of its class. */
export const labelsOf: Work<LabelsQuestion, Readonly<Record<string, Label>>> = {
  run: findLabels,
  module: import.meta.url,
  name: 'findLabels',
}

export async function findLabels(
  tx: Tx,
  { viewer, ids }: LabelsQuestion,
): Promise<Readonly<Record<string, Label>>> {
  const wanted = new Map<string, readonly string[]>()
  for (const id of ids) {
    const { canonical } = identify(id)
    const inClass = classOf(canonical)
    wanted.set(id, inClass === undefined ? [canonical] : [canonical, inClass])
  }
  const known = await described(tx, viewer, [...new Set([...wanted.values()].flat())])
  const labels: [string, Label][] = []
  for (const [id, names] of wanted) {
    const label = names.map((name) => known.get(name)).find((found) => found !== undefined)
    if (label !== undefined) labels.push([id, label])
  }
  return Object.fromEntries(labels)
}

type Row = { readonly id: string; readonly type: string; readonly body: string }

/** Later descriptions of one thing add to earlier ones; of one attribute the latest counts. */
async function described(
  tx: Tx,
  viewer: Viewer,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Label>> {
  const rows = await tx.all<Row>(sql`
    select id, type, body from master_data
    where ${tx.dialect.among(sql`id`, ids)}
      and ${visibleTo(viewer, 'master_data')} order by id, number`)
  const labels = new Map<string, Label>()
  for (const { id, type, body } of rows) {
    const { attributes } = JSON.parse(body) as { readonly attributes: readonly Attribute[] }
    const name = nameIn(attributes)
    const stage = attributes.find((one) => one.id.endsWith('/voc#stage'))?.attribute
    const before = labels.get(id)
    labels.set(id, {
      ...before,
      type,
      name: name ?? before?.name ?? {},
      ...(typeof stage === 'string' && { stage }),
    })
  }
  return labels
}
