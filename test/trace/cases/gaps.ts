import { PRODUCT, lot, made, packed, saw, story, tanker, tin, tinLot, unit } from '../tell.ts'
import type { TraceCase } from './case.ts'

const T = tanker('T')
const [M1, S1, S2] = [lot('M1'), lot('S1'), lot('S2')]
const [c1, c2, F7] = [tin('c1'), tin('c2'), tinLot('F7')]
const [K1, K2] = [unit(1), unit(2)]

const fromS1 = { of: S1, direction: 'backward' } as const

/** Section "Gaps are part of the answer". */
export const gapCases: readonly TraceCase[] = [
  {
    sentence: 'a thing used as an input that no event commissioned, made or received',
    events: story(made(1, [M1, PRODUCT], [S1], { id: 'use' })),
    question: fromS1,
    certain: [M1, PRODUCT],
    gaps: [
      ['origin-unknown', M1, 'use'],
      ['origin-unknown', PRODUCT, 'use'],
    ],
  },
  {
    sentence: 'what was received, or accepted, has an origin',
    events: story(
      saw(0, 'OBSERVE', [M1], { step: 'receiving' }),
      packed(0, 'ADD', { parent: K1, children: [c1] }, { step: 'accepting' }),
      made(1, [M1, c1], [S1]),
    ),
    question: fromS1,
    certain: [M1, c1],
  },
  {
    sentence: 'what arrived, or was only seen, has none',
    events: story(
      saw(0, 'OBSERVE', [M1], { step: 'arriving' }),
      made(1, [M1], [S1], { id: 'use' }),
    ),
    question: fromS1,
    certain: [M1],
    gaps: [['origin-unknown', M1, 'use']],
  },
  {
    sentence: 'and that held nothing then: what a container holds is asked in its stead',
    events: story(
      packed(0, 'ADD', { parent: T, children: [M1] }),
      made(1, [T], [S1], { id: 'use' }),
    ),
    question: fromS1,
    certain: [T, M1],
    gaps: [['origin-unknown', M1, 'use']],
  },
  {
    sentence: 'a container that held nothing at the time of its use',
    events: story(
      packed(2, 'ADD', { parent: T, children: [M1] }),
      made(1, [T], [S1], { id: 'use' }),
    ),
    question: fromS1,
    certain: [T],
    gaps: [['origin-unknown', T, 'use']],
  },
  {
    sentence: 'a lot whose items were commissioned has an origin',
    events: story(saw(0, 'ADD', [c1], { lot: 'F7' }), made(1, [F7], [S1])),
    question: fromS1,
    certain: [F7],
  },
  {
    sentence: 'what a void event commissioned has no origin',
    events: story(
      {
        ...saw(0, 'ADD', [M1], { id: 'wrong' }),
        errorDeclaration: { declarationTime: '2026-03-01T07:00:00Z' },
      },
      saw(0, 'ADD', [M1], { id: 'wrong' }),
      made(1, [M1], [S1], { id: 'use' }),
    ),
    question: fromS1,
    certain: [M1],
    gaps: [['origin-unknown', M1, 'use']],
  },
  {
    sentence: 'an item of a GTIN commissioned with no lot and made from nothing',
    events: story(
      saw(0, 'ADD', [c1], { id: 'start' }),
      made(0, [], [c2], { id: 'other', mix: 'x' }),
      made(1, [c2], [c1], { mix: 'y' }),
    ),
    question: { of: c1, direction: 'backward' },
    certain: [c2],
    gaps: [['no-lot', c2, 'other']],
  },
  {
    sentence: 'no-lot of the start',
    events: story(saw(1, 'ADD', [c1], { id: 'again' }), saw(0, 'ADD', [c1], { id: 'start' })),
    question: { of: c1, direction: 'backward' },
    gaps: [['no-lot', c1, 'start']],
  },
  {
    sentence: 'no-lot is no gap on the way forward',
    events: story(saw(0, 'ADD', [c1]), made(1, [c1], [S1])),
    question: { of: c1, direction: 'forward' },
    certain: [S1],
  },
  {
    sentence: 'a lot given by any of its commissionings will do',
    events: story(saw(0, 'ADD', [c1]), saw(1, 'ADD', [c1], { lot: 'F7' })),
    question: { of: c1, direction: 'backward' },
    certain: [F7],
  },
  {
    sentence: 'the answer carries the warning reparented-without-removal',
    events: story(
      saw(0, 'ADD', [c1], { lot: 'F7' }),
      packed(1, 'ADD', { parent: K1, children: [c1] }),
      packed(2, 'ADD', { parent: K2, children: [c1] }, { id: 'again' }),
      made(3, [K2], [S1]),
    ),
    question: fromS1,
    certain: [K2, c1, F7],
    gaps: [['reparented-without-removal', c1, 'again']],
  },
  {
    sentence: 'a lot or ordinary item recorded as used before it was made, and followed',
    events: story(saw(0, 'ADD', [M1]), made(3, [M1], [S2]), made(1, [S2], [S1], { id: 'use' })),
    question: fromS1,
    certain: [S2, M1],
    gaps: [['time-order', S2, 'use']],
  },
  {
    sentence: 'the same going forward',
    events: story(saw(0, 'ADD', [M1]), made(3, [M1], [S2]), made(1, [S2], [S1], { id: 'use' })),
    question: { of: M1, direction: 'forward' },
    certain: [S2, S1],
    gaps: [['time-order', S2, 'use']],
  },
  {
    sentence: 'used in the minute of its making is not before it',
    events: story(made(1, [S2], [S1]), saw(1, 'ADD', [S2])),
    question: fromS1,
    certain: [S2],
  },
  {
    sentence: 'a reusable thing has no time-order: what entered later is not in the draw',
    events: story(saw(0, 'ADD', [M1]), made(1, [T], [S1]), made(3, [M1], [T])),
    question: fromS1,
    certain: [T],
  },
]
