import { attached, lot, made, packed, saw, story, tanker, tin, tinLot, unit } from '../tell.ts'
import type { TraceCase } from './case.ts'

const T = tanker('T')
const [M1, M2, M3, S1, S2] = [lot('M1'), lot('M2'), lot('M3'), lot('S1'), lot('S2')]
const [c1, c2, c3, F7] = [tin('c1'), tin('c2'), tin('c3'), tinLot('F7')]
const [K, P] = [unit(1), unit(2)]

const milk = saw(0, 'ADD', [M1, M2, M3])
const tins = saw(0, 'ADD', [c1, c2, c3], { lot: 'F7' })

/** Section "Walks". */
export const walkCases: readonly TraceCase[] = [
  {
    sentence: 'at any time means at any one moment: a tin taken out before was never in the pallet',
    events: story(
      tins,
      packed(1, 'ADD', { parent: K, children: [c1, c2] }),
      packed(2, 'DELETE', { parent: K, children: [c1] }),
      packed(3, 'ADD', { parent: P, children: [K] }),
    ),
    question: { of: P, direction: 'backward' },
    certain: [K, c2, F7],
  },
  {
    sentence: 'where that Y is a container, an input at time t → what was in Y at t, at any depth',
    events: story(
      tins,
      packed(1, 'ADD', { parent: K, children: [c1] }),
      packed(2, 'ADD', { parent: P, children: [K] }),
      made(3, [P], [S1]),
      packed(4, 'ADD', { parent: P, children: [c2] }),
    ),
    question: { of: S1, direction: 'backward' },
    certain: [P, K, c1, F7],
  },
  {
    sentence:
      'the container of a thing, and an output that is one, are not opened: only the start is',
    events: story(
      tins,
      milk,
      made(1, [M1], [K]),
      packed(2, 'ADD', { parent: K, children: [c1] }),
      made(3, [K, M2], [S1]),
      packed(4, 'ADD', { parent: P, children: [c2] }),
      made(5, [S1], [P]),
    ),
    question: { of: M1, direction: 'forward' },
    certain: [K, S1, P],
  },
  {
    sentence:
      'a lot used as such → what its items were made from, possibly; the items are not reported',
    events: story(
      milk,
      made(1, [M1], [c1], { lot: 'F7' }),
      made(2, [M2], [c2], { lot: 'F7' }),
      made(3, [[F7, 1]], [S1]),
    ),
    question: { of: S1, direction: 'backward' },
    certain: [F7],
    possible: [M1, M2],
  },
  {
    sentence: 'a lot found in an input is used as such',
    events: story(
      milk,
      made(1, [M1], [c1], { lot: 'F7' }),
      packed(2, 'ADD', { parent: P, children: [[F7, 1]] }),
      made(3, [P], [S1]),
    ),
    question: { of: S1, direction: 'backward' },
    certain: [P, F7],
    possible: [M1],
  },
  {
    sentence: 'or in the start',
    events: story(
      milk,
      made(1, [M1], [c1], { lot: 'F7' }),
      packed(2, 'ADD', { parent: P, children: [[F7, 1]] }),
    ),
    question: { of: P, direction: 'backward' },
    certain: [F7],
    possible: [M1],
  },
  {
    sentence: 'certain for the start',
    events: story(milk, made(1, [M1], [c1], { lot: 'F7' })),
    question: { of: F7, direction: 'backward' },
    certain: [M1],
  },
  {
    sentence:
      'a lot reached from one of its items leads to what the lot itself was made from, never to its other items',
    events: story(
      milk,
      made(1, [M1], [c1], { lot: 'F7' }),
      made(2, [M2], [c2], { lot: 'F7' }),
      made(3, [M3], [F7]),
    ),
    question: { of: c1, direction: 'backward' },
    certain: [M1, F7, M3],
  },
  {
    sentence: 'X is a lot → every item of that lot, and what these went into',
    events: story(milk, made(1, [M1], [F7]), tins, made(2, [c1], [S1])),
    question: { of: M1, direction: 'forward' },
    certain: [F7, c1, c2, c3, S1],
  },
  {
    sentence:
      'X was in C at t and C is an input at t → its outputs, with C and the containers between',
    events: story(
      tins,
      packed(1, 'ADD', { parent: K, children: [c1, c2] }),
      packed(1, 'ADD', { parent: P, children: [K] }),
      made(2, [P], [S1]),
    ),
    question: { of: c1, direction: 'forward' },
    certain: [K, P, S1],
  },
  {
    sentence: 'they are not walked on from: what C is used for later is not from X',
    events: story(
      milk,
      packed(1, 'ADD', { parent: T, children: [M1] }),
      made(2, [T], [S1]),
      packed(3, 'DELETE', { parent: T }),
      packed(4, 'ADD', { parent: T, children: [M2] }),
      made(5, [T], [S2]),
    ),
    question: { of: M1, direction: 'forward' },
    certain: [T, S1],
  },
  {
    sentence: 'a tin that shared a pallet with a suspect tin is not suspect',
    events: story(
      tins,
      packed(1, 'ADD', { parent: P, children: [c1, c2] }),
      saw(2, 'OBSERVE', [P]),
    ),
    question: { of: c1, direction: 'forward' },
  },
  {
    sentence: 'X is an item and its lot is used as such → the outputs, as possible',
    events: story(tins, made(2, [[F7, 1]], [S1])),
    question: { of: c1, direction: 'forward' },
    possible: [S1],
  },
  {
    sentence: 'its lot is used as such in a container: the container is not reported',
    events: story(tins, packed(1, 'ADD', { parent: P, children: [[F7, 1]] }), made(2, [P], [S1])),
    question: { of: c1, direction: 'forward' },
    possible: [S1],
  },
  {
    sentence: 'association is no step of a walk',
    events: story(
      milk,
      attached(1, 'ADD', { parent: T, children: [M1] }),
      packed(1, 'ADD', { parent: T, children: [M2] }),
      made(2, [T], [S1]),
    ),
    question: { of: S1, direction: 'backward' },
    certain: [T, M2],
  },
]
