import { ACTORS, PLACES } from './cast.ts'
import { instant, localTime, stamp } from './clock.ts'
import { TARGETS } from './incidents.ts'
import { NOWHERE, originOf, type Lot } from './origin.ts'
import { amount, sensed, type Reading } from './sensors.ts'
import { commission, makeLot, makeThing, observe, transform, type World } from './world.ts'

const CUBIC_METRE = 'MTQ'

/** Eight hours each, from midnight. */
const SHIFTS = [0, 1, 2] as const
const HOURS_OF_SHIFT = 8

/** Works and points of the two-hourly round, with what is read there (outlet limits: GB 5749-2022). */
const POINTS: readonly {
  readonly place: string
  readonly device: string
  readonly read: (world: World) => readonly Reading[]
}[] = [
  {
    place: PLACES.intake,
    device: 'intake',
    read: ({ random }) => [
      amount('turbidity', random.between(6, 14)),
      amount('waterTemperature', random.between(4, 9), 'CEL'),
    ],
  },
  {
    place: PLACES.filters,
    device: 'filters',
    read: ({ random }) => [
      amount('turbidity', random.between(0.12, 0.35)),
      amount('headLoss', random.between(0.6, 1.6), 'MTR'),
    ],
  },
  {
    place: PLACES.clearWell,
    device: 'clearwell',
    read: ({ random }) => [amount('level', random.between(2.8, 4.1), 'MTR')],
  },
  {
    place: PLACES.outlet,
    device: 'outlet',
    read: ({ random }) => [
      amount('turbidity', random.between(0.1, 0.3)),
      amount('freeChlorine', random.between(0.45, 0.8)),
      amount('pH', random.between(7.2, 7.8)),
      amount('pressure', random.between(3.6, 4.1), 'BAR'),
    ],
  },
]

const deviceOf = (name: string): string => `https://suyuan.example/demo/device/${name}`

/** One day of the waterworks. Answers the lot that the dairy is given from 04:00 the next day on. */
export function waterDay(world: World, day: number): Lot {
  const { surface, ground } = sources(world, day)
  const shifts = SHIFTS.map((shift) => treat(world, { day, shift, sources: [surface, ground] }))
  rounds(world, day)
  reclaim(world, day)
  return deliver(world, day + 1, shifts)
}

/** What the works take in a day: river water through the reservoir, and wells; each metered apart. */
function sources(world: World, day: number): { readonly surface: Lot; readonly ground: Lot } {
  const at = instant(day, 0.1)
  const by = ACTORS.water
  const arrives = (what: 'surface' | 'ground', volume: number): Lot => {
    const lot = makeLot(
      makeThing(what, `${what === 'surface' ? 'SW' : 'GW'}${stamp(at)}`),
      volume,
      NOWHERE,
    )
    commission(
      world,
      { by, at, step: 'creating_class_instance', place: PLACES.intake },
      { lot, kg: volume, uom: CUBIC_METRE },
    )
    return lot
  }
  return { surface: arrives('surface', 42_000), ground: arrives('ground', 18_000) }
}

type Shift = { readonly day: number; readonly shift: 0 | 1 | 2; readonly sources: readonly Lot[] }

/** A third of the day's water; some 5 % goes to washing filters. */
function treat(world: World, { day, shift, sources: taken }: Shift): Lot {
  const at = instant(day, (shift + 1) * HOURS_OF_SHIFT)
  const inputs = taken.map((lot) => ({ lot, kg: lot.kg / SHIFTS.length, uom: CUBIC_METRE }))
  const volume = Math.round(inputs.reduce((sum, { kg }) => sum + kg, 0) * 0.95)
  const thing = makeThing('treated', `TW${stamp(instant(day))}-${shift + 1}`)
  const lot = makeLot(thing, volume, originOf(taken))
  if (day === TARGETS.missedDay && shift === 1) missed(world, day, thing.id)
  transform(
    world,
    { by: ACTORS.water, at, step: 'suyuan:treating', place: PLACES.works },
    { inputs, outputs: [{ lot, kg: volume, uom: CUBIC_METRE }] },
  )
  return lot
}

const MISSED_HOUR = 14

function missed(world: World, day: number, shiftLot: string): void {
  if (!world.truth.wants('missed-round')) return
  world.truth.suspect('missed-round', shiftLot)
  world.truth.tell('missed-round', {
    due: localTime(instant(day, MISSED_HOUR)),
    window: {
      from: localTime(instant(day, MISSED_HOUR - 2)),
      to: localTime(instant(day, MISSED_HOUR + 2)),
    },
    points: POINTS.map(({ place }) => place),
    record: {
      zh: '记录里只是没有 14 时的巡检事件；追溯本身不会报缺口。',
      en: 'The record merely lacks the events of 14:00; a trace reports no gap.',
    },
  })
}

/** Every two hours someone walks from intake to outlet and reads each point. */
function rounds(world: World, day: number): void {
  for (let hour = 0; hour < 24; hour += 2) {
    const missing =
      day === TARGETS.missedDay && hour === MISSED_HOUR && world.truth.wants('missed-round')
    if (missing) continue
    POINTS.forEach(({ place, device, read }, index) => {
      const at = instant(day, hour + (index * 3 + world.random.between(0, 2)) / 60)
      observe(
        world,
        {
          by: ACTORS.water,
          at,
          step: 'inspecting',
          place,
          more: {
            sensorElementList: sensed(at, deviceOf(device), read(world)),
            'suyuan:round': hour,
          },
        },
        { epcList: [] },
      )
    })
  }
}

/** Reclaimed water cools, and touches no product. */
function reclaim(world: World, day: number): void {
  const at = instant(day, 0.5)
  const by = ACTORS.water
  const volume = 900
  const lot = makeLot(makeThing('reclaimed', `RW${stamp(at)}`), volume, NOWHERE)
  const portion = { lot, kg: volume, uom: CUBIC_METRE }
  commission(
    world,
    { by, at, step: 'creating_class_instance', place: PLACES.reclaimedOutlet },
    portion,
  )
  const used = makeLot(makeThing('cooling', `CW${stamp(at)}`), volume, originOf([lot]))
  transform(
    world,
    { by: ACTORS.plant, at: instant(day, 1), step: 'suyuan:cooling', place: PLACES.cooling },
    { inputs: [portion], outputs: [{ lot: used, kg: volume, uom: CUBIC_METRE }] },
  )
}

/** Product-contact water of a day: drawn from the three shifts before, metered at the dairy's gate. */
function deliver(world: World, day: number, shifts: readonly Lot[]): Lot {
  const at = instant(day, 4)
  const share = 300
  const inputs = shifts.map((lot) => ({ lot, kg: share, uom: CUBIC_METRE }))
  const volume = share * shifts.length
  const lot = makeLot(makeThing('dairyWater', `DW${stamp(at)}`), volume * 1000, originOf(shifts))
  transform(
    world,
    { by: ACTORS.water, at, step: 'suyuan:delivering', place: PLACES.outlet, after: PLACES.plant },
    { inputs, outputs: [{ lot, kg: volume, uom: CUBIC_METRE }] },
  )
  return lot
}
