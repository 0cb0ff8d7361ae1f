import type { EpcisEvent } from '@suyuan/core/event/event'
import fc from 'fast-check'
import {
  attached,
  equipment,
  lot,
  made,
  packed,
  place,
  PRODUCT,
  saw,
  tanker,
  tin,
  tinLot,
  traded,
  unit,
} from './tell.ts'
import type { Saying, Told } from './tell.ts'

/** Events happen at the whole minutes from 0 to this one: so few that many are at the same time. */
export const MINUTES = 9

export const TIN_LOTS: readonly string[] = ['F1', 'F2']

const TINS = ['c1', 'c2', 'c3', 'c4'].map(tin)
const UNITS = [unit(1), unit(2), unit(3)]
const SILO = place(5)
const REUSABLE = [tanker('T1'), tanker('T2'), equipment('X1'), SILO]
const BULK = ['M1', 'M2', 'M3', 'P1'].map(lot)
const LOTS = [...BULK, ...TIN_LOTS.map(tinLot)]
const PLACES = [place(1), place(2), place(3)]

/** All that a question may be asked about. */
export const THINGS: readonly string[] = [...TINS, ...UNITS, ...REUSABLE, ...LOTS, PRODUCT]

type Episode = fc.Arbitrary<readonly EpcisEvent[]>

const time = fc.nat(MINUTES)

/** Some minutes of one episode, in their order. */
function times(count: number): fc.Arbitrary<readonly number[]> {
  return fc
    .array(time, { minLength: count, maxLength: count })
    .map((list) => list.toSorted((a, b) => a - b))
}

function some<T>(list: readonly T[], minLength: number, maxLength: number): fc.Arbitrary<T[]> {
  return fc.uniqueArray(fc.constantFrom(...list), { minLength, maxLength })
}

const amount: fc.Arbitrary<readonly [number, string?]> = fc.constantFrom(
  [5000, 'KGM'],
  [5, 'TNE'],
  [2000, 'KGM'],
  [3_000_000, 'GRM'],
  [5000, 'LTR'],
  [5, 'MTQ'],
  [50, 'HLT'],
  [50, 'DTN'],
  [3, 'XBX'],
  [12],
)

/** A lot with an amount, or with none. */
const measured: fc.Arbitrary<Told> = fc
  .tuple(fc.constantFrom(...LOTS, PRODUCT), fc.option(amount, { nil: undefined }))
  .map(([id, told]) => (told === undefined ? id : [id, ...told]))

const oneThing: fc.Arbitrary<Told> = fc.oneof(
  fc.constantFrom(...TINS),
  fc.constantFrom(...UNITS),
  fc.constantFrom(...REUSABLE),
  measured,
)

const things: fc.Arbitrary<readonly Told[]> = fc.uniqueArray(oneThing, {
  minLength: 1,
  maxLength: 3,
  selector: (told) => (typeof told === 'string' ? told : told[0]),
})

const parent: fc.Arbitrary<string> = fc.constantFrom(...UNITS, ...REUSABLE)

/** A step and places; who goes or comes mostly says where. */
const saying: fc.Arbitrary<Saying> = fc.oneof(
  fc.constant({}),
  fc.record(
    {
      step: fc.constantFrom(
        'receiving',
        'accepting',
        'arriving',
        'shipping',
        'departing',
        'storing',
      ),
      at: fc.constantFrom(...PLACES),
      readPoint: fc.constantFrom(...PLACES),
      disposition: fc.constantFrom('in_transit', 'active'),
    },
    { requiredKeys: ['step', 'at'] },
  ),
  fc.record({ step: fc.constantFrom('receiving', 'departing', 'packing') }),
  fc.record({ readPoint: fc.constantFrom(...PLACES, SILO) }),
)

const tinLotOrNone: fc.Arbitrary<Saying> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...TIN_LOTS).map((number) => ({ lot: number })) },
  { weight: 1, arbitrary: fc.constant({}) },
)

const action = fc.constantFrom('ADD', 'OBSERVE', 'DELETE')

/** Bulk, or some tins of a lot, come into the world. */
const commissioning: Episode = fc.oneof(
  fc.tuple(time, some(BULK, 1, 2), saying).map(([at, lots, said]) => [saw(at, 'ADD', lots, said)]),
  fc
    .tuple(time, some(TINS, 1, 3), tinLotOrNone, saying)
    .map(([at, tins, number, said]) => [saw(at, 'ADD', tins, { ...said, ...number })]),
)

const seeing: Episode = fc
  .tuple(time, action, things, saying)
  .map(([at, act, seen, said]) => [saw(at, act, seen, said)])

const trading: Episode = fc
  .tuple(time, action, parent, things, saying)
  .map(([at, act, of, children, said]) => [traded(at, act, { parent: of, children }, said)])

/** One packing or attaching of any kind. A thing is not put into itself. */
const grouping: Episode = fc
  .tuple(
    time,
    action,
    parent,
    things,
    fc.record({ said: saying, attaches: fc.nat(3), all: fc.nat(2) }),
  )
  .map(([at, act, into, found, { said, attaches, all }]) => {
    const children = act === 'DELETE' && all === 0 ? [] : found.filter((child) => child !== into)
    if (children.length === 0 && act !== 'DELETE') return []
    return [(attaches === 0 ? attached : packed)(at, act, { parent: into, children }, said)]
  })

/** A tanker or a unit is filled, drawn from, emptied: in one minute or in several. */
const loadAndDraw: Episode = fc
  .tuple(times(3), parent, things, measured, fc.subarray([0, 1, 2], { minLength: 2 }))
  .map(([at, into, found, out, kept]) => {
    const [first = 0, second = 0, third = 0] = at
    const children = found.filter((child) => child !== into)
    const events = [
      packed(first, 'ADD', {
        parent: into,
        children: children.length > 0 ? children : [lot('M1')],
      }),
      made(second, [into], [out]),
      packed(third, 'DELETE', { parent: into }),
    ]
    return events.filter((_, step) => kept.includes(step))
  })

/** Tins into a case, the case onto a pallet, perhaps taken apart or packed anew, and seen on the way. */
const nesting: Episode = fc
  .tuple(
    times(4),
    some(UNITS, 2, 2),
    some(TINS, 1, 3),
    saying,
    fc.subarray([0, 1, 2, 3], { minLength: 2 }),
  )
  .map(([at, [inner = unit(1), outer = unit(2)], children, said, kept]) => {
    const [first = 0, second = 0, third = 0, fourth = 0] = at
    const events = [
      packed(first, 'ADD', { parent: inner, children }),
      packed(second, 'ADD', { parent: outer, children: [inner] }),
      packed(third, 'DELETE', { parent: inner, children: children.slice(1) }, said),
      saw(fourth, 'OBSERVE', [outer], said),
    ]
    return events.filter((_, step) => kept.includes(step))
  })

/** Anything out of anything: rework and loops come by themselves from so few things. */
const making: Episode = fc
  .tuple(time, things, things, tinLotOrNone, saying)
  .map(([at, inputs, outputs, number, said]) => [made(at, inputs, outputs, { ...said, ...number })])

/** Bulk into tins of a lot. */
const canning: Episode = fc
  .tuple(time, some(BULK, 1, 2), some(TINS, 1, 3), tinLotOrNone)
  .map(([at, inputs, outputs, number]) => [made(at, inputs, outputs, number)])

/** Tins of a lot are made, and the lot is used as such, by itself or in something: before or after. */
const lotUsed: Episode = fc
  .tuple(times(3), fc.constantFrom(...TIN_LOTS), things, some(TINS, 1, 2), fc.option(parent))
  .map(([[first = 0, second = 0, third = 0], number, others, tins, into]) => [
    made(first, others, tins, { lot: number }),
    ...(into === null ? [] : [packed(second, 'ADD', { parent: into, children: [tinLot(number)] })]),
    made(third, [into ?? tinLot(number)], [lot('P1')]),
  ])

/** Fills and draws of one mix, each an event of its own; a fill may come after the draw. */
const mixing: Episode = fc
  .tuple(
    fc.constantFrom('x', 'y'),
    fc.array(fc.tuple(time, things, fc.boolean()), { minLength: 1, maxLength: 3 }),
    tinLotOrNone,
  )
  .map(([mix, parts, number]) =>
    parts.map(([at, found, fills]) =>
      fills ? made(at, found, [], { mix }) : made(at, [], found, { mix, ...number }),
    ),
  )

/** Into the silo and out of it, at any times. */
const silo: Episode = fc
  .tuple(time, time, fc.constantFrom(...REUSABLE), measured, measured)
  .map(([filled, drawn, through, into, out]) => [
    made(filled, [into], [through]),
    made(drawn, [through], [out]),
  ])

/** What happens together; the pools are small, so that episodes meet. */
export const episode: Episode = fc.oneof(
  { weight: 3, arbitrary: commissioning },
  { weight: 1, arbitrary: seeing },
  { weight: 1, arbitrary: trading },
  { weight: 4, arbitrary: grouping },
  { weight: 3, arbitrary: loadAndDraw },
  { weight: 3, arbitrary: nesting },
  { weight: 2, arbitrary: making },
  { weight: 2, arbitrary: canning },
  { weight: 2, arbitrary: lotUsed },
  { weight: 3, arbitrary: mixing },
  { weight: 2, arbitrary: silo },
)
