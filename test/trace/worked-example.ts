import type { EpcisEvent } from '@suyuan/core/event/event'
import type { PlainGap, PlainQuestion, PlainWhere } from './plain-reading.ts'
import {
  eventIDOf,
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
} from './tell.ts'

const FARM_A = place(1)
const FARM_B = place(2)
const PLANT = place(3)
const SHOP_Z = place(4)

const T = tanker('T')
const K = unit(1)
const [M1, M2, M3] = [lot('M1'), lot('M2'), lot('M3')]
const [S1, S2, W9, P1] = [lot('S1'), lot('S2'), lot('W9'), lot('P1')]
const F7 = tinLot('F7')
const [c1, c2, c3] = [tin('c1'), tin('c2'), tin('c3')]

/** The worked example of trace-semantics.md: t1 is minute 1, and so on. */
export const workedExample: readonly EpcisEvent[] = story(
  saw(1, 'ADD', [[M1, 5000, 'KGM']], { id: 't1', step: 'collecting', at: FARM_A }),
  saw(1, 'ADD', [[M2, 7000, 'KGM']], { id: 't1b', step: 'collecting', at: FARM_B }),
  packed(2, 'ADD', { parent: T, children: [[M1, 5000, 'KGM']] }, { id: 't2', step: 'loading' }),
  packed(3, 'ADD', { parent: T, children: [[M2, 7000, 'KGM']] }, { id: 't3', step: 'loading' }),
  made(4, [T], [[S1, 11950, 'KGM']], { id: 't4', step: 'receiving', at: PLANT }),
  packed(5, 'DELETE', { parent: T }, { id: 't5', step: 'unloading' }),
  packed(6, 'ADD', { parent: T, children: [[M3, 6000, 'KGM']] }, { id: 't6', step: 'loading' }),
  made(7, [T], [S2], { id: 't7', step: 'receiving', at: PLANT }),
  made(8, [S1, W9], [P1], { id: 't8', step: 'commissioning', at: PLANT }),
  made(9, [P1], [c1, c2, c3], { id: 't9', step: 'commissioning', at: PLANT, lot: 'F7' }),
  packed(10, 'ADD', { parent: K, children: [c1, c2] }, { id: 't10', step: 'packing' }),
  saw(11, 'OBSERVE', [K], { id: 't11', step: 'shipping', readPoint: PLANT }),
  saw(12, 'OBSERVE', [K], { id: 't12', step: 'receiving', at: SHOP_Z }),
)

/** What one line of the example asks, and the things it names, nearest first, with their distances. */
export type WorkedTrace = {
  readonly line: string
  readonly question: PlainQuestion
  readonly things: readonly (readonly [id: string, distance: number])[]
  readonly gaps: readonly PlainGap[]
}

const W9_UNKNOWN: PlainGap = { kind: 'origin-unknown', id: W9, eventID: eventIDOf('t8') }
const M3_UNKNOWN: PlainGap = { kind: 'origin-unknown', id: M3, eventID: eventIDOf('t7') }

/** The page tells the things; the distances and gaps are counted by hand from its rules. */
export const workedTraces: readonly WorkedTrace[] = [
  {
    line: 'Backward from c1: lot F7, P1, S1, W9, T (as used at t4), M1, M2. Not M3, S2, c2, K.',
    question: { of: c1, direction: 'backward' },
    things: [
      [F7, 1],
      [P1, 1],
      [S1, 2],
      [W9, 2],
      [T, 3],
      [M1, 4],
      [M2, 4],
    ],
    gaps: [W9_UNKNOWN],
  },
  {
    line: 'Forward from M1: T (as used at t4), S1, P1, c1, c2, c3. Not S2. Not F7, K, W9.',
    question: { of: M1, direction: 'forward' },
    things: [
      [T, 1],
      [S1, 2],
      [P1, 3],
      [c1, 4],
      [c2, 4],
      [c3, 4],
    ],
    gaps: [],
  },
  {
    line: 'Forward from M3: T (as used at t7), S2 only.',
    question: { of: M3, direction: 'forward' },
    things: [
      [T, 1],
      [S2, 2],
    ],
    gaps: [M3_UNKNOWN],
  },
  {
    line: 'Forward from K: c1, c2 (K is the start and is opened).',
    question: { of: K, direction: 'forward' },
    things: [
      [c1, 1],
      [c2, 1],
    ],
    gaps: [],
  },
  {
    line: 'Backward from K: c1, c2 and all that backward from c1 gives.',
    question: { of: K, direction: 'backward' },
    things: [
      [c1, 1],
      [c2, 1],
      [F7, 2],
      [P1, 2],
      [S1, 3],
      [W9, 3],
      [T, 4],
      [M1, 5],
      [M2, 5],
    ],
    gaps: [W9_UNKNOWN],
  },
  {
    line: 'Backward from F7: P1, S1, W9, T, M1, M2.',
    question: { of: F7, direction: 'backward' },
    things: [
      [P1, 1],
      [S1, 2],
      [W9, 2],
      [T, 3],
      [M1, 4],
      [M2, 4],
    ],
    gaps: [W9_UNKNOWN],
  },
  {
    line: 'Backward from S2: T (as used at t7), M3.',
    question: { of: S2, direction: 'backward' },
    things: [
      [T, 1],
      [M3, 2],
    ],
    gaps: [M3_UNKNOWN],
  },
  {
    line: 'Backward from T: M1, M2, M3 (it is the start and is opened).',
    question: { of: T, direction: 'backward' },
    things: [
      [M1, 1],
      [M2, 1],
      [M3, 1],
    ],
    gaps: [],
  },
  {
    line: 'Backward from T with `at` between t2 and t3: M1.',
    question: { of: T, direction: 'backward', at: minute(2.5) },
    things: [[M1, 1]],
    gaps: [],
  },
  {
    line: 'Backward from T with `at` t5: M1, M2.',
    question: { of: T, direction: 'backward', at: minute(5) },
    things: [
      [M1, 1],
      [M2, 1],
    ],
    gaps: [],
  },
]

/** "T (as used at t4)" and "(as used at t7)": the events of the links between the tanker and what was made from it. */
export const workedUses: readonly {
  readonly question: PlainQuestion
  readonly madeAt: readonly string[]
}[] = [
  { question: { of: c1, direction: 'backward' }, madeAt: [eventIDOf('t4')] },
  { question: { of: M1, direction: 'forward' }, madeAt: [eventIDOf('t4')] },
  { question: { of: M3, direction: 'forward' }, madeAt: [eventIDOf('t7')] },
  { question: { of: S2, direction: 'backward' }, madeAt: [eventIDOf('t7')] },
]

export const WORKED_TANKER: string = T

export const workedWheres: readonly {
  readonly line: string
  readonly question: { readonly of: string; readonly at?: string }
  readonly where: PlainWhere
}[] = [
  {
    line: 'Where is c1 after t12: in K, at shop Z.',
    question: { of: c1 },
    where: {
      containers: [K],
      place: SHOP_Z,
      state: 'at',
      bizStep: 'receiving',
      eventID: eventIDOf('t12'),
      eventTime: minute(12),
    },
  },
  {
    line: 'Where is c3: at the plant, where t9 put it.',
    question: { of: c3 },
    where: {
      containers: [],
      place: PLANT,
      state: 'at',
      bizStep: 'commissioning',
      eventID: eventIDOf('t9'),
      eventTime: minute(9),
    },
  },
  {
    line: 'Where is c1 between t11 and t12: in K, in transit from the plant.',
    question: { of: c1, at: minute(11.5) },
    where: {
      containers: [K],
      place: PLANT,
      state: 'in-transit',
      bizStep: 'shipping',
      eventID: eventIDOf('t11'),
      eventTime: minute(11),
    },
  },
]
