import { identify } from '@suyuan/core/id/identify'
import { isoOf } from '@suyuan/core/event/micros'
import type { Standing } from '@suyuan/core/master/description'
import type { Statement } from '@suyuan/core/master/description'
import type { Tx, Work } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import { keptIn, type ElementRow, type Kept } from '../store/master-data.ts'
import { seesMasterData, visibleTo, type Viewer } from '../store/viewer.ts'
import { ancestorsOf, childrenOf, descendantsOf, parentsOf } from './hierarchy.ts'

export type ThingQuestion = {
  readonly viewer: Viewer
  readonly id: string
  /** History before this statement; from the newest unless given. */
  readonly before?: number
}

/** Who said it, and when. */
type Said = { readonly at: string; readonly by: string }

/** What holds of a thing as one vocabulary has it. */
export type Described = {
  readonly type: string
  /** As it was spelt. */
  readonly id: string
  readonly attributes: readonly (Omit<Standing, 'since'> & { readonly since: Said })[]
  readonly children: readonly string[]
  readonly childrenSince?: Said
}

export type Stated = Said & {
  readonly number: number
  readonly type: string
  readonly credential: string
} & Statement

export type Thing = {
  /** Canonical. */
  readonly id: string
  readonly descriptions: readonly Described[]
  /** Directly above and below it, canonical; then all, as far as they are told. */
  readonly parents: readonly string[]
  readonly children: readonly string[]
  readonly above: readonly string[]
  readonly below: readonly string[]
  /** There are more above or below than are told. */
  readonly cut: boolean
  /** Newest first. */
  readonly history: readonly Stated[]
  /** Where older history goes on. */
  readonly before?: number
}

const MOST_TOLD = 1000
const STATED_AT_ONCE = 100

/** All that master data says of one thing, and said; undefined when it is named nowhere in it. */
export const thingDescribed: Work<ThingQuestion, Thing | undefined> = {
  run: describeThing,
  module: import.meta.url,
  name: 'describeThing',
}

export async function describeThing(
  tx: Tx,
  { viewer, id: asked, before }: ThingQuestion,
): Promise<Thing | undefined> {
  const id = identify(asked).canonical
  const kept = seesMasterData(viewer) ? await keptAs(tx, id) : []
  const history = await historyOf(tx, viewer, { id, ...(before !== undefined && { before }) })
  const parents = await parentsOf(tx, viewer, [id])
  if (kept.length === 0 && history.length === 0 && parents.length === 0) return undefined
  const above = (await ancestorsOf(tx, viewer, [id])).slice(1)
  const below = (await descendantsOf(tx, viewer, [id])).slice(1)
  const told = history.slice(0, STATED_AT_ONCE)
  const last = told.at(-1)
  return {
    id,
    descriptions: await describedBy(tx, kept),
    parents,
    children: await childrenOf(tx, viewer, [id]),
    above: above.slice(0, MOST_TOLD),
    below: below.slice(0, MOST_TOLD),
    cut: above.length > MOST_TOLD || below.length > MOST_TOLD,
    history: told,
    ...(history.length > told.length && last && { before: last.number }),
  }
}

async function keptAs(tx: Tx, id: string): Promise<readonly Kept[]> {
  const rows = await tx.all<ElementRow>(sql`
    select number, latest, type, id, body from master_element where id = ${id} order by number`)
  return rows.map(keptIn)
}

type SaidRow = {
  readonly number: number
  readonly captured_at: number
  readonly party: string
}

async function describedBy(tx: Tx, kept: readonly Kept[]): Promise<readonly Described[]> {
  const numbers = kept.flatMap(({ description }) => [
    ...description.attributes.map(({ since }) => since),
    description.childrenSince ?? 0,
  ])
  const rows = await tx.all<SaidRow>(sql`
    select master_data.number, captured_at, party from master_data
    join captor on captor.id = master_data.captor
    where ${tx.dialect.among(sql`master_data.number`, [...new Set(numbers)])}`)
  const said = new Map(rows.map((row) => [row.number, saidIn(row)]))
  const since = (number: number): Said => said.get(number) ?? { at: '', by: '' }
  return kept.map(({ type, id, description: { spelt, attributes, children, childrenSince } }) => ({
    type,
    id: spelt ?? id,
    attributes: attributes.map((one) => ({ ...one, since: since(one.since) })),
    children,
    ...(childrenSince !== undefined && { childrenSince: since(childrenSince) }),
  }))
}

const saidIn = ({ captured_at, party }: SaidRow): Said => ({ at: isoOf(captured_at), by: party })

type StatedRow = SaidRow & {
  readonly type: string
  readonly credential: string
  readonly body: string
}

async function historyOf(
  tx: Tx,
  viewer: Viewer,
  { id, before }: { readonly id: string; readonly before?: number },
): Promise<readonly Stated[]> {
  const earlier = before === undefined ? sql`1 = 1` : sql`master_data.number < ${before}`
  const rows = await tx.all<StatedRow>(sql`
    select master_data.number, type, captured_at, party, credential, body from master_data
    join captor on captor.id = master_data.captor
    where master_data.id = ${id} and ${earlier} and ${visibleTo(viewer, 'master_data')}
    order by master_data.number desc limit ${STATED_AT_ONCE + 1}`)
  return rows.map((row) => ({
    number: row.number,
    type: row.type,
    ...saidIn(row),
    credential: row.credential,
    ...(JSON.parse(row.body) as Statement),
  }))
}
