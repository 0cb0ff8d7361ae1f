import type { Attribute } from '@suyuan/core/master/attribute'
import { textsOf } from '@suyuan/core/master/attribute'
import { nameIn, type Name } from '@suyuan/core/master/name'
import type { Tx, Work } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import { at } from '../store/bucket.ts'
import { keptIn, type ElementRow } from '../store/master-data.ts'
import { declaredAmong, positionsOf, storedAt, type Stored } from '../store/stored.ts'
import { THING, tokenOf } from '../store/token.ts'
import type { Viewer } from '../store/viewer.ts'

/** Positions of the events that name any of these things (canonical). May hold a few that name none. */
export const naming: Work<readonly string[], readonly number[]> = {
  run: findNaming,
  module: import.meta.url,
  name: 'findNaming',
}

export function findNaming(tx: Tx, things: readonly string[]): Promise<readonly number[]> {
  return positionsOf(
    tx,
    things.map((thing) => tokenOf(THING, thing)),
  )
}

/** The same positions in the order of the times of their events, then of capture. */
export const byEventTime: Work<Float64Array, Float64Array> = {
  run: sortByEventTime,
  module: import.meta.url,
  name: 'sortByEventTime',
}

/** Positions whose times are asked for at once. */
const AT_ONCE = 20_000

export async function sortByEventTime(tx: Tx, positions: Float64Array): Promise<Float64Array> {
  const all: { readonly position: number; readonly time: number }[] = []
  for (let from = 0; from < positions.length; from += AT_ONCE) {
    const chunk = [...positions.subarray(from, from + AT_ONCE)]
    const rows = await tx.all<{ position: number; time: number }>(sql`
      select event.position as position, event.event_time as time from event
      where ${at(tx, 'event', chunk)}`)
    for (const row of rows) all.push(row)
  }
  all.sort((a, b) => a.time - b.time || a.position - b.position)
  return Float64Array.from(all, ({ position }) => position)
}

/** An event, and whether it was declared wrong or is such a declaration. */
export type Read = { readonly stored: Stored; readonly void: boolean }

/** Events at these positions, in the order given. */
export const eventsAt: Work<
  { readonly viewer: Viewer; readonly positions: readonly number[] },
  readonly Read[]
> = { run: readEvents, module: import.meta.url, name: 'readEvents' }

export async function readEvents(
  tx: Tx,
  { viewer, positions }: { readonly viewer: Viewer; readonly positions: readonly number[] },
): Promise<readonly Read[]> {
  const stored = await storedAt(tx, viewer, positions)
  const names = stored.map(({ eventID }) => eventID)
  const declared = await declaredAmong(tx, names)
  const found = new Map(stored.map((one) => [one.position, one]))
  return positions.flatMap((position) => {
    const one = found.get(position)
    if (one === undefined) return []
    return [{ stored: one, void: one.declares || declared.has(one.eventID) }]
  })
}

/** What master data says of a product, place or party, as far as papers tell it. */
export type Described = {
  readonly name?: Name
  readonly address?: string
  /** Net content: 900 g. */
  readonly content?: string
}

/** Of these ids (canonical), those that master data describes. */
export const describing: Work<readonly string[], ReadonlyMap<string, Described>> = {
  run: describe,
  module: import.meta.url,
  name: 'describe',
}

export async function describe(
  tx: Tx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Described>> {
  const rows = await tx.all<ElementRow>(sql`
    select number, latest, type, id, body from master_element
    where ${tx.dialect.among(sql`id`, ids)} order by number`)
  const found = new Map<string, Described>()
  for (const { id, description } of rows.map(keptIn)) {
    found.set(id, { ...describedBy(description.attributes), ...found.get(id) })
  }
  return found
}

const ADDRESS = /(?:[#:/])(?:streetAddress\w*|address|postalCode|city|state|country\w*)$/i
const CONTENT = /(?:[#:/])netContent\w*$/i

function describedBy(attributes: readonly Attribute[]): Described {
  const name = nameIn(attributes)
  const texts = (form: RegExp): string =>
    attributes
      .filter(({ id }) => form.test(id))
      .flatMap(({ attribute }) => textsOf(attribute))
      .join(', ')
  const [address, content] = [texts(ADDRESS), texts(CONTENT)]
  return {
    ...(name !== undefined && { name }),
    ...(address !== '' && { address }),
    ...(content !== '' && { content }),
  }
}
