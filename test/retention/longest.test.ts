import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { EpcisEvent } from '@suyuan/core/event/event'
import { named } from '../trace/plain/standing.ts'
import { plainTrace } from '../trace/plain-reading.ts'
import { world } from '../trace/worlds.ts'
import { going, NOW, settled, type Case } from './settled.ts'

/** The graph of a thing as the plain reading of traces has it: itself, and both directions of possible links. */
function graphOf(events: readonly EpcisEvent[], of: string): ReadonlySet<string> {
  const found = (['backward', 'forward'] as const).flatMap(
    (direction) => plainTrace(events, { of, direction })?.things.map(({ id }) => id) ?? [],
  )
  return new Set([of, ...found])
}

const OVER = 1
const RUNS = 1000

/** Few events run, so that many go; some never run out; now and then something is held. */
const cases: fc.Arbitrary<Case> = world.chain(({ events }) => {
  const things = [...new Set(events.flatMap(named))]
  const until = fc.oneof(
    { weight: 12, arbitrary: fc.constant(OVER) },
    { weight: 1, arbitrary: fc.constantFrom(RUNS, Infinity) },
  )
  return fc.record({
    events: fc.constant(events),
    until: fc.array(until, { minLength: events.length, maxLength: events.length, size: 'max' }),
    held:
      things.length === 0
        ? fc.constant([])
        : fc.oneof(
            { weight: 3, arbitrary: fc.constant([]) },
            { weight: 1, arbitrary: fc.array(fc.constantFrom(...things), { maxLength: 2 }) },
          ),
  })
})

test('nothing goes while anything in the graph of a thing that it names has not run out or is held, read plainly', () => {
  let gone = 0
  let stayed = 0
  fc.assert(
    fc.property(cases, (one) => {
      const { events, until, held } = one
      const graphs = new Map<string, ReadonlySet<string>>()
      const graph = (of: string): ReadonlySet<string> => {
        const known = graphs.get(of) ?? graphOf(events, of)
        graphs.set(of, known)
        return known
      }
      const runs = new Set(
        events.flatMap((event, i) => ((until[i] ?? 0) > NOW ? named(event) : [])),
      )
      const holding = new Set(held.flatMap((thing) => [...graph(thing)]))
      const goes = going(settled(one))
      for (const row of goes) {
        const event = events[row]
        assert.ok(event && (until[row] ?? 0) <= NOW)
        for (const thing of named(event)) {
          for (const node of graph(thing)) {
            assert.ok(!runs.has(node), `${row} goes; ${node}, in the graph of ${thing}, runs`)
            assert.ok(!holding.has(node), `${row} goes; ${node}, in the graph of ${thing}, is held`)
          }
        }
      }
      gone += goes.size
      stayed += events.length - goes.size
    }),
    { numRuns: 400 },
  )
  // A property of what goes says nothing when nothing does.
  assert.ok(gone > 500 && stayed > 500, `${gone} went, ${stayed} stayed`)
})

test('what is erased lets nothing else go, whichever part of it is erased first', () => {
  let gone = 0
  fc.assert(
    fc.property(cases, fc.array(fc.boolean(), { minLength: 60, maxLength: 60 }), (one, some) => {
      const before = settled(one)
      const goes = going(before)
      const first = new Set(
        before.fates.flatMap(({ rows, kept }, i) =>
          kept === undefined && some[i % 60] === true ? rows : [],
        ),
      )
      gone += first.size
      const left = one.events.flatMap((_, row) => (first.has(row) ? [] : [row]))
      const after = going(
        settled({
          events: left.flatMap((row) => one.events[row] ?? []),
          until: left.map((row) => one.until[row] ?? 0),
          held: one.held,
        }),
      )
      assert.deepEqual(
        [...after].map((row) => left[row] ?? -1).toSorted((a, b) => a - b),
        [...goes].filter((row) => !first.has(row)).toSorted((a, b) => a - b),
      )
    }),
    { numRuns: 400 },
  )
  assert.ok(gone > 200, `${gone} went`)
})

test('an event that is declared wrong and its declaration go together, and stay as long as either must', () => {
  fc.assert(
    fc.property(cases, (one) => {
      const goes = going(settled(one))
      const names = Map.groupBy(one.events.keys(), (row) => one.events[row]?.eventID)
      for (const rows of names.values()) {
        assert.equal(new Set(rows.map((row) => goes.has(row))).size, 1)
      }
    }),
    { numRuns: 200 },
  )
})
