import { ACTORS, PLACES, type Line } from './cast.ts'
import { DAY, HOUR, instant, MINUTE, stamp } from './clock.ts'
import { siloCycle, type Delivery } from './collection.ts'
import { glnOf } from './keys.ts'
import { paper } from './moves.ts'
import { drawn, originOf, weigh, type Lot } from './origin.ts'
import type { Plan } from './plan.ts'
import { PREFIX } from './products.ts'
import { amount, celsius, percent, powderTests, sensed } from './sensors.ts'
import type { Store } from './supply.ts'
import { lotsSeen, makeLot, makeThing, observe, transform, type World } from './world.ts'

/** A line on a day of production. */
export type Shift = { readonly line: Line; readonly day: number; readonly plan: Plan }

type Supplies = {
  readonly deliveries: readonly Delivery[]
  readonly water: Lot
  readonly store: Store
}

const FIRST_DRAW = 5
const DRAWING_HOURS = 12

/**
 * One run of a line, from the silo's first fill to the dryer's cleaning. The first draws are taken while tankers still
 * arrive, so what came later is possible in them: the record of one mix cannot tell.
 */
export function run(world: World, shift: Shift, supplies: Supplies): readonly Lot[] {
  const { powdersPerRun } = world.scale
  const milk = supplies.deliveries.reduce((sum, { lot }) => sum + lot.kg, 0)
  const batches = Array.from({ length: powdersPerRun }, (_, index) => {
    const at = instant(
      shift.day,
      FIRST_DRAW + shift.line.index / 20 + (index * DRAWING_HOURS) / powdersPerRun,
    )
    const kg = weigh((milk / powdersPerRun) * 0.998)
    const raw = draw(world, shift, { index, at, kg, deliveries: supplies.deliveries })
    return {
      index,
      at: at + 20 * MINUTE,
      mix: blendWet(world, shift, { index, at, raw, ...supplies }),
    }
  })
  clean(world, shift.line.silo, instant(shift.day, 20.5))
  return dry(world, shift, batches)
}

type Draw = {
  readonly index: number
  readonly at: number
  readonly kg: number
  readonly deliveries: readonly Delivery[]
}

function draw(world: World, { line, day }: Shift, { index, at, kg, deliveries }: Draw): Lot {
  const thing = makeThing('siloMilk', `SM${stamp(instant(day))}${line.letter}${index + 1}`)
  const lot = makeLot(thing, kg, drawn({ fills: deliveries }, at))
  transform(
    world,
    { by: ACTORS.plant, at, step: 'suyuan:drawing', place: line.silo, after: line.pasteuriser },
    { transformationID: siloCycle(line, day), outputs: [{ lot, kg }] },
  )
  return lot
}

type WetBatch = {
  readonly index: number
  readonly at: number
  readonly raw: Lot
  readonly water: Lot
  readonly store: Store
}

/** Milk, whey dissolved in treated water, and oil, mixed and pasteurised: 88 °C for 30 s, where 72 °C for 15 s is the limit. */
function blendWet(
  world: World,
  { line, day, plan }: Shift,
  { index, at, raw, water, store }: WetBatch,
): Lot {
  const { random } = world
  const mixed = at + 20 * MINUTE
  const inputs = [
    { lot: raw, kg: raw.kg },
    ...store.take('whey', plan.powderKg * plan.recipe.whey, mixed),
    ...store.take('plantOil', plan.powderKg * plan.recipe.oil, mixed),
    { lot: water, kg: weigh(plan.powderKg * plan.recipe.water) },
  ]
  const kg = weigh(inputs.reduce((sum, each) => sum + each.kg, 0) * 0.997)
  const thing = makeThing('mix', `PM${stamp(mixed)}${line.letter}${index + 1}`)
  const lot = makeLot(thing, kg, originOf(inputs.map((each) => each.lot)))
  const heat = sensed(mixed, undefined, [
    celsius(random.between(87.2, 88.9)),
    amount('holdingTime', random.between(30, 32), 'SEC'),
    amount('flow', random.between(9.6, 10.4), 'MQH'),
  ])
  transform(
    world,
    {
      by: ACTORS.plant,
      at: mixed,
      step: 'suyuan:pasteurising',
      place: line.pasteuriser,
      more: {
        sensorElementList: heat,
        'suyuan:recipe': `F${plan.recipe.stage}-${day % 2 === 0 ? '07' : '08'}`,
      },
    },
    { inputs, outputs: [{ lot, kg }] },
  )
  return lot
}

function clean(world: World, place: string, at: number): void {
  const hot = sensed(at, undefined, [
    celsius(world.random.between(78, 84)),
    percent('caustic', world.random.between(1.6, 2)),
  ])
  observe(
    world,
    { by: ACTORS.plant, at, step: 'suyuan:cleaning', place, more: { sensorElementList: hot } },
    { epcList: [] },
  )
}

type Wet = { readonly index: number; readonly at: number; readonly mix: Lot }

const FEED = 30 * MINUTE
const OUT = 70 * MINUTE

/** The dryer from one cleaning to the next: mixes in, lots of base powder out, the water driven off beside them. */
function dry(world: World, { line, day, plan }: Shift, batches: readonly Wet[]): readonly Lot[] {
  const by = ACTORS.plant
  const transformationID = `urn:epcglobal:cbv:xform:${glnOf(PREFIX.plant, 1)}:DRYER-${line.letter}-${stamp(instant(day, 12))}`
  const vessel = { fills: batches.map(({ at, mix }) => ({ lot: mix, at: at + FEED })) }
  for (const { lot, at } of vessel.fills) {
    transform(
      world,
      { by, at, step: 'suyuan:evaporating', place: line.dryer },
      { transformationID, inputs: [{ lot, kg: lot.kg }] },
    )
  }
  const kg = weigh(plan.powderKg)
  const powders = batches.map(({ index, at }) => {
    const thing = makeThing('powder', `BP${stamp(instant(day))}${line.letter}${index + 1}`)
    const lot = makeLot(thing, kg, drawn(vessel, at + OUT))
    const quality = sensed(at + OUT, undefined, [
      percent('moisture', world.random.between(2.1, 3)),
      amount('inletTemperature', world.random.between(176, 184), 'CEL'),
      amount('outletTemperature', world.random.between(84, 89), 'CEL'),
    ])
    transform(
      world,
      {
        by,
        at: at + OUT,
        step: 'suyuan:drying',
        place: line.dryer,
        after: PLACES.store,
        disposition: 'unavailable',
        more: { sensorElementList: quality },
      },
      { transformationID, outputs: [{ lot, kg }] },
    )
    return lot
  })
  const end = instant(day, 22) + line.index * MINUTE
  const wet = batches.reduce((sum, { mix }) => sum + mix.kg, 0)
  const driven = weigh(wet - kg * batches.length * 1.004)
  const thing = makeThing('condensate', `EC${stamp(end)}${line.letter}`)
  const water = makeLot(thing, driven, drawn(vessel, end))
  const moment = { by, at: end, step: 'suyuan:evaporating', place: line.dryer }
  transform(world, moment, { transformationID, outputs: [{ lot: water, kg: driven }] })
  clean(world, line.dryer, end + HOUR)
  for (const lot of powders) release(world, lot, end)
  return powders
}

/** Powder waits for the laboratory: lot by lot, released by name (Food Safety Law art. 81). */
function release(world: World, lot: Lot, made: number): void {
  const by = ACTORS.plant
  const seen = lotsSeen({ lot, kg: lot.kg })
  observe(
    world,
    { by, at: made + 2 * HOUR, step: 'holding', place: PLACES.store, disposition: 'unavailable' },
    seen,
  )
  const at = made + 8 * DAY
  const name = lot.thing.id.slice(lot.thing.id.lastIndexOf('/') + 1)
  observe(
    world,
    {
      by,
      at,
      step: 'inspecting',
      place: PLACES.lab,
      after: PLACES.store,
      disposition: 'conformant',
      more: {
        ...paper('testres', glnOf(PREFIX.plant, 1), `COA-${name}`),
        sensorElementList: sensed(at, undefined, powderTests(world.random)),
      },
    },
    seen,
  )
}
