import { ACTORS, PLACES, type Ranch } from './cast.ts'
import { DAY, dateOf, onDate } from './clock.ts'
import { receive } from './moves.ts'
import { NOWHERE, originOf, weigh, type Lot, type Thing } from './origin.ts'
import { placeId } from './keys.ts'
import { RATION, rationOf } from './plan.ts'
import { PREFIX } from './products.ts'
import { commission, lotsSeen, makeLot, makeThing, transform, type World } from './world.ts'

/** What a ranch feeds from while one silage pit is open. */
export type Fodder = { readonly silage: Lot; readonly hay: Lot }

/** Perennial: sown once, watered and cut again and again. */
type AlfalfaField = { readonly field: Thing; readonly entered: Lot[] }

/** The forage of all ranches; holds the alfalfa fields and the seed lots already bought. */
export class Forage {
  readonly #world: World
  readonly #seeds = new Map<string, Lot>()
  readonly #alfalfa = new Map<number, AlfalfaField>()

  constructor(world: World) {
    this.#world = world
  }

  /** Opens the next pit of a ranch: tells the whole story of its maize and its hay, from the seed on. */
  open(ranch: Ranch, pit: number): Fodder {
    // four pits a season, and the first season is the year before the first milk
    const year = 2025 + Math.floor(pit / 4)
    return { silage: this.#silage(ranch, pit, year), hay: this.#hay(ranch, pit, year) }
  }

  #silage(ranch: Ranch, pit: number, year: number): Lot {
    const world = this.#world
    const cuts = [0, 1].map((plot) => this.#maize(ranch, { pit, plot, year }))
    const at = onDate(`${year}-09-12`, 18 + pit / 10)
    const kg = weigh(cuts.reduce((sum, cut) => sum + cut.kg, 0) * 0.94)
    const name = `SL${year}-${ranch.index + 1}-${pit + 1}`
    const lot = makeLot(makeThing('silage', name, ranch.place), kg, originOf(cuts))
    transform(
      world,
      { by: ACTORS.ranch, at, step: 'suyuan:ensiling', place: ranch.pit },
      { inputs: cuts.map((cut) => ({ lot: cut, kg: cut.kg })), outputs: [{ lot, kg }] },
    )
    return lot
  }

  /** One plot of maize, sown in May and cut whole in September; the plot is used for this pit alone. */
  #maize(ranch: Ranch, { pit, plot, year }: { pit: number; plot: number; year: number }): Lot {
    const world = this.#world
    const field = fieldOf(ranch, `M${pit * 2 + plot + 1}`)
    // two seed lots a season, in turn: a bad one touches every other pit
    const seed = this.#seed('maizeSeed', `MZ${year}-${'AB'.charAt(pit % 2)}`, `${year}-04-10`)
    const sown = onDate(`${year}-05-06`, 8 + plot * 3 + pit / 10)
    sow(world, { ranch, field, seed, at: sown, kg: 60 })
    const water = irrigate(world, { ranch, field, at: onDate(`${year}-07-02`, 6 + plot) })
    const at = onDate(`${year}-09-10`, 9 + plot * 4 + pit / 10)
    return cut(world, { ranch, field, what: 'maize', at, entered: [seed, water] })
  }

  #hay(ranch: Ranch, pit: number, year: number): Lot {
    const world = this.#world
    const alfalfa = this.#alfalfa.get(ranch.index) ?? this.#sowAlfalfa(ranch)
    this.#alfalfa.set(ranch.index, alfalfa)
    const first = onDate(`${year}-06-02`, 10 + ranch.index / 10)
    const at = first + (pit % 4) * 34 * DAY
    alfalfa.entered.push(irrigate(world, { ranch, field: alfalfa.field, at: at - 12 * DAY }))
    return cut(world, { ranch, ...alfalfa, what: 'alfalfa', at })
  }

  #sowAlfalfa(ranch: Ranch): AlfalfaField {
    const field = fieldOf(ranch, 'A1')
    const seed = this.#seed(
      'alfalfaSeed',
      `AL2025-${Math.floor(ranch.index / 2) + 1}`,
      '2025-03-20',
    )
    sow(this.#world, { ranch, field, seed, at: onDate('2025-04-18', 9), kg: 40 })
    return { field, entered: [seed] }
  }

  /** A certified seed lot, bought once and sown on many plots. */
  #seed(what: 'maizeSeed' | 'alfalfaSeed', name: string, date: string): Lot {
    const known = this.#seeds.get(name)
    if (known !== undefined) return known
    const world = this.#world
    const kg = 8000
    const lot = makeLot(makeThing(what, name), kg, NOWHERE)
    const by = ACTORS.seed
    const place = PLACES.seedStore
    const portion = { lot, kg }
    commission(
      world,
      {
        by,
        at: onDate(date, 9),
        step: 'creating_class_instance',
        place,
        more: { 'suyuan:germination': 93 },
      },
      portion,
    )
    const [home] = world.cast.ranches
    receive(
      world,
      { by: ACTORS.ranch, at: onDate(date, 15), place: home?.place ?? place },
      lotsSeen(portion),
    )
    this.#seeds.set(name, lot)
    return lot
  }
}

function fieldOf(ranch: Ranch, plot: string): Thing {
  return {
    id: placeId(PREFIX.ranch, ranch.index + 1, `FIELD-${plot}`),
    what: 'field',
    farm: ranch.place,
  }
}

type Work = { readonly ranch: Ranch; readonly field: Thing; readonly at: number }

function sow(world: World, { ranch, field, at, seed, kg }: Work & { seed: Lot; kg: number }): void {
  transform(
    world,
    {
      by: ACTORS.ranch,
      at,
      step: 'suyuan:sowing',
      place: field.id,
      more: { 'suyuan:farm': ranch.place },
    },
    { inputs: [{ lot: seed, kg }], outputThings: [field.id] },
  )
}

/** Water from the ranch's own well, a lot each time. */
function irrigate(world: World, { ranch, field, at }: Work): Lot {
  const volume = 2400
  const plot = field.id.slice(field.id.lastIndexOf('-') + 1)
  const name = `IR${dateOf(at).replaceAll('-', '')}-${ranch.index + 1}-${plot}`
  const lot = makeLot(makeThing('irrigation', name), volume, NOWHERE)
  const portion = { lot, kg: volume, uom: 'MTQ' }
  const by = ACTORS.ranch
  commission(
    world,
    { by, at: at - DAY / 8, step: 'creating_class_instance', place: ranch.place },
    portion,
  )
  transform(
    world,
    { by, at, step: 'suyuan:irrigating', place: field.id },
    { inputs: [portion], outputThings: [field.id] },
  )
  return lot
}

type Harvest = Work & { readonly what: 'maize' | 'alfalfa'; readonly entered: readonly Lot[] }

/** A cut is made from its field, and so from all that was sown and watered there before. */
function cut(world: World, { ranch, field, at, what, entered }: Harvest): Lot {
  // a pit is filled from two plots of maize, and loses some in the ensiling
  const eaten = rationOf(world.scale) * world.scale.pitDays
  const kg = weigh(eaten * (what === 'maize' ? RATION.silage * 0.55 : RATION.hay * 1.02))
  const plot = field.id.slice(field.id.lastIndexOf('-') + 1)
  const name = `${what === 'maize' ? 'MC' : 'HA'}${dateOf(at).replaceAll('-', '')}-${ranch.index + 1}-${plot}`
  const soil = makeLot(field, 0, originOf(entered))
  const lot = makeLot(makeThing(what, name, ranch.place), kg, originOf([soil]))
  transform(
    world,
    { by: ACTORS.ranch, at, step: 'suyuan:mowing', place: field.id, after: ranch.place },
    { inputThings: [field.id], outputs: [{ lot, kg }] },
  )
  return lot
}
