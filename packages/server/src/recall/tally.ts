import type { Name } from '@suyuan/core/master/name'
import type {
  Affected,
  HolderCount,
  HolderRef,
  LotCount,
  PlaceCount,
} from '@suyuan/core/recall/case'
import type { Holder } from '../master/holders.ts'
import type { Line } from './blocks.ts'

type AtPlace = { items: number; inTransit: number; readonly lots: Map<string, number> }

/** Counts an affected set as it is found: by place and lot. */
export class Tally {
  readonly #places = new Map<string, AtPlace>()
  readonly #lots = new Map<string, number>()
  #items = 0
  #certain = 0
  #bulkLots = 0
  #equipment = 0

  add({ kind, used, certain, lot, place, state }: Line): void {
    if (kind === 'lot') this.#bulkLots += 1
    if (kind !== 'item') return
    if (used) {
      this.#equipment += 1
      return
    }
    this.#items += 1
    if (certain) this.#certain += 1
    const at = this.#placeOf(place ?? '')
    at.items += 1
    if (state === 'in-transit') at.inTransit += 1
    count(at.lots, lot ?? '', 1)
    count(this.#lots, lot ?? '', 1)
  }

  #placeOf(place: string): AtPlace {
    const known = this.#places.get(place)
    if (known !== undefined) return known
    const fresh = { items: 0, inTransit: 0, lots: new Map<string, number>() }
    this.#places.set(place, fresh)
    return fresh
  }

  get affected(): Affected {
    return {
      lots: [...this.#lots.keys()].filter((lot) => lot !== '').length,
      items: this.#items,
      certain: this.#certain,
      bulkLots: this.#bulkLots,
      equipment: this.#equipment,
    }
  }

  /** The lots of the affected items, those with most first. */
  get lots(): readonly LotCount[] {
    return lotCounts(this.#lots)
  }

  get places(): readonly string[] {
    return [...this.#places.keys()].filter((place) => place !== '')
  }

  /** By place, those with most first. */
  whereabouts(
    holders: ReadonlyMap<string, Holder>,
    names: Readonly<Record<string, { readonly name: Name }>>,
  ): readonly PlaceCount[] {
    return [...this.#places]
      .map(([place, { items, inTransit, lots }]) => {
        const placeName = names[place]?.name
        return {
          place: place === '' ? null : place,
          ...(placeName !== undefined && { placeName }),
          ...holderRef(place, holders, placeName),
          items,
          lots: [...lots.keys()].filter((lot) => lot !== '').length,
          inTransit,
        }
      })
      .toSorted((a, b) => b.items - a.items || (a.place ?? '').localeCompare(b.place ?? ''))
  }

  /** By holder, those with most first. */
  holders(whereabouts: readonly PlaceCount[]): readonly HolderCount[] {
    const groups = Map.groupBy(whereabouts, ({ holder }) => holder)
    return [...groups.values()]
      .map((parts) => this.#holderOf(parts))
      .toSorted((a, b) => b.items - a.items || a.holder.localeCompare(b.holder))
  }

  #holderOf(parts: readonly PlaceCount[]): HolderCount {
    const [{ holder, name, named } = UNKNOWN] = parts
    const lots = new Map<string, number>()
    for (const { place } of parts) {
      for (const [lot, items] of this.#places.get(place ?? '')?.lots ?? []) count(lots, lot, items)
    }
    return {
      holder,
      ...(name !== undefined && { name }),
      named,
      places: parts.flatMap(({ place }) => (place === null ? [] : [place])),
      items: parts.reduce((sum, { items }) => sum + items, 0),
      inTransit: parts.reduce((sum, { inTransit }) => sum + inTransit, 0),
      lots: lotCounts(lots),
    }
  }
}

const UNKNOWN: HolderRef = { holder: 'unknown', named: false }

/** Who answers for a place: the party that master data names, else the place by itself. */
export function holderRef(
  place: string,
  holders: ReadonlyMap<string, Holder>,
  placeName?: Name,
): HolderRef {
  if (place === '') return UNKNOWN
  const found = holders.get(place)
  if (found !== undefined) {
    return { holder: found.party, ...(found.name && { name: found.name }), named: true }
  }
  return { holder: place, ...(placeName && { name: placeName }), named: false }
}

function count(into: Map<string, number>, key: string, more: number): void {
  into.set(key, (into.get(key) ?? 0) + more)
}

const lotCounts = (lots: ReadonlyMap<string, number>): readonly LotCount[] =>
  [...lots]
    .map(([lot, items]) => ({ lot: lot === '' ? null : lot, items }))
    .toSorted((a, b) => b.items - a.items || (a.lot ?? '').localeCompare(b.lot ?? ''))
