import { castOf, type Line } from './cast.ts'
import { instant, localTime } from './clock.ts'
import { buildTankers, collect } from './collection.ts'
import { Farms } from './farm.ts'
import { incidentsOf, type IncidentName } from './incidents.ts'
import { Journal, masterDataDocument, type ChainPart } from './journal.ts'
import { masterDataOf } from './masterdata.ts'
import { Codes } from './codes.ts'
import { Packing, type PowderDay } from './packing.ts'
import { planOf } from './plan.ts'
import { run } from './plant.ts'
import { createRandom } from './random.ts'
import { DAYS_TO_CANNING, scaleOf } from './scale.ts'
import { Store } from './supply.ts'
import { Trade } from './trade.ts'
import { Truth } from './truth.ts'
import { waterDay } from './water.ts'
import type { World } from './world.ts'

export type { ChainPart } from './journal.ts'

export type ChainOptions = {
  /** A whole number; the same seed gives the same bytes. */
  readonly seed: number
  /** 1 to 100,000,000; the incidents all find their place from 1,000 on. */
  readonly tins: number
  readonly incidents?: 'all' | 'none' | readonly IncidentName[]
  readonly eventsPerDocument?: number
}

/**
 * Simulates a chain from grass seed to shop, lazily and in constant memory: first the master data, then EPCIS 2.0 documents
 * and lines of the ground truth as they come about. Throws a RangeError with a sentence for options it cannot follow.
 */
export function* simulate(options: ChainOptions): Generator<ChainPart, void, undefined> {
  const { seed, tins, incidents = 'all', eventsPerDocument = 500 } = options
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed must be a whole number, not ${seed}`)
  if (!Number.isInteger(eventsPerDocument) || eventsPerDocument < 1) {
    throw new RangeError(
      `eventsPerDocument must be a whole number from 1 on, not ${eventsPerDocument}`,
    )
  }
  const wanted = incidentsOf(incidents)
  const scale = scaleOf(tins)
  const cast = castOf(scale)
  const masterData = masterDataOf(scale, cast)
  const journal = new Journal(seed, eventsPerDocument, masterData)
  const truth = new Truth(journal, wanted)
  const random = createRandom(seed, 'chain')
  const world: World = { seed, scale, cast, journal, truth, random }
  yield { kind: 'masterdata', json: masterDataDocument(masterData, instant(-20)) }
  const chain = new Chain(world)
  buildTankers(world)
  for (let day = 0; day <= scale.lastDay; day += 1) {
    for (const _ of chain.day(day)) yield* journal.drain()
    journal.endDay()
  }
  truth.close(chain.summary({ seed, incidents: [...wanted] }))
  yield* journal.finish()
}

/** The chain's stages, and the powder that waits between drying and canning. */
class Chain {
  readonly #world: World
  readonly #farms: Farms
  readonly #store: Store
  readonly #packing: Packing
  readonly #trade: Trade
  readonly #powder = new Map<number, PowderDay[]>()

  constructor(world: World) {
    const codes = new Codes(world.seed)
    this.#world = world
    this.#farms = new Farms(world)
    this.#store = new Store(world)
    this.#packing = new Packing(world, this.#store, codes)
    this.#trade = new Trade(world, codes)
  }

  /** One day of the whole chain; stops after each piece of work, so that what it wrote can be taken away. */
  *day(day: number): Generator<void> {
    if (day < this.#world.scale.days) yield* this.#milk(day)
    const powder = this.#powder.get(day - DAYS_TO_CANNING) ?? []
    this.#powder.delete(day - DAYS_TO_CANNING)
    for (const each of powder) {
      for (const pallets of this.#packing.can(each)) {
        for (const pallet of pallets) this.#trade.store(pallet, day)
        yield
      }
    }
    yield* this.#trade.day(day)
  }

  summary(told: {
    seed: number
    incidents: readonly string[]
  }): Record<string, string | number | readonly string[]> {
    const { scale, journal, truth } = this.#world
    return {
      ...told,
      tins: truth.tins,
      groups: truth.groups,
      blends: this.#packing.blends,
      cases: this.#packing.cases,
      pallets: this.#packing.pallets,
      events: journal.events,
      daysOfMilk: scale.days,
      lines: scale.lines,
      ranches: this.#world.cast.ranches.length,
      from: localTime(instant(0)),
      until: localTime(instant(scale.lastDay + 1)),
    }
  }

  /** Water, feeding and milking of a day; the milk is dried the day after. */
  *#milk(day: number): Generator<void> {
    const water = waterDay(this.#world, day)
    yield
    const dried: PowderDay[] = []
    for (const line of this.#world.cast.lines) {
      dried.push(this.#dry(line, day, water))
      yield
    }
    this.#powder.set(day, dried)
  }

  #dry(line: Line, day: number, water: ReturnType<typeof waterDay>): PowderDay {
    const world = this.#world
    const plan = planOf(world.scale, line.index, day)
    // no two ranches give the same, nor any the same every day
    const random = createRandom(world.seed, `milk ${line.letter} ${day}`)
    const shares = line.ranches.map(() => random.between(0.88, 1.12))
    const all = shares.reduce((sum, share) => sum + share, 0)
    const tanks = line.ranches.map((ranch, index) =>
      this.#farms.day(ranch, day, (plan.milkKg * (shares[index] ?? 1)) / all),
    )
    const deliveries = collect(world, line, day, tanks)
    const powders = run(
      world,
      { line, day: day + 1, plan },
      { deliveries, water, store: this.#store },
    )
    return { line, day, powders }
  }
}
