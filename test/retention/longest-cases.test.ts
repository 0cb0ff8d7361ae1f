import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { EpcisEvent } from '@suyuan/core/event/event'
import { lot, made, packed, saw, story, tanker, tin, tinLot, unit } from '../trace/tell.ts'
import { going, settled } from './settled.ts'

type Case = {
  readonly events: readonly EpcisEvent[]
  /** The one event (from 1) whose time has not run out, if there is one. */
  readonly runs?: number
  readonly held?: string
  /** The events (from 1) that go. */
  readonly goes: readonly number[]
}

const [c1, c2, c3] = [tin('c1'), tin('c2'), tin('c3')]
const [M1, P1, P2] = [lot('M1'), lot('P1'), lot('P2')]

const CASES: Readonly<Record<string, Case>> = {
  'what a lot was made from is kept for an item of it, by events that do not name the lot': {
    events: [
      saw(0, 'ADD', [M1]),
      made(1, [M1], [tinLot('F1')]),
      saw(2, 'ADD', [c1], { lot: 'F1' }),
      saw(3, 'OBSERVE', [c1]),
    ],
    runs: 1,
    goes: [],
  },
  'what items were made from is kept for their lot where that is used as such': {
    events: [
      made(1, [M1], [c1]),
      saw(2, 'ADD', [c1], { lot: 'F1' }),
      made(3, [tinLot('F1')], [P1]),
      saw(4, 'OBSERVE', [P1]),
      saw(0, 'ADD', [M1]),
    ],
    runs: 5,
    goes: [],
  },
  'a tin is not kept for its sibling': {
    events: [
      made(1, [P1], [c1], { lot: 'F1' }),
      made(1, [P2], [c2], { lot: 'F2' }),
      packed(2, 'ADD', { parent: unit(1), children: [c1, c2] }),
      saw(3, 'OBSERVE', [c2]),
      saw(3, 'OBSERVE', [c1]),
    ],
    runs: 4,
    goes: [1, 5],
  },
  'a pallet that is used again keeps neither what it carried nor what that was made from': {
    events: [
      made(1, [P1], [c1]),
      packed(2, 'ADD', { parent: tanker('T1'), children: [c1] }),
      packed(3, 'DELETE', { parent: tanker('T1'), children: [c1] }),
      saw(9, 'OBSERVE', [tanker('T1')]),
    ],
    runs: 4,
    goes: [1],
  },
  'a tanker that milk was drawn from keeps the milk and what was made of it': {
    events: [
      packed(1, 'ADD', { parent: tanker('T1'), children: [M1] }),
      made(2, [tanker('T1')], [P1]),
      saw(3, 'OBSERVE', [P1]),
      saw(3, 'OBSERVE', [c1]),
      saw(9, 'OBSERVE', [tanker('T1')]),
    ],
    runs: 5,
    goes: [4],
  },
  'the parts of one transformation go together': {
    events: [
      made(1, [M1], [], { mix: 'x' }),
      made(2, [], [P1], { mix: 'x' }),
      made(2, [c2], [], { mix: 'y' }),
      // Void: it makes no link, and is a part all the same.
      ...wrong(made(2, [], [c1], { mix: 'y' })),
      saw(9, 'OBSERVE', [c1]),
      saw(9, 'OBSERVE', [c2]),
    ],
    runs: 6,
    goes: [1, 2, 7],
  },
  'a declaration that differs from the event it names goes with it': {
    events: [
      { ...saw(1, 'ADD', [c1]), eventID: 'urn:example:event:w' },
      ...wrong({ ...saw(1, 'ADD', [c2]), eventID: 'urn:example:event:w' }).slice(1),
      saw(2, 'OBSERVE', [c1]),
      saw(2, 'OBSERVE', [c2]),
    ],
    runs: 3,
    goes: [4],
  },
  'a hold on a case holds what was in it, and all whose graph meets the graph of that': {
    events: [
      saw(0, 'ADD', [M1]),
      made(1, [M1], [P1]),
      packed(2, 'ADD', { parent: unit(1), children: [P1] }),
      packed(3, 'DELETE', { parent: unit(1), children: [P1] }),
      made(4, [P1, P2], [c1]),
      saw(0, 'ADD', [P2]),
      saw(5, 'OBSERVE', [c3]),
    ],
    held: unit(1),
    goes: [7],
  },
  'what no event names may be held': {
    events: [saw(0, 'ADD', [M1])],
    held: c1,
    goes: [1],
  },
}

/** An event, and what declares it wrong. */
function wrong(event: EpcisEvent): readonly EpcisEvent[] {
  const named = { ...event, eventID: event.eventID ?? 'urn:example:event:wrong' }
  return [named, { ...named, errorDeclaration: { declarationTime: '2026-03-02T08:00:00Z' } }]
}

suite('the longest over the graph, by hand', () => {
  for (const [name, { events, runs, held, goes }] of Object.entries(CASES)) {
    test(name, () => {
      const told = story(...events)
      const until = told.map((_, row) => (row + 1 === runs ? Infinity : 1))
      const gone = going(settled({ events: told, until, held: held === undefined ? [] : [held] }))
      assert.deepEqual(
        [...gone].map((row) => row + 1).toSorted((a, b) => a - b),
        goes,
      )
    })
  }
})
