import { declaredWrong, lot, made, packed, saw, story, tanker, tin, tinLot, unit } from '../tell.ts'
import type { TraceCase } from './case.ts'

const T = tanker('T')
const [M1, M2, S1] = [lot('M1'), lot('M2'), lot('S1')]
const [c1, c2, F7] = [tin('c1'), tin('c2'), tinLot('F7')]
const [K1, K2] = [unit(1), unit(2)]

const m1 = saw(0, 'ADD', [M1])
const m2 = saw(0, 'ADD', [M2])
const drawn = made(9, [T], [S1], { id: 'draw' })
const fromS1 = { of: S1, direction: 'backward' } as const

/** What was in the tanker, drawn at minute 9, after these aggregations of M1 and M2 in it. */
function drawnAfter(
  ...filled: readonly Readonly<Parameters<typeof packed>>[]
): ReturnType<typeof story> {
  return story(m1, m2, ...filled.map((told) => packed(...told)), drawn)
}

const loaded = [1, 'ADD', { parent: T, children: [[M1, 5, 'TNE'], M2] }] as const

/** Section "Links that events make". */
export const linkCases: readonly TraceCase[] = [
  {
    sentence: 'every output is made from every input (items and quantity lots alike)',
    events: story(m1, saw(0, 'ADD', [c1], { lot: 'F7' }), made(1, [M1, c1], [c2, S1])),
    question: { of: c2, direction: 'backward' },
    certain: [M1, c1, F7],
  },
  {
    sentence: 'the outputs of any are made from the inputs of all, possibly from a later one',
    events: story(
      m1,
      m2,
      made(1, [M1], [], { mix: 'x' }),
      made(2, [], [S1], { mix: 'x' }),
      made(3, [M2], [], { mix: 'x' }),
    ),
    question: fromS1,
    certain: [M1],
    possible: [M2],
  },
  {
    sentence: 'an input in the same minute as the output is certain, in whatever order captured',
    events: story(m1, made(2, [], [S1], { mix: 'x' }), made(2, [M1], [], { mix: 'x' })),
    question: fromS1,
    certain: [M1],
  },
  {
    sentence: 'transformations without a common transformationID are two',
    events: story(m1, m2, made(1, [M1], [S1]), made(1, [M2], [c1], { mix: 'x', lot: 'F7' })),
    question: fromS1,
    certain: [M1],
  },
  {
    sentence: 'the item belongs to the LGTIN of its own GTIN and that lot',
    events: story(saw(1, 'ADD', [c1, c2], { lot: 'F7' })),
    question: { of: F7, direction: 'forward' },
    certain: [c1, c2],
  },
  {
    sentence: 'until a DELETE that names that child and parent',
    events: drawnAfter(loaded, [5, 'DELETE', { parent: T, children: [M1] }]),
    question: fromS1,
    certain: [T, M2],
  },
  {
    sentence: 'or a DELETE of that parent that names no child',
    events: drawnAfter(
      loaded,
      [5, 'DELETE', { parent: T }],
      [6, 'ADD', { parent: T, children: [M2] }],
    ),
    question: fromS1,
    certain: [T, M2],
  },
  {
    sentence: 'OBSERVE opens the link at its time where it is not open, and ends no other',
    events: drawnAfter(
      [1, 'ADD', { parent: T, children: [M1] }],
      [2, 'OBSERVE', { parent: T, children: [M2] }],
    ),
    question: fromS1,
    certain: [T, M1, M2],
  },
  {
    sentence: 'an interval: walks count both its ends (the emptying in the minute of the draw)',
    events: drawnAfter(loaded, [9, 'DELETE', { parent: T }]),
    question: fromS1,
    certain: [T, M1, M2],
  },
  {
    sentence: 'a filling in the minute of the draw counts, captured before or after it',
    events: story(m1, drawn, packed(9, 'ADD', { parent: T, children: [M1] })),
    question: fromS1,
    certain: [T, M1],
  },
  {
    sentence: 'a DELETE with an amount smaller than what is in the parent leaves the rest in',
    events: drawnAfter(loaded, [5, 'DELETE', { parent: T, children: [[M1, 4999, 'KGM']] }]),
    question: fromS1,
    certain: [T, M1, M2],
  },
  {
    sentence: 'with all of it, it ends the interval, in any unit of the dimension',
    events: drawnAfter(
      loaded,
      [5, 'DELETE', { parent: T, children: [[M1, 4_999_000, 'GRM']] }],
      [6, 'DELETE', { parent: T, children: [[M1, 1, 'KGM']] }],
    ),
    question: fromS1,
    certain: [T, M2],
  },
  {
    sentence: 'in any unit of Rec 20 with that dimension: decitonnes',
    events: drawnAfter(loaded, [5, 'DELETE', { parent: T, children: [[M1, 50, 'DTN']] }]),
    question: fromS1,
    certain: [T, M2],
  },
  {
    sentence: 'an ADD of a lot that is in that parent already adds its amount',
    events: drawnAfter(
      loaded,
      [2, 'ADD', { parent: T, children: [[M1, 1, 'TNE']] }],
      [5, 'DELETE', { parent: T, children: [[M1, 5, 'TNE']] }],
    ),
    question: fromS1,
    certain: [T, M1, M2],
  },
  {
    sentence: 'where the amounts cannot be compared, the lot stays in',
    events: drawnAfter(
      loaded,
      [5, 'DELETE', { parent: T, children: [[M1, 9, 'MTQ']] }],
      [5, 'DELETE', { parent: T, children: [[M2, 9, 'TNE']] }],
    ),
    question: fromS1,
    certain: [T, M1, M2],
  },
  {
    sentence: 'a lot may be in several parents at once',
    events: story(
      m1,
      packed(1, 'ADD', { parent: T, children: [M1] }),
      packed(2, 'ADD', { parent: tanker('U'), children: [M1] }),
      drawn,
    ),
    question: fromS1,
    certain: [T, M1],
  },
  {
    sentence: 'a DELETE of what is not in the parent does nothing',
    events: drawnAfter([0, 'DELETE', { parent: T, children: [M1] }], loaded),
    question: fromS1,
    certain: [T, M1, M2],
  },
  {
    sentence:
      'an item that is ADDed to one parent while it is in others: those intervals end there',
    events: story(
      saw(0, 'ADD', [c1, c2], { lot: 'F7' }),
      packed(1, 'ADD', { parent: K1, children: [c1, c2] }),
      packed(2, 'ADD', { parent: K2, children: [c1] }, { id: 'again' }),
      made(3, [K1], [S1]),
    ),
    question: fromS1,
    certain: [K1, c2, F7],
  },
  {
    sentence: 'from then on both are void, whichever arrived first: the declaration last',
    events: story(
      m1,
      m2,
      made(1, [M1], [S1]),
      made(2, [M2], [S1], { id: 'wrong' }),
      declaredWrong(made(2, [M2], [S1], { id: 'wrong' })),
    ),
    question: fromS1,
    certain: [M1],
  },
  {
    sentence: 'from then on both are void, whichever arrived first: the declaration first',
    events: story(
      declaredWrong(packed(5, 'DELETE', { parent: T }, { id: 'wrong' })),
      packed(5, 'DELETE', { parent: T }, { id: 'wrong' }),
      m1,
      packed(1, 'ADD', { parent: T, children: [M1] }),
      drawn,
    ),
    question: fromS1,
    certain: [T, M1],
  },
  {
    sentence: 'a thing named by a void event alone is seen, and its trace is empty',
    events: story(declaredWrong(saw(1, 'ADD', [c1], { id: 'wrong', lot: 'F7' }))),
    question: { of: F7, direction: 'forward' },
  },
  {
    sentence: 'a declaration of a declaration changes nothing',
    events: story(
      declaredWrong(made(1, [M1], [S1], { id: 'wrong' })),
      declaredWrong(made(1, [M1], [S1], { id: 'wrong' })),
      made(1, [M1], [S1], { id: 'wrong' }),
    ),
    question: fromS1,
  },
  {
    sentence: 'order is by eventTime, however late an event arrives',
    events: story(
      m1,
      m2,
      drawn,
      packed(5, 'DELETE', { parent: T }),
      packed(6, 'ADD', { parent: T, children: [M2] }),
      packed(1, 'ADD', { parent: T, children: [M1] }),
    ),
    question: fromS1,
    certain: [T, M2],
  },
  {
    sentence: 'equal times by the order of capture: taken out, then put in, is in',
    events: story(
      m1,
      m2,
      packed(1, 'ADD', { parent: T, children: [M1] }),
      packed(5, 'DELETE', { parent: T }),
      packed(5, 'ADD', { parent: T, children: [M2] }),
      packed(5, 'ADD', { parent: T, children: [M1] }),
      packed(5, 'DELETE', { parent: T, children: [M1] }),
      drawn,
    ),
    question: fromS1,
    certain: [T, M2],
  },
  {
    sentence: 'an event captured twice counts once: its amount is added once',
    events: story(
      m1,
      packed(1, 'ADD', { parent: T, children: [[M1, 5, 'KGM']] }, { id: 'once' }),
      packed(1, 'ADD', { parent: T, children: [[M1, 5, 'KGM']] }, { id: 'once' }),
      packed(2, 'DELETE', { parent: T, children: [[M1, 5, 'KGM']] }),
      packed(2, 'ADD', { parent: T, children: [M2] }),
      m2,
      drawn,
    ),
    question: fromS1,
    certain: [T, M2],
  },
  {
    sentence: 'an item observed in one parent is still in the other',
    events: story(
      saw(0, 'ADD', [c1], { lot: 'F7' }),
      packed(1, 'ADD', { parent: K1, children: [c1] }),
      packed(2, 'OBSERVE', { parent: K2, children: [c1] }),
      made(3, [K1], [S1]),
    ),
    question: fromS1,
    certain: [K1, c1, F7],
  },
]
