import {
  equipment,
  lot,
  made,
  minute,
  packed,
  place,
  saw,
  story,
  tanker,
  tin,
  tinLot,
  unit,
} from '../tell.ts'
import type { TraceCase } from './case.ts'

const T = tanker('T')
const SILO = place(5)
const [M1, M2, S1, S2] = [lot('M1'), lot('M2'), lot('S1'), lot('S2')]
const [c1, F7] = [tin('c1'), tinLot('F7')]
const [K, P] = [unit(1), unit(2)]

const milk = saw(0, 'ADD', [M1, M2])
const tins = saw(0, 'ADD', [c1], { lot: 'F7' })
const fills = [made(1, [M1], [SILO]), made(2, [SILO], [S1]), made(3, [M2], [SILO])] as const

/** Section "Walks", from "Reusable things" on: bounds, loops, certainty, depth. */
export const boundCases: readonly TraceCase[] = [
  {
    sentence: 'reached by a draw at t, only what entered at or before t counts',
    events: story(milk, ...fills),
    question: { of: S1, direction: 'backward' },
    certain: [SILO, M1],
  },
  {
    sentence: 'what entered in the minute of the draw counts',
    events: story(milk, made(2, [SILO], [S1]), made(2, [M1], [SILO])),
    question: { of: S1, direction: 'backward' },
    certain: [SILO, M1],
  },
  {
    sentence: 'reached by an entry at t, only draws at or after t count',
    events: story(milk, ...fills, made(4, [SILO], [S2])),
    question: { of: M2, direction: 'forward' },
    certain: [SILO, S2],
  },
  {
    sentence: '`at` bounds a reusable start going backward',
    events: story(milk, ...fills),
    question: { of: SILO, direction: 'backward', at: minute(2) },
    certain: [M1],
  },
  {
    sentence: '`at` bounds a reusable start going forward',
    events: story(milk, ...fills, made(4, [SILO], [S2])),
    question: { of: SILO, direction: 'forward', at: minute(3) },
    certain: [S2],
  },
  {
    sentence: 'and reusable things found in the start, in the same way',
    events: story(
      milk,
      made(1, [M1], [T]),
      made(4, [M2], [T]),
      packed(2, 'ADD', { parent: P, children: [T] }),
    ),
    question: { of: P, direction: 'backward', at: minute(3) },
    certain: [T, M1],
  },
  {
    sentence: 'without `at` they have no bound',
    events: story(
      milk,
      made(1, [M1], [T]),
      made(4, [M2], [T]),
      packed(2, 'ADD', { parent: P, children: [T] }),
    ),
    question: { of: P, direction: 'backward' },
    certain: [T, M1, M2],
  },
  {
    sentence:
      'where a thing is reached with a wider bound, what the wider bound adds is reported too',
    events: story(milk, ...fills, made(4, [SILO, S1], [S2])),
    question: { of: S2, direction: 'backward' },
    certain: [SILO, S1, M1, M2],
  },
  {
    sentence: 'loops end by themselves: a thing is reported once, the start not at all',
    events: story(milk, made(1, [M1, S2], [S1]), made(2, [S1], [S2])),
    question: { of: S1, direction: 'forward' },
    certain: [S2],
    gaps: [['time-order', S2, '2']],
  },
  {
    sentence: 'containers in each other end by themselves',
    events: story(
      tins,
      packed(1, 'ADD', { parent: K, children: [P, c1] }),
      packed(1, 'ADD', { parent: P, children: [K] }),
    ),
    question: { of: K, direction: 'backward' },
    certain: [P, c1, F7],
  },
  {
    sentence: 'a thing reached by at least one certain path is certain',
    events: story(
      milk,
      made(2, [], [S1], { mix: 'x' }),
      made(3, [M1], [], { mix: 'x' }),
      made(4, [S1, M1], [S2]),
    ),
    question: { of: S2, direction: 'backward' },
    certain: [S1, M1],
  },
  {
    sentence: 'walks can be asked for the certain ones alone',
    events: story(milk, made(2, [M2], [S1], { mix: 'x' }), made(3, [M1], [], { mix: 'x' })),
    question: { of: S1, direction: 'backward', certainty: 'certain' },
    certain: [M2],
  },
  {
    sentence: '`depth` leaves out what is farther',
    events: story(
      milk,
      made(1, [M1], [S1]),
      made(2, [S1, M2], [S2]),
      made(3, [S2], [c1], { lot: 'F7' }),
    ),
    question: { of: c1, direction: 'backward', depth: 2 },
    certain: [F7, S2, S1, M2],
    complete: false,
  },
  {
    sentence: 'a GIAI is bounded as a GRAI is',
    events: story(
      milk,
      made(1, [M1], [equipment('X')]),
      made(2, [equipment('X')], [S1]),
      made(3, [M2], [equipment('X')]),
    ),
    question: { of: S1, direction: 'backward' },
    certain: [equipment('X'), M1],
  },
]
