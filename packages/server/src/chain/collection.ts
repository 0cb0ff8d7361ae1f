import { ACTORS, PLACES, compartmentsOf, type Line, type Tanker } from './cast.ts'
import { HOUR, instant, localTime, MINUTE, stamp } from './clock.ts'
import type { FullTank } from './farm.ts'
import { TARGETS } from './incidents.ts'
import type { Fields } from './journal.ts'
import { glnOf } from './keys.ts'
import { paper } from './moves.ts'
import { originOf, through, weigh, type Lot, type Thing } from './origin.ts'
import { PREFIX } from './products.ts'
import { createRandom } from './random.ts'
import { celsius, milkTests, sensed, tooWarm, type Reading } from './sensors.ts'
import { empty, fill, makeLot, makeThing, observe, transform, type World } from './world.ts'

/** Received milk and when it was pumped into the silo. */
export type Delivery = { readonly lot: Lot; readonly at: number }

type Load = { readonly tank: FullTank; readonly kg: number; readonly last: boolean }

type Trip = {
  readonly line: Line
  readonly day: number
  readonly index: number
  readonly leaves: number
  readonly tanker: Tanker
  readonly warm: boolean
}

type Carried = { readonly compartment: Thing; readonly lot: Lot }

/** The compartments are fixed to their tankers before the first milk. */
export function buildTankers(world: World): void {
  for (const line of world.cast.lines) {
    for (const [index, { id, compartments }] of line.tankers.entries()) {
      const at = instant(-20, 9 + index / 10)
      world.journal.record(ACTORS.haulier, at, 'AssociationEvent', {
        action: 'ADD',
        parentID: id,
        childEPCs: compartments.map((each) => each.id),
        bizStep: 'installing',
        readPoint: { id: PLACES.wash },
      })
    }
  }
}

/** A line's milk of a day: from the ranches' tanks at night to the plant's silo in the morning. */
export function collect(
  world: World,
  line: Line,
  day: number,
  tanks: readonly FullTank[],
): readonly Delivery[] {
  const loads = tanks.flatMap((tank) => loadsOf(tank, compartmentsOf(world.scale)))
  const trips = Math.ceil(loads.length / 2)
  const random = createRandom(world.seed, `trips ${line.letter} ${day}`)
  return Array.from({ length: trips }, (_, index) => index).flatMap((index) => {
    const tanker = line.tankers[(day + index) % line.tankers.length]
    if (tanker === undefined) return []
    const trip: Trip = {
      line,
      day,
      index,
      tanker,
      leaves: instant(day, 22.5 + line.index / 30 + (index * 6) / trips + random.between(0, 0.2)),
      warm:
        day === TARGETS.warmDay &&
        line.index === 0 &&
        index === trips - 1 &&
        world.truth.wants('warm-tanker'),
    }
    return drive(world, trip, loads.slice(index * 2, index * 2 + 2))
  })
}

function loadsOf(tank: FullTank, compartments: number): readonly Load[] {
  return Array.from({ length: compartments }, (_, index) => ({
    tank,
    kg: weigh(tank.kg / compartments),
    last: index === compartments - 1,
  }))
}

function drive(world: World, trip: Trip, loads: readonly Load[]): readonly Delivery[] {
  const carried = loads.flatMap((load, side) => {
    const compartment = trip.tanker.compartments[side]
    return compartment === undefined ? [] : [{ compartment, lot: take(world, trip, load, side) }]
  })
  if (trip.warm) suspectTrip(world, trip, carried)
  travel(world, trip, loads.at(-1)?.tank.ranch.place ?? PLACES.plant)
  const received = carried.map((each, side) => receive(world, trip, each, side))
  wash(world, trip)
  return received
}

function suspectTrip(
  { truth }: World,
  { tanker, leaves }: Trip,
  carried: readonly Carried[],
): void {
  for (const { lot } of carried) truth.suspect('warm-tanker', lot.thing.id)
  truth.tell('warm-tanker', {
    tanker: tanker.id,
    compartments: carried.map(({ compartment }) => compartment.id),
    from: localTime(leaves),
    to: localTime(leaves + 4 * HOUR),
    limit: { value: 7, uom: 'CEL' },
    record: {
      zh: '奶罐车温度与到厂奶温均有记录并带报警，但该批仍被收下。',
      en: 'The temperatures on the way and on arrival are recorded, with alarms; the milk was taken in all the same.',
    },
  })
}

const driver = (
  step: string,
  at: number,
  place: string,
): { by: typeof ACTORS.haulier; at: number; step: string; place: string } => ({
  by: ACTORS.haulier,
  at,
  step,
  place,
})

/** From the ranch's tank into one compartment; the last load leaves the tank empty. */
function take(world: World, trip: Trip, { tank, kg, last }: Load, side: number): Lot {
  const { ranch, origin } = tank
  const at = trip.leaves + side * 25 * MINUTE
  const place = ranch.place
  const name = `TL${stamp(instant(trip.day))}-${trip.tanker.id.slice(-3)}-${side + 1}`
  const drawn = makeLot(makeThing('load', name, place), kg, origin)
  const slip = paper('bol', glnOf(PREFIX.ranch, 0), `SLIP-${name}`)
  transform(
    world,
    { by: ACTORS.ranch, at, step: 'suyuan:drawing', place, more: slip },
    { inputThings: [ranch.tank.id], outputs: [{ lot: drawn, kg }] },
  )
  if (last) empty(world, { by: ACTORS.ranch, at, step: 'unloading', place }, ranch.tank.id)
  const compartment = trip.tanker.compartments[side]
  if (compartment === undefined) return drawn
  fill(
    world,
    {
      ...driver('loading', at + 10 * MINUTE, place),
      after: null,
      disposition: 'container_closed',
      more: slip,
    },
    compartment.id,
    { lot: drawn, kg },
  )
  return drawn
}

/** The road, three hours, with the tank's temperature every half hour. */
function travel(world: World, { tanker, leaves, warm }: Trip, from: string): void {
  const start = leaves + 45 * MINUTE
  const seen: Fields = { epcList: [tanker.id] }
  observe(
    world,
    { ...driver('departing', start, from), after: null, disposition: 'in_transit' },
    seen,
  )
  for (let half = 1; half <= 4; half += 1) {
    const at = start + half * 30 * MINUTE
    const value = world.random.between(3, 4.4) + (warm ? half * 2.1 : 0)
    const reading: Reading = value > 7 ? tooWarm(value) : celsius(value)
    observe(
      world,
      {
        ...driver('sensor_reporting', at, roadAt(half)),
        after: null,
        more: { sensorElementList: sensed(at, tanker.id, [reading]) },
      },
      seen,
    )
  }
  observe(world, driver('arriving', start + 150 * MINUTE, PLACES.reception), seen)
}

/** Some points on the way to the plant. */
function roadAt(half: number): string {
  return `geo:${(40.52 + half * 0.06).toFixed(2)},${(111.2 + half * 0.11).toFixed(2)}`
}

/** Tests of one compartment before unloading, the receipt, and the pump into the silo. */
function receive(world: World, trip: Trip, { compartment, lot }: Carried, side: number): Delivery {
  const { random } = world
  const { line } = trip
  const by = ACTORS.plant
  const at = trip.leaves + 230 * MINUTE + side * 20 * MINUTE
  const value = trip.warm ? random.between(10.2, 11.6) : random.between(3.4, 5.6)
  const tests = milkTests(random, trip.warm ? tooWarm(value) : celsius(value))
  observe(
    world,
    {
      by,
      at: at - 12 * MINUTE,
      step: 'inspecting',
      place: PLACES.reception,
      disposition: trip.warm ? 'non_conformant' : 'conformant',
      more: { sensorElementList: sensed(at - 12 * MINUTE, undefined, tests) },
    },
    {
      epcList: [compartment.id],
      quantityList: [{ epcClass: lot.thing.id, quantity: lot.kg, uom: 'KGM' }],
    },
  )
  // weighbridge against the ranch's slip: within half a per cent
  const kg = weigh(lot.kg * 0.997)
  const received = makeLot(
    makeThing('received', `RV${lot.thing.id.slice(lot.thing.id.indexOf('/10/') + 6)}`),
    kg,
    through(compartment, originOf([lot])),
  )
  transform(
    world,
    { by, at, step: 'receiving', place: PLACES.reception },
    { inputThings: [compartment.id], outputs: [{ lot: received, kg }] },
  )
  empty(world, { by, at, step: 'unloading', place: PLACES.reception }, compartment.id)
  const pumped = at + 8 * MINUTE
  transform(
    world,
    { by, at: pumped, step: 'storing', place: line.silo },
    { transformationID: siloCycle(line, trip.day + 1), inputs: [{ lot: received, kg }] },
  )
  return { lot: received, at: pumped }
}

/** The transformation that a silo is from one cleaning to the next. */
export function siloCycle(line: Line, day: number): string {
  return `urn:epcglobal:cbv:xform:${glnOf(PREFIX.plant, 1)}:SILO-${line.letter}-${stamp(instant(day, 12))}`
}

function wash(world: World, { tanker, leaves }: Trip): void {
  const at = leaves + 290 * MINUTE
  const by = ACTORS.plant
  const epcList = [tanker.id, ...tanker.compartments.map((each) => each.id)]
  const hot = sensed(at, undefined, [celsius(world.random.between(78, 84))])
  observe(
    world,
    { by, at, step: 'suyuan:cleaning', place: PLACES.wash, more: { sensorElementList: hot } },
    { epcList },
  )
}
