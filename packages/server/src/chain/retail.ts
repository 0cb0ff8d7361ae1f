import { ACTORS, type Dealer } from './cast.ts'
import { DAY, HOUR, instant, localTime, whenOpen } from './clock.ts'
import { glnOf } from './keys.ts'
import type { Box, Codes } from './codes.ts'
import { paper, receive, ship } from './moves.ts'
import { PREFIX, PRODUCTS } from './products.ts'
import type { Random } from './random.ts'
import { observe, type World } from './world.ts'

type Unpacked = { readonly at: number; readonly random: Random; readonly returned: boolean }

type Stop = { readonly at: number; readonly random: Random; readonly shop: string }

/** Where buyers scan, to a tenth of a degree: a consumer's place is nobody's business. */
const SCANNED: readonly string[] = [
  'geo:40.8,111.7',
  'geo:39.9,116.4',
  'geo:31.2,121.5',
  'geo:30.6,104.1',
  'geo:23.1,113.3',
  'geo:34.3,108.9',
]

/** Cases on their way to shops, onto shelves and into hands. */
export class Retail {
  readonly #world: World
  readonly #codes: Codes
  #forged = false

  constructor(world: World, codes: Codes) {
    this.#world = world
    this.#codes = codes
  }

  /** Sends a dealer's loose cases on, some to each of several shops; what is not sent stays. */
  distribute(dealer: Dealer, boxes: readonly Box[], { at, random, returned }: Unpacked): void {
    const size = Math.max(1, Math.ceil(boxes.length / 4))
    for (let from = 0; from < boxes.length; from += size) {
      const part = boxes.slice(from, from + size)
      const first = returned && from === 0
      const shop = dealer.shops[first ? 0 : random.below(dealer.shops.length)]
      const leaves = whenOpen(at + (first ? 1 : random.between(0.5, 4)) * DAY)
      const stays = !first && random.chance(0.15)
      if (shop === undefined || stays || leaves > this.#end) this.#stay(part, dealer.place, 'at')
      else this.#send(dealer, part, { at: leaves, random, shop, returned: first })
    }
  }

  #send(dealer: Dealer, boxes: readonly Box[], stop: Stop & { returned: boolean }): void {
    const { at, random, shop, returned } = stop
    const by = ACTORS.dealer
    const epcList = boxes.map((box) => box.id)
    ship(this.#world, { by, at, place: dealer.place }, { epcList })
    const arrives = whenOpen(at + random.between(4, 26) * HOUR)
    if (arrives > this.#end) {
      this.#stay(boxes, dealer.place, 'in-transit')
      return
    }
    receive(this.#world, { by: ACTORS.shop, at: arrives, place: shop }, { epcList })
    const [first, ...rest] = boxes
    if (returned && first !== undefined)
      this.#giveBack(dealer, first, { at: arrives, random, shop })
    for (const box of returned ? rest : boxes) this.#shelve(box, { at: arrives, random, shop })
  }

  /** A case goes back to the dealer, and on to another shop. */
  #giveBack(dealer: Dealer, box: Box, { at, shop }: Stop): void {
    const other = dealer.shops[1] ?? shop
    const world = this.#world
    const { truth } = world
    const goods = { epcList: [box.id] }
    const more = paper('rma', glnOf(PREFIX.shop, 0), `RMA-${box.id.slice(-9)}`)
    const back = { by: ACTORS.dealer, place: dealer.place }
    ship(world, { by: ACTORS.shop, at: at + 2 * DAY, place: shop, more }, goods)
    receive(world, { ...back, at: at + 2.6 * DAY, more }, goods)
    ship(world, { ...back, at: at + 3.2 * DAY }, goods)
    receive(world, { by: ACTORS.shop, at: at + 3.8 * DAY, place: other }, goods)
    this.#stay([box], other, 'at')
    truth.suspect('returned-case', box.id)
    truth.held('returned-case', box.id, box.tins)
    truth.tell('returned-case', {
      case: box.id,
      firstShop: shop,
      dealer: dealer.place,
      secondShop: other,
      returnedAt: localTime(at + 2 * DAY),
    })
  }

  /** Most cases are opened and put on the shelf; some of the tins are bought, and some of those scanned. */
  #shelve(box: Box, { at, random, shop }: Stop): void {
    const opened = whenOpen(at + random.between(0.3, 3) * DAY)
    if (random.chance(0.3) || opened > this.#end) {
      this.#stay([box], shop, 'at')
      return
    }
    const named = random.chance(0.5) ? { childEPCs: box.tins } : {}
    this.#world.journal.record(ACTORS.shop, opened, 'AggregationEvent', {
      action: 'DELETE',
      parentID: box.id,
      ...named,
      bizStep: 'unpacking',
      disposition: 'sellable_accessible',
      readPoint: { id: shop },
      bizLocation: { id: shop },
    })
    for (const tin of box.tins) this.#sell(tin, { at: opened, random, shop })
  }

  #sell(tin: string, { at, random, shop }: Stop): void {
    const world = this.#world
    const sold = whenOpen(at + random.between(0.1, 9) * DAY)
    if (random.chance(0.75) || sold > this.#end) {
      world.truth.whereabouts([tin], { containers: [], place: shop, state: 'at' })
      return
    }
    const epcList = [tin]
    const by = ACTORS.shop
    observe(
      world,
      {
        by,
        at: sold,
        step: 'retail_selling',
        place: shop,
        after: null,
        disposition: 'retail_sold',
      },
      { epcList },
    )
    this.#forge(shop, tin, sold + HOUR)
    const scanned = sold + random.between(0.1, 3) * DAY
    if (random.chance(0.8) || scanned > this.#end) {
      world.truth.whereabouts([tin], { containers: [], place: shop, state: 'at' })
      return
    }
    const place = SCANNED[random.below(SCANNED.length)] ?? shop
    observe(world, { by, at: scanned, step: 'suyuan:scanning', place, after: null }, { epcList })
    world.truth.whereabouts([tin], { containers: [], place, state: 'at' })
  }

  /** Once: a tin stands on the shelf whose serial no line ever printed. */
  #forge(shop: string, like: string, at: number): void {
    const { truth } = this.#world
    if (this.#forged || !truth.wants('forged-serial') || at > this.#end) return
    this.#forged = true
    const { gtin } = PRODUCTS.formula1
    const id = this.#codes.never(gtin, 1)
    observe(
      this.#world,
      { by: ACTORS.shop, at, step: 'inspecting', place: shop, disposition: 'no_pedigree_match' },
      { epcList: [id] },
    )
    truth.tell('forged-serial', {
      forged: id,
      neverSeen: this.#codes.never(gtin, 2),
      genuine: like,
      seenAt: { place: shop, time: localTime(at) },
      record: {
        zh: '该序列号只被扫过，从未赋码；第二个序列号没有任何事件。',
        en: 'The first serial was only ever scanned, never commissioned; of the second no event exists.',
      },
    })
  }

  #stay(boxes: readonly Box[], place: string, state: 'at' | 'in-transit'): void {
    for (const { id, tins } of boxes)
      this.#world.truth.whereabouts(tins, { containers: [id], place, state })
  }

  get #end(): number {
    return instant(this.#world.scale.lastDay + 1)
  }
}
