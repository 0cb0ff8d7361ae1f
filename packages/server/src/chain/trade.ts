import { ACTORS, PLACES, type Dealer } from './cast.ts'
import { DAY, HOUR, instant, MINUTE, whenOpen } from './clock.ts'
import { TARGETS } from './incidents.ts'
import { glnOf } from './keys.ts'
import type { Codes } from './codes.ts'
import { paper, receive, ship } from './moves.ts'
import type { Pallet } from './packing.ts'
import { PREFIX } from './products.ts'
import { createRandom, type Random } from './random.ts'
import { repalletise } from './repalletise.ts'
import { Retail } from './retail.ts'
import type { Whereabouts } from './truth.ts'
import type { World } from './world.ts'

/** Quarantine of finished tins, in days: nutrition and pathogen tests take 7 to 15. */
const QUARANTINE = 12
const SHIPPING_DAYS = 4

const PALLETS_PER_TRUCK = 24

type Truck = { readonly dealer: Dealer; readonly pallets: Pallet[] }

/** From the warehouse to dealers, shops and buyers. Holds the pallets that wait for their day. */
export class Trade {
  readonly #world: World
  readonly #codes: Codes
  readonly #retail: Retail
  readonly #due = new Map<number, Truck[]>()
  pallets = 0

  constructor(world: World, codes: Codes) {
    this.#world = world
    this.#codes = codes
    this.#retail = new Retail(world, codes)
  }

  /** A pallet comes into the warehouse. */
  store(pallet: Pallet, day: number): void {
    this.pallets += 1
    const { truth } = this.#world
    if (pallet.index !== TARGETS.repalletised || !truth.wants('repalletised-pallet')) {
      this.#schedule(pallet, day)
      return
    }
    const next = repalletise(this.#world, this.#codes, pallet)
    if (next !== undefined) this.#schedule(next, day)
  }

  /** Everything that leaves on a day, each truckload with its whole life thereafter. */
  *day(day: number): Generator<void> {
    const trucks = this.#due.get(day) ?? []
    this.#due.delete(day)
    for (const [index, truck] of trucks.entries()) {
      this.#drive(truck, instant(day, 8 + (index % 40) / 5))
      yield
    }
  }

  #schedule(pallet: Pallet, day: number): void {
    const { seed, scale, cast } = this.#world
    const random = createRandom(seed, `pallet ${pallet.index}`)
    const fixed = pallet.index === TARGETS.returned
    const leaves = day + QUARANTINE + (fixed ? 0 : random.below(SHIPPING_DAYS))
    const dealer = cast.dealers[random.below(cast.dealers.length)]
    const stays = !fixed && random.chance(0.08)
    if (stays || leaves > scale.lastDay || dealer === undefined) {
      this.#stay(pallet, { place: PLACES.warehouse, state: 'at' })
      return
    }
    const trucks = this.#due.get(leaves) ?? []
    this.#due.set(leaves, trucks)
    const open = trucks.find(
      (each) => each.dealer === dealer && each.pallets.length < PALLETS_PER_TRUCK,
    )
    if (open === undefined) trucks.push({ dealer, pallets: [pallet] })
    else open.pallets.push(pallet)
  }

  /** All tins of a pallet stay where the pallet is. */
  #stay(pallet: Pallet, { place, state }: Pick<Whereabouts, 'place' | 'state'>): void {
    for (const box of this.#codes.boxes(pallet.runs)) {
      this.#world.truth.whereabouts(box.tins, { containers: [box.id, pallet.id], place, state })
    }
  }

  #drive({ dealer, pallets }: Truck, leaves: number): void {
    const world = this.#world
    const random = createRandom(world.seed, `truck ${pallets[0]?.index ?? 0}`)
    const epcList = pallets.map((pallet) => pallet.id)
    const more = {
      ...paper('desadv', glnOf(PREFIX.plant, 2), `DN-${epcList[0]?.slice(-9) ?? ''}`),
      sourceList: [{ type: 'owning_party', source: ACTORS.plant.party }],
      destinationList: [{ type: 'owning_party', destination: ACTORS.dealer.party }],
    }
    const order = paper('po', glnOf(PREFIX.dealer, 0), `PO-${epcList[0]?.slice(-9) ?? ''}`)
    world.journal.record(ACTORS.plant, leaves - 2 * HOUR, 'TransactionEvent', {
      action: 'ADD',
      ...order,
      epcList,
      bizStep: 'picking',
      disposition: 'reserved',
      readPoint: { id: PLACES.warehouse },
    })
    ship(world, { by: ACTORS.plant, at: leaves, place: PLACES.dock, more }, { epcList })
    const fixed = pallets.some((pallet) => pallet.index === TARGETS.returned)
    const arrives = whenOpen(leaves + (fixed ? 20 * HOUR : random.between(0.7, 2.8) * DAY))
    if (arrives > this.#end) {
      for (const pallet of pallets) this.#stay(pallet, { place: PLACES.dock, state: 'in-transit' })
      return
    }
    receive(world, { by: ACTORS.dealer, at: arrives, place: dealer.place, more }, { epcList })
    for (const [index, pallet] of pallets.entries())
      this.#unpack(dealer, pallet, arrives + index * MINUTE)
  }

  /** The dealer takes most pallets apart; the cases go on to shops. */
  #unpack(dealer: Dealer, pallet: Pallet, arrived: number): void {
    const world = this.#world
    const random: Random = createRandom(world.seed, `dealer ${pallet.index}`)
    const fixed = pallet.index === TARGETS.returned
    const at = whenOpen(arrived + (fixed ? 3 : random.between(2, 30)) * HOUR)
    if ((!fixed && random.chance(0.12)) || at > this.#end) {
      this.#stay(pallet, { place: dealer.place, state: 'at' })
      return
    }
    const boxes = this.#codes.boxes(pallet.runs)
    // half of them name the cases, half take the pallet to be empty: both are legal
    const named = pallet.index % 2 === 0 ? { childEPCs: boxes.map((box) => box.id) } : {}
    world.journal.record(ACTORS.dealer, at, 'AggregationEvent', {
      action: 'DELETE',
      parentID: pallet.id,
      ...named,
      bizStep: 'unpacking',
      readPoint: { id: dealer.place },
      bizLocation: { id: dealer.place },
    })
    this.#retail.distribute(dealer, boxes, {
      at,
      random,
      returned: fixed && world.truth.wants('returned-case'),
    })
  }

  get #end(): number {
    return instant(this.#world.scale.lastDay + 1)
  }
}
