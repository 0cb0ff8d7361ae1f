import { classOf } from '@suyuan/core/id/class-and-lot'
import { identify } from '@suyuan/core/id/identify'
import type { Tx, Work } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import { visibleTo, type Viewer } from '../store/viewer.ts'

export type Name = { readonly zh?: string; readonly en?: string }

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
type Attribute = { readonly id: string; readonly attribute: unknown }

/** CBV 2.0 names parties and places by `name`, products by `descriptionShort`; the GS1 Web Vocabulary by `productName`. */
const NAMES = [
  /^urn:epcglobal:cbv:mda[:#]{0,2}name$|mda[#:]name$/,
  /^urn:epcglobal:cbv:mda[:#]{0,2}descriptionShort$/,
  /gs1\.org\/voc\/(?:productName|organizationName|locationName|physicalLocationName)$/,
]

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
    const name = NAMES.map((form) => attributes.find((one) => form.test(one.id))).find(Boolean)
    const stage = attributes.find((one) => one.id.endsWith('/voc#stage'))?.attribute
    const before = labels.get(id)
    labels.set(id, {
      ...before,
      type,
      name: name === undefined ? (before?.name ?? {}) : nameOf(name.attribute),
      ...(typeof stage === 'string' && { stage }),
    })
  }
  return labels
}

/** A text in every language, or JSON-LD language-tagged strings, alone, in a list or in an `@set`. */
function nameOf(value: unknown): Name {
  if (typeof value === 'string') return { zh: value, en: value }
  const set = (value as { readonly '@set'?: unknown } | null)?.['@set'] ?? value
  const list: readonly unknown[] = Array.isArray(set) ? set : [set]
  const name: { zh?: string; en?: string } = {}
  for (const one of list) {
    if (typeof one !== 'object' || one === null) continue
    const { '@value': text, '@language': language } = one as Record<string, unknown>
    if (typeof text !== 'string') continue
    if (typeof language === 'string' && language.startsWith('zh')) name.zh = text
    else name.en = text
  }
  return name
}
