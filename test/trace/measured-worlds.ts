import type { EpcisEvent } from '@suyuan/core/event/event'
import fc from 'fast-check'
import { equipment, lot, made, packed, saw, story, tanker, tin, tinLot } from './tell.ts'
import type { Told } from './tell.ts'
import type { World } from './worlds.ts'

const MINUTES = 9
const LOTS = ['M1', 'M2', 'M3', 'S1', 'S2', 'P1', 'P2', 'R1'].map(lot)
const TINS = ['c1', 'c2', 'c3'].map(tin)
const TANKS = [tanker('T1'), equipment('X1')]

type Episode = fc.Arbitrary<readonly EpcisEvent[]>

const time = fc.nat(MINUTES)

/** A weighed lot; now and then one that is not. */
const weighed: fc.Arbitrary<Told> = fc
  .tuple(
    fc.constantFrom(...LOTS),
    fc.oneof(
      {
        weight: 12,
        arbitrary: fc.constantFrom([1, 'KGM'], [3, 'KGM'], [0.002, 'TNE'], [500, 'GRM']),
      },
      { weight: 1, arbitrary: fc.constantFrom([2, 'LTR'], undefined) },
    ),
  )
  .map(([id, amount]): Told =>
    amount === undefined ? id : [id, amount[0] as number, amount[1] as string],
  )

const lots = (maxLength: number): fc.Arbitrary<readonly Told[]> =>
  fc.uniqueArray(weighed, {
    minLength: 1,
    maxLength,
    selector: (told) => (typeof told === 'string' ? told : told[0]),
  })

/** Things run downhill, but for rework now and then. */
const making: Episode = fc
  .tuple(time, lots(3), lots(2), fc.nat(9))
  .map(([at, inputs, outputs, rework]) => {
    const rank = (told: Told): number => LOTS.indexOf(typeof told === 'string' ? told : told[0])
    const high = Math.max(...inputs.map(rank))
    const down = rework === 0 ? outputs : outputs.filter((told) => rank(told) > high)
    return down.length === 0 ? [] : [made(at, inputs, down)]
  })

const canning: Episode = fc
  .tuple(time, lots(2), fc.subarray(TINS, { minLength: 1 }), fc.constantFrom('F1', 'F2', undefined))
  .map(([at, inputs, tins, number]) => [
    made(at, inputs, tins, number === undefined ? {} : { lot: number }),
  ])

const reworked: Episode = fc
  .tuple(time, fc.constantFrom(...TINS, tinLot('F1'), tinLot('F2')), lots(1), lots(1))
  .map(([at, used, others, outputs]) => [made(at, [used, ...others], outputs)])

const tank: Episode = fc
  .tuple(
    fc.array(time, { minLength: 4, maxLength: 4 }),
    fc.constantFrom(...TANKS),
    lots(3),
    lots(2),
    fc.subarray([0, 1, 2, 3], { minLength: 2 }),
  )
  .map(([at, into, children, drawn, kept]) => {
    const [first = 0, second = 0, third = 0, fourth = 0] = at.toSorted((a, b) => a - b)
    const events = [
      packed(first, 'ADD', { parent: into, children }),
      packed(second, 'DELETE', { parent: into, children: children.slice(1) }),
      made(third, [into], drawn),
      packed(fourth, 'DELETE', { parent: into }),
    ]
    return events.filter((_, step) => kept.includes(step))
  })

const partly: Episode = fc
  .tuple(time, fc.constantFrom('ADD', 'DELETE'), fc.constantFrom(...TANKS), lots(2))
  .map(([at, action, parent, children]) => [packed(at, action, { parent, children })])

const kilograms = fc.integer({ min: 1, max: 4 })

/** Fills and draws of a silo, in one transformation: milk goes in, something else comes out. */
const silo: Episode = fc
  .tuple(
    fc.constantFrom('x', 'y'),
    fc.array(fc.tuple(time, kilograms, fc.nat(2)), { minLength: 2, maxLength: 3 }),
    fc.array(fc.tuple(time, kilograms, fc.integer({ min: 3, max: 5 })), {
      minLength: 1,
      maxLength: 3,
    }),
  )
  .map(([mix, fills, draws]) => [
    ...fills.map(([at, kg, which]) => made(at, [[LOTS[which] ?? '', kg, 'KGM']], [], { mix })),
    ...draws.map(([at, kg, which]) => made(at, [], [[LOTS[which] ?? '', kg, 'KGM']], { mix })),
  ])

const lotted: Episode = fc
  .tuple(time, fc.subarray(TINS, { minLength: 1 }), fc.constantFrom('F1', 'F2'), lots(1))
  .map(([at, tins, number, inputs]) => [
    saw(at, 'ADD', tins, { lot: number }),
    made(at, inputs, [[tinLot(number), tins.length]]),
  ])

const episode: Episode = fc.oneof(
  { weight: 5, arbitrary: making },
  { weight: 2, arbitrary: canning },
  { weight: 1, arbitrary: reworked },
  { weight: 3, arbitrary: tank },
  { weight: 2, arbitrary: partly },
  { weight: 3, arbitrary: silo },
  { weight: 1, arbitrary: lotted },
)

/** Worlds in which most of what goes in and out is weighed, so that most shares can be told. */
export const measuredWorld: fc.Arbitrary<World> = fc
  .tuple(
    fc.array(episode, { minLength: 2, maxLength: 12, size: 'max' }),
    fc.constantFrom('backward' as const, 'forward' as const),
    fc.nat(99),
  )
  .map(([episodes, direction, which]) => {
    const events = story(...episodes.flat())
    const things = [...LOTS, ...TINS, ...TANKS, tinLot('F1'), tinLot('F2')]
    return { events, question: { of: things[which % things.length] ?? lot('P1'), direction } }
  })
