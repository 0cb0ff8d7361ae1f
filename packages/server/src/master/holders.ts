import { holderIn, isParty, locationOf } from '@suyuan/core/master/holder'
import { nameIn, type Name } from '@suyuan/core/master/name'
import type { Tx, Work } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import { keptIn, type ElementRow, type Kept } from '../store/master-data.ts'

/** Who holds what is at a place. */
export type Holder = {
  /** Canonical. */
  readonly party: string
  /** What master data calls the party. */
  readonly name?: Name
}

/** {@link holdersOf} by itself. */
export const findHolders: Work<readonly string[], ReadonlyMap<string, Holder>> = {
  run: holdersOf,
  module: import.meta.url,
  name: 'holdersOf',
}

/**
 * The party that master data names for each of these places (canonical): an attribute `possessing_party` or `owning_party` of
 * the place itself, else of the nearest place above it, or a party above it. A spot with an extension (AI 254) that nothing
 * is above lies in its location. Places for which nobody is named are not in the answer. For who sees everything.
 */
export async function holdersOf(
  tx: Tx,
  places: readonly string[],
): Promise<ReadonlyMap<string, Holder>> {
  const parties = await partiesOf(tx, [...new Set(places)])
  const named = await keptOf(tx, [...new Set(parties.values())])
  return new Map(
    [...parties].map(([place, party]) => {
      const name = named.get(party)?.map(nameOf).find(Boolean)
      return [place, { party, ...(name && { name }) }] as const
    }),
  )
}

const nameOf = ({ description }: Kept): Name | undefined => nameIn(description.attributes)

/** Above so many levels nobody is looked for: hierarchies are a few deep, and may be wrong. */
const MOST_LEVELS = 32

/** All places at once, a level at a time: each place asks of those right above it what it does not know itself. */
async function partiesOf(tx: Tx, places: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  const asking = new Map(places.map((place) => [place, [place] as readonly string[]]))
  for (let level = 0; asking.size > 0 && level < MOST_LEVELS; level++) {
    const ids = [...new Set([...asking.values()].flat())]
    const said = await keptOf(tx, ids)
    for (const [place, these] of asking) {
      const party = these.map((id) => partyOf(id, said.get(id) ?? [])).find(Boolean)
      if (party === undefined) continue
      found.set(place, party)
      asking.delete(place)
    }
    const above = await aboveEach(tx, ids)
    for (const [place, these] of asking) {
      const next = [...new Set(these.flatMap((id) => above.get(id) ?? []))]
      if (next.length === 0) asking.delete(place)
      else asking.set(place, next)
    }
  }
  return found
}

function partyOf(id: string, said: readonly Kept[]): string | undefined {
  const types = said.map(({ type }) => type)
  if (isParty(id, types)) return id
  return said.map(({ description }) => holderIn(description.attributes)).find(Boolean)
}

/** What is directly above each of these. */
async function aboveEach(
  tx: Tx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await tx.all<{ parent: string; child: string }>(sql`
    select distinct parent, child from master_child
    where ${tx.dialect.among(sql`child`, ids)} order by child, parent`)
  const above = Map.groupBy(rows, ({ child }) => child)
  return new Map(
    ids.map((id) => {
      const location = locationOf(id)
      const parents = above.get(id)?.map(({ parent }) => parent)
      return [id, parents ?? (location === undefined ? [] : [location])] as const
    }),
  )
}

async function keptOf(
  tx: Tx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly Kept[]>> {
  const rows = await tx.all<ElementRow>(sql`
    select number, latest, type, id, body from master_element
    where ${tx.dialect.among(sql`id`, ids)} order by number`)
  return Map.groupBy(rows.map(keptIn), ({ id }) => id)
}
