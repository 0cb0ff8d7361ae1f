import { ACTORS, PLACES, type Ranch } from './cast.ts'
import { HOUR, instant, stamp } from './clock.ts'
import { Forage, type Fodder } from './forage.ts'
import { receive, ship } from './moves.ts'
import { TARGETS } from './incidents.ts'
import { NOWHERE, originOf, through, weigh, type Lot, type Origin } from './origin.ts'
import { KG_MILK_PER_COW, KG_RATION_PER_COW, RATION, rationOf } from './plan.ts'
import { createRandom } from './random.ts'
import { celsius, percent, sensed } from './sensors.ts'
import { commission, fill, lotsSeen, makeLot, makeThing, transform, type World } from './world.ts'

/** Three milkings a day; the tank is topped up half an hour after each. */
const MILKINGS = [5, 13, 21] as const

/** A ranch's tank in the evening: how much is in it, and where that came from. */
export type FullTank = { readonly ranch: Ranch; readonly kg: number; readonly origin: Origin }

type Larder = { fodder: Fodder; pit: number; concentrate: Lot; bought: number }

/** Feeding, milking and cooling on all ranches; holds what each feeds from. */
export class Farms {
  readonly #world: World
  readonly #forage: Forage
  readonly #larders = new Map<Ranch, Larder>()

  constructor(world: World) {
    this.#world = world
    this.#forage = new Forage(world)
  }

  /** One day of a ranch that is to give so many kilograms of milk. */
  day(ranch: Ranch, day: number, kg: number): FullTank {
    const world = this.#world
    const cows = Math.max(1, Math.round(kg / KG_MILK_PER_COW / ranch.pens.length))
    const ration = mixRation(
      world,
      { ranch, day, cows: cows * ranch.pens.length },
      this.#larder(ranch, day),
    )
    const herds = ranch.pens.map((_, pen) => feed(world, { ranch, day, cows }, { pen, ration }))
    const share = weigh(kg / ranch.pens.length / MILKINGS.length)
    const milk = MILKINGS.flatMap((hour, session) =>
      herds.map((herd, pen) =>
        milked(world, { ranch, day, cows }, { herd, pen, hour, session, kg: share }),
      ),
    )
    return {
      ranch,
      kg: milk.reduce((sum, lot) => sum + lot.kg, 0),
      origin: through(ranch.tank, originOf(milk)),
    }
  }

  #larder(ranch: Ranch, day: number): Larder {
    const { pitDays, concentrateDays } = this.#world.scale
    const pit = Math.floor(day / pitDays)
    const bought = Math.floor(day / concentrateDays)
    const now = this.#larders.get(ranch)
    const larder: Larder = {
      pit,
      bought,
      fodder: now?.pit === pit ? now.fodder : this.#forage.open(ranch, pit),
      concentrate:
        now?.bought === bought ? now.concentrate : buy(this.#world, { ranch, day, bought }),
    }
    this.#larders.set(ranch, larder)
    return larder
  }
}

/** A lot of concentrate from the mill; of one lot of one ranch, nothing was ever recorded. */
function buy(
  world: World,
  { ranch, day, bought }: { ranch: Ranch; day: number; bought: number },
): Lot {
  const { concentrateDays } = world.scale
  const kg = weigh(rationOf(world.scale) * RATION.concentrate * concentrateDays * 1.02)
  const number = `CF${stamp(instant(day))}-${ranch.index + 1}`
  const thing = makeThing('concentrate', number)
  const hidden =
    ranch.index === TARGETS.unrecordedRanch &&
    bought === TARGETS.unrecordedLot &&
    world.truth.wants('unrecorded-origin')
  if (hidden) {
    world.truth.suspect('unrecorded-origin', thing.id)
    world.truth.tell('unrecorded-origin', {
      truly: { boughtFrom: PLACES.mill, ranch: ranch.place },
      record: {
        zh: '事件里只有“投喂”，没有生产、发货或收货：追溯到此为止，须报 origin-unknown。',
        en: 'Only its feeding is recorded, no making, shipping or receiving: the trace ends here and must say origin-unknown.',
      },
    })
    return makeLot({ ...thing, unrecorded: true }, kg, NOWHERE)
  }
  const lot = makeLot(thing, kg, NOWHERE)
  const portion = { lot, kg }
  const by = ACTORS.mill
  commission(
    world,
    { by, at: instant(day - 4, 9), step: 'creating_class_instance', place: PLACES.mill },
    portion,
  )
  ship(world, { by, at: instant(day - 3, 8), place: PLACES.mill }, lotsSeen(portion))
  receive(
    world,
    { by: ACTORS.ranch, at: instant(day - 2, 10), place: ranch.place },
    lotsSeen(portion),
  )
  return lot
}

type Herd = { readonly ranch: Ranch; readonly day: number; readonly cows: number }

/** The morning's mixer load: half silage, a fifth hay, the rest concentrate. */
function mixRation(world: World, { ranch, day, cows }: Herd, larder: Larder): Lot {
  const at = instant(day, 3 + ranch.index / 60)
  const kg = weigh(cows * KG_RATION_PER_COW)
  const { fodder, concentrate } = larder
  const inputs = [
    { lot: fodder.silage, kg: weigh(kg * RATION.silage) },
    { lot: fodder.hay, kg: weigh(kg * RATION.hay) },
    { lot: concentrate, kg: weigh(kg * RATION.concentrate) },
  ]
  const thing = makeThing('tmr', `TMR${stamp(at)}-${ranch.index + 1}`, ranch.place)
  const lot = makeLot(thing, kg, originOf(inputs.map((each) => each.lot)))
  transform(
    world,
    { by: ACTORS.ranch, at, step: 'suyuan:mixing', place: ranch.mixer },
    { inputs, outputs: [{ lot, kg: weigh(kg * 0.998) }] },
  )
  return lot
}

/** A pen's cows on one day: what they are fed is what their milk is made from. */
function feed(
  world: World,
  { ranch, day, cows }: Herd,
  { pen, ration }: { pen: number; ration: Lot },
): Lot {
  const at = instant(day, 3.6 + ranch.index / 60)
  const { place, name } = ranch.pens[pen] ?? { place: ranch.place, name: 'P01' }
  const thing = makeThing('herdDay', `HD${stamp(at)}-${ranch.index + 1}-${name}`, ranch.place)
  const lot = makeLot(thing, cows, originOf([ration]))
  transform(
    world,
    { by: ACTORS.ranch, at, step: 'suyuan:feeding', place },
    {
      inputs: [{ lot: ration, kg: weigh(cows * KG_RATION_PER_COW * 0.99) }],
      outputs: [{ lot, kg: cows, uom: null }],
    },
  )
  return lot
}

type Milking = {
  readonly herd: Lot
  readonly pen: number
  readonly hour: number
  readonly session: number
  readonly kg: number
}

/** One milking of one pen, cooled below 4 °C in the bulk tank (Dairy Regulations art. 25: within two hours). */
function milked(
  world: World,
  { ranch, day, cows }: Herd,
  { herd, pen, hour, session, kg }: Milking,
): Lot {
  const { random } = world
  const late = createRandom(world.seed, `milking ${ranch.index} ${day} ${hour}`).between(0, 0.13)
  const at = instant(day, hour + pen * 0.3 + ranch.index / 60 + late)
  const by = ACTORS.ranch
  const name = `RM${stamp(at)}-${ranch.index + 1}-${ranch.pens[pen]?.name ?? ''}-${session + 1}`
  const lot = makeLot(makeThing('milk', name, ranch.place), kg, originOf([herd]))
  const quality = [
    percent('fat', random.between(3.6, 4.1)),
    percent('protein', random.between(3.1, 3.5)),
  ]
  transform(
    world,
    {
      by,
      at,
      step: 'suyuan:milking',
      place: ranch.parlour,
      more: { sensorElementList: sensed(at, undefined, quality) },
    },
    { inputs: [{ lot: herd, kg: cows, uom: null }], outputs: [{ lot, kg }] },
  )
  const cooled = at + HOUR / 2
  const cold = sensed(cooled, ranch.tank.id, [celsius(random.between(2.6, 3.8))])
  fill(
    world,
    {
      by,
      at: cooled,
      step: 'storing',
      place: ranch.parlour,
      after: ranch.place,
      more: { sensorElementList: cold },
    },
    ranch.tank.id,
    { lot, kg },
  )
  return lot
}
