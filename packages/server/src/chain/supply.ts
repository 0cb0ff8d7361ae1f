import { ACTORS, PLACES } from './cast.ts'
import { dateOf, DAY, HOUR, stamp } from './clock.ts'
import type { Actor } from './journal.ts'
import { NOWHERE, originOf, weigh, type Lot } from './origin.ts'
import { receive, ship } from './moves.ts'
import { TARGETS } from './incidents.ts'
import {
  commission,
  lotsSeen,
  makeLot,
  makeThing,
  transform,
  type Portion,
  type World,
} from './world.ts'

export type Ingredient = 'whey' | 'plantOil' | 'araOil' | 'premix'

const SUPPLIERS: Readonly<
  Record<Ingredient, { readonly by: Actor; readonly place: string; readonly mark: string }>
> = {
  whey: { by: ACTORS.whey, place: PLACES.whey, mark: 'DW90' },
  plantOil: { by: ACTORS.plantOil, place: PLACES.plantOil, mark: 'VO' },
  araOil: { by: ACTORS.ara, place: PLACES.ara, mark: 'ARA' },
  premix: { by: ACTORS.premix, place: PLACES.premix, mark: 'PX' },
}

const OIL_LOTS_PER_FERMENTATION = 2

type Shelf = { current: Lot | undefined; bought: number }

/** Bought ingredients: lots are used up one after the other, and ordered in time for the next. */
export class Store {
  readonly #world: World
  readonly #shelves = new Map<Ingredient, Shelf>()
  #confusable: Lot | undefined
  #fermentation: { lot: Lot; left: number; index: number } | undefined

  constructor(world: World) {
    this.#world = world
  }

  /** Takes so many kilograms for a use at a moment; a lot that runs out is followed by the next, so there may be two. */
  take(what: Ingredient, kg: number, at: number): readonly Portion[] {
    const shelf = this.#shelves.get(what) ?? { current: undefined, bought: 0 }
    this.#shelves.set(what, shelf)
    const portions: Portion[] = []
    let wanted = weigh(kg)
    while (wanted > 0) {
      if (shelf.current === undefined || shelf.current.kg <= 0)
        this.#restock(what, shelf, { kg, at })
      const lot = shelf.current
      if (lot === undefined) break
      const part = Math.min(wanted, lot.kg)
      lot.kg = weigh(lot.kg - part)
      wanted = weigh(wanted - part)
      portions.push({ lot, kg: part })
    }
    return portions
  }

  /** The lot that a tired hand scanned instead of this premix, once in a chain; undefined for every other blend. */
  mistakenFor(premix: readonly Portion[]): Lot | undefined {
    const [only, ...more] = premix
    const wrong = this.#confusable
    if (
      wrong === undefined ||
      more.length > 0 ||
      only?.lot !== this.#shelves.get('premix')?.current
    )
      return undefined
    this.#confusable = undefined
    return wrong
  }

  /** A new lot, large enough for the scale's number of uses like this one. */
  #restock(what: Ingredient, shelf: Shelf, need: { kg: number; at: number }): void {
    shelf.bought += 1
    const world = this.#world
    const { by, place, mark } = SUPPLIERS[what]
    const made = need.at - 16 * DAY - HOUR * (shelf.bought % 24)
    const kg = weigh(need.kg * world.scale.batchesPerLot * 1.07)
    const name = `${mark}${stamp(made)}-${shelf.bought}`
    const lot =
      what === 'araOil'
        ? this.#encapsulate(name, kg, made)
        : makeLot(makeThing(what, name), kg, NOWHERE)
    const portion = { lot, kg }
    if (what !== 'araOil') {
      const more = { 'cbvmda:itemExpirationDate': dateOf(made + 540 * DAY) }
      commission(world, { by, at: made, step: 'creating_class_instance', place, more }, portion)
    }
    const shipped = made + 5 * DAY
    ship(world, { by, at: shipped, place }, lotsSeen(portion))
    receive(
      world,
      { by: ACTORS.plant, at: shipped + 3 * DAY, place: PLACES.store },
      lotsSeen(portion),
    )
    if (
      what === 'premix' &&
      shelf.bought - 1 === TARGETS.premix &&
      world.truth.wants('corrected-event')
    ) {
      world.truth.suspect('corrected-event', lot.thing.id)
      this.#confusable = shelf.current
    }
    shelf.current = lot
  }

  /** One fermentation becomes several lots of oil powder: the one supplier everybody buys from. */
  #encapsulate(name: string, kg: number, at: number): Lot {
    const world = this.#world
    const crude = this.#crude(kg, at)
    const lot = makeLot(makeThing('araOil', name), kg, originOf([crude]))
    transform(
      world,
      { by: ACTORS.ara, at, step: 'suyuan:encapsulating', place: PLACES.ara },
      { inputs: [{ lot: crude, kg: weigh(kg * 1.02) }], outputs: [{ lot, kg }] },
    )
    const crudeIsBad =
      crude.thing.id === this.#fermentation?.lot.thing.id &&
      this.#fermentation.index === TARGETS.fermentation
    if (crudeIsBad) world.truth.suspect('contaminated-oil-lot', lot.thing.id)
    return lot
  }

  #crude(kg: number, at: number): Lot {
    const open = this.#fermentation
    if (open !== undefined && open.left > 0) {
      open.left -= 1
      return open.lot
    }
    const world = this.#world
    const index = open === undefined ? 0 : open.index + 1
    const made = at - 6 * DAY
    const thing = makeThing('araCrude', `FB${stamp(made)}-${index + 1}`)
    const lot = makeLot(thing, weigh(kg * OIL_LOTS_PER_FERMENTATION * 1.3), NOWHERE)
    commission(
      world,
      { by: ACTORS.ara, at: made, step: 'creating_class_instance', place: PLACES.ara },
      { lot, kg: lot.kg },
    )
    this.#fermentation = { lot, left: OIL_LOTS_PER_FERMENTATION - 1, index }
    if (index === TARGETS.fermentation) {
      world.truth.suspect('contaminated-oil-lot', thing.id)
      world.truth.tell('contaminated-oil-lot', { substance: 'cereulide', supplier: PLACES.ara })
    }
    return lot
  }
}
