import {
  attached,
  declaredWrong,
  minute,
  packed,
  place,
  saw,
  story,
  tin,
  tanker,
  unit,
} from '../tell.ts'
import type { HistoryCase, WhereCase } from './case.ts'

const [PLANT, SHOP, DOCK, SILO] = [place(1), place(2), place(3), place(4)]
const [c1, c2] = [tin('c1'), tin('c2')]
const [K, P] = [unit(1), unit(2)]
const T = tanker('T')

const start = saw(0, 'ADD', [c1, c2], { lot: 'F7', at: PLANT })
const inK = packed(1, 'ADD', { parent: K, children: [c1, c2] })
const inP = packed(2, 'ADD', { parent: P, children: [K] })

/** "Where is X at time t". */
export const whereCases: readonly WhereCase[] = [
  {
    sentence: 'the chain of containers of X at t, innermost first',
    events: story(start, inK, inP),
    question: { of: c1 },
    where: { containers: [K, P], place: PLANT, state: 'at' },
  },
  {
    sentence: 'of two at once, the one entered last',
    events: story(start, packed(3, 'OBSERVE', { parent: P, children: [c1] }), inK),
    question: { of: c1 },
    where: { containers: [P] },
  },
  {
    sentence: '`where` counts only the start of an interval',
    events: story(start, inK, packed(3, 'DELETE', { parent: K })),
    question: { of: c1, at: minute(3) },
    where: { containers: [] },
  },
  {
    sentence: 'at its start it is in',
    events: story(start, inK),
    question: { of: c1, at: minute(1) },
    where: { containers: [K] },
  },
  {
    sentence: 'the latest event with eventTime ≤ t',
    events: story(
      start,
      saw(5, 'OBSERVE', [c1], { at: SHOP }),
      saw(4, 'OBSERVE', [c1], { at: DOCK }),
    ),
    question: { of: c1, at: minute(4) },
    where: { place: DOCK, eventTime: minute(4) },
  },
  {
    sentence: 'that names a place (bizLocation, else readPoint)',
    events: story(
      start,
      saw(3, 'OBSERVE', [c1], { at: SHOP, readPoint: DOCK }),
      saw(4, 'OBSERVE', [c1]),
    ),
    question: { of: c1 },
    where: { place: SHOP, eventTime: minute(3) },
  },
  {
    sentence: 'what an event says of a container holds for all that was in it then',
    events: story(
      start,
      inK,
      inP,
      saw(3, 'OBSERVE', [P], { at: SHOP }),
      packed(4, 'DELETE', { parent: K }),
      saw(5, 'OBSERVE', [P], { at: DOCK }),
    ),
    question: { of: c1 },
    where: { containers: [], place: SHOP },
  },
  {
    sentence: 'shipping leaves the thing in transit from that place',
    events: story(start, inK, saw(3, 'OBSERVE', [K], { step: 'shipping', readPoint: PLANT })),
    question: { of: c1 },
    where: { place: PLANT, state: 'in-transit', bizStep: 'shipping' },
  },
  {
    sentence: 'until an arriving: nothing else ends it',
    events: story(
      start,
      saw(3, 'OBSERVE', [c1], { step: 'https://ref.gs1.org/cbv/BizStep-departing', at: PLANT }),
      saw(4, 'OBSERVE', [c1], { step: 'inspecting', readPoint: DOCK }),
    ),
    question: { of: c1 },
    where: { place: DOCK, state: 'in-transit' },
  },
  {
    sentence: 'an arriving ends it',
    events: story(
      start,
      saw(3, 'OBSERVE', [c1], { step: 'shipping', at: PLANT }),
      saw(4, 'OBSERVE', [c1], { step: 'arriving', at: SHOP }),
    ),
    question: { of: c1 },
    where: { place: SHOP, state: 'at' },
  },
  {
    sentence:
      'from the histories of X and of those containers: what was said of one before X came in',
    events: story(
      start,
      saw(2, 'OBSERVE', [K], { at: SHOP }),
      packed(3, 'ADD', { parent: K, children: [c1] }),
    ),
    question: { of: c1 },
    where: { containers: [K], place: SHOP, eventTime: minute(2) },
  },
  {
    sentence: 'containers in each other: the chain ends where it comes back',
    events: story(
      packed(1, 'ADD', { parent: K, children: [P] }),
      packed(1, 'ADD', { parent: P, children: [K] }),
    ),
    question: { of: K },
    where: { containers: [P], state: 'unknown' },
  },
  {
    sentence: 'association serves `where`, with a place for a parent',
    events: story(
      saw(0, 'OBSERVE', [T], { at: PLANT }),
      attached(1, 'ADD', { parent: SILO, children: [T] }),
    ),
    question: { of: T },
    where: { containers: [SILO], place: PLANT },
  },
  {
    sentence: 'association and aggregation do not end each other',
    events: story(
      start,
      inK,
      attached(2, 'ADD', { parent: P, children: [c1] }),
      attached(3, 'DELETE', { parent: P, children: [c1] }),
    ),
    question: { of: c1 },
    where: { containers: [K] },
  },
  {
    sentence: 'a void event puts a thing nowhere',
    events: story(declaredWrong(saw(0, 'OBSERVE', [c1], { id: 'wrong', at: SHOP }))),
    question: { of: c1 },
    where: { containers: [], state: 'unknown' },
  },
]

/** "History of X". */
export const historyCases: readonly HistoryCase[] = [
  {
    sentence:
      'the events that name X, and those that name a container of X, at any depth, while X was in it',
    events: story(
      start,
      saw(0, 'OBSERVE', [K]),
      inK,
      inP,
      saw(3, 'OBSERVE', [P]),
      packed(4, 'DELETE', { parent: P }),
      saw(5, 'OBSERVE', [P]),
      saw(5, 'OBSERVE', [K]),
    ),
    of: c1,
    lived: [
      ['1', null],
      ['3', null],
      ['4', K],
      ['5', P],
      ['6', P],
      ['8', K],
    ],
  },
  {
    sentence: '`history` counts both ends of an interval',
    events: story(
      inK,
      saw(3, 'OBSERVE', [K]),
      packed(3, 'DELETE', { parent: K, children: [c1] }),
      saw(3, 'OBSERVE', [K]),
      saw(4, 'OBSERVE', [K]),
    ),
    of: c1,
    lived: [
      ['1', null],
      ['2', K],
      ['3', null],
      ['4', K],
    ],
  },
  {
    sentence: 'association serves `history`',
    events: story(attached(1, 'ADD', { parent: T, children: [c1] }), saw(2, 'OBSERVE', [T])),
    of: c1,
    lived: [
      ['1', null],
      ['2', T],
    ],
  },
]
