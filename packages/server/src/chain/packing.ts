import { blendDry, type Batch } from './blending.ts'
import { canningRun, fillTins, TO_FIRST_TIN } from './canning.ts'
import { ACTORS, PLACES, type Line } from './cast.ts'
import { DAY, HOUR, instant, MINUTE, stamp } from './clock.ts'
import type { Codes, Run } from './codes.ts'
import { glnOf, lotId } from './keys.ts'
import { paper } from './moves.ts'
import { originOf, weigh, type Lot } from './origin.ts'
import { planOf } from './plan.ts'
import { PREFIX, PRODUCTS } from './products.ts'
import { DAYS_TO_CANNING } from './scale.ts'
import { sensed, tinTests } from './sensors.ts'
import { Stack } from './stack.ts'
import type { Store } from './supply.ts'
import { makeLot, makeThing, observe, pack, transform, type World } from './world.ts'

export type Pallet = {
  readonly index: number
  readonly id: string
  readonly at: number
  readonly runs: readonly Run[]
}

/** Base powder of one line on one day, waiting for its day of canning. */
export type PowderDay = {
  readonly line: Line
  readonly day: number
  readonly powders: readonly Lot[]
}

/** Nutrition, pathogens and cereulide: the slowest test takes a week and a half. */
const QUARANTINE_DAYS = 11

const FIRST_BLEND = 7
const WORKING_HOURS = 13

/** Blending, canning and palletising; counts what it has made, and keeps the rework of each product. */
export class Packing {
  readonly #world: World
  readonly #store: Store
  readonly #codes: Codes
  readonly #rework = new Map<string, Lot>()
  blends = 0
  tins = 0
  cases = 0
  pallets = 0

  constructor(world: World, store: Store, codes: Codes) {
    this.#world = world
    this.#store = store
    this.#codes = codes
  }

  /** Cans the powder of a line and day, batch by batch, until the chain has its tins; answers each batch's full pallets. */
  *can({ line, day, powders }: PowderDay): Generator<readonly Pallet[]> {
    const { scale } = this.#world
    const plan = planOf(scale, line.index, day)
    const start = instant(day + DAYS_TO_CANNING, FIRST_BLEND + line.index / 10)
    const batches = powders.length * scale.batchesPerPowder
    const slot = (WORKING_HOURS * HOUR) / batches
    const minutes = Math.min(40, (slot / MINUTE) * 0.6)
    const lotNumber = `${stamp(start)}${line.letter}${plan.recipe.stage}`
    const before = this.tins
    const stack = new Stack(scale.casesPerPallet)
    for (let nth = 0; nth < batches && this.tins < scale.tins; nth += 1) {
      const powder = powders[Math.floor(nth / scale.batchesPerPowder)]
      if (powder === undefined) break
      const tins = Math.min(scale.tinsPerBatch, scale.tins - this.tins)
      const at = Math.round(start + nth * slot)
      const index = this.blends
      const run = this.#batch(
        { line, plan, powder, index, tins, at, minutes, lotNumber },
        nth === 0,
      )
      const done = Math.round(at + (TO_FIRST_TIN + 6 + minutes) * MINUTE)
      yield stack.add(run).map((runs) => this.#palletise(line, runs, done))
    }
    this.#release(lotId(PRODUCTS[plan.recipe.sort].gtin, lotNumber), this.tins - before, start)
    const closing = start + (WORKING_HOURS + 1.5) * HOUR
    yield stack.rest().map((runs) => this.#palletise(line, runs, closing))
  }

  /** One blend and its tins. The first of a line's day takes the rework of its product, or leaves some: never both. */
  #batch(batch: Batch, first: boolean): Run {
    const { sort } = batch.plan.recipe
    const rework = first ? this.#rework.get(sort) : undefined
    if (rework !== undefined) this.#rework.delete(sort)
    const blend = blendDry(this.#world, this.#store, batch, rework)
    const run = fillTins(this.#world, this.#codes, { batch, blend }, this)
    this.blends += 1
    this.cases += run.cases
    this.tins += batch.tins
    if (first && rework === undefined) this.#rework.set(sort, this.#leftOver(batch, blend))
    return run
  }

  /** Powder of the run's start and end that was not canned: it goes into a later blend of the same product. */
  #leftOver(batch: Batch, blend: Lot): Lot {
    const kg = weigh(batch.plan.reworkKg * (batch.tins / this.#world.scale.tinsPerBatch))
    const lot = makeLot(makeThing('rework', `RK${batch.lotNumber}`), kg, originOf([blend]))
    const at = batch.at + (TO_FIRST_TIN + 5 + batch.minutes) * MINUTE
    transform(
      this.#world,
      {
        by: ACTORS.plant,
        at,
        step: 'suyuan:reworking',
        place: batch.line.canning,
        after: PLACES.store,
      },
      { transformationID: canningRun(batch), outputs: [{ lot, kg }] },
    )
    return lot
  }

  /** A lot of tins is held until the laboratory lets it go, every lot by name (Food Safety Law art. 81). */
  #release(lot: string, tins: number, canned: number): void {
    const world = this.#world
    const goods = { quantityList: [{ epcClass: lot, quantity: tins }] }
    const at = canned + QUARANTINE_DAYS * DAY
    const by = ACTORS.plant
    const place = PLACES.lab
    const held = { by, at: canned + 15 * HOUR, step: 'holding', place, disposition: 'unavailable' }
    observe(world, { ...held, after: PLACES.warehouse }, goods)
    if (at > instant(world.scale.lastDay + 1)) return
    const more = {
      ...paper('testres', glnOf(PREFIX.plant, 1), `COA-${lot.slice(lot.lastIndexOf('/') + 1)}`),
      sensorElementList: sensed(at, undefined, tinTests(world.random)),
    }
    const freed = { by, at, step: 'inspecting', place, disposition: 'conformant', more }
    observe(world, { ...freed, after: PLACES.warehouse }, goods)
  }

  #palletise(line: Line, runs: readonly Run[], at: number): Pallet {
    const world = this.#world
    const index = this.pallets
    this.pallets += 1
    const id = this.#codes.pallet(index)
    const by = ACTORS.plant
    const more = { 'suyuan:line': line.letter }
    pack(
      world,
      { by, at, step: 'packing', place: PLACES.packing, more },
      id,
      casesOn(this.#codes, runs),
    )
    observe(
      world,
      {
        by,
        at: at + 25 * MINUTE,
        step: 'storing',
        place: PLACES.warehouse,
        disposition: 'unavailable',
      },
      { epcList: [id] },
    )
    return { index, id, at, runs }
  }
}

/** The cases of a pallet, by their codes. */
export function casesOn(codes: Codes, runs: readonly Run[]): readonly string[] {
  return runs.flatMap((run) =>
    Array.from({ length: run.cases }, (_, nth) => codes.case(run.firstCase + nth)),
  )
}
