import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { EpcisEvent } from '@suyuan/core/event/event'
import { microsOf } from '@suyuan/core/event/micros'
import type { Reached } from '@suyuan/core/flow/reach'
import { reachOver } from '@suyuan/core/flow/reaching'
import { tallyOver } from '@suyuan/core/flow/tally'
import { asking } from './in-memory.ts'
import { named } from './plain/standing.ts'
import { kindOf } from './plain/things.ts'
import { plainTrace, plainWhere, type PlainQuestion } from './plain-reading.ts'
import { world } from './worlds.ts'

const RUNS = Number(process.env['SUYUAN_TRACE_RUNS'] ?? 500)

/** A world, and several things in it, some of them never seen. */
const several = world.chain(({ events, question }) => {
  const things = [...new Set([question.of, ...events.flatMap(named), 'https://id.gs1.org/00/1'])]
  return fc.record({
    events: fc.constant(events),
    question: fc.constant(question),
    of: fc.subarray(things, { minLength: 1, maxLength: Math.min(4, things.length) }),
  })
})

type Told = Pick<Reached, 'id' | 'distance' | 'certainty'>

/** The union of the traces of each, read plainly. What is too far is left out of the union, for a far path may be the certain one. */
function union(
  events: readonly EpcisEvent[],
  of: readonly string[],
  { depth = Infinity, ...question }: PlainQuestion,
): ReadonlyMap<string, Told> {
  const things = new Map<string, Told>()
  for (const start of of) {
    for (const thing of plainTrace(events, { ...question, of: start })?.things ?? []) {
      const { id, distance, certainty } = thing
      const known = things.get(id)
      things.set(id, {
        id,
        distance: Math.min(distance, known?.distance ?? Infinity),
        certainty: known?.certainty === 'certain' ? 'certain' : certainty,
      })
    }
  }
  return new Map([...things].filter(([id, { distance }]) => !of.includes(id) && distance <= depth))
}

test('what several things reach is all that each of them reaches, read plainly', async () => {
  let reached = 0
  await fc.assert(
    fc.asyncProperty(several, async ({ events, question, of }) => {
      const { direction, at, depth, certainty } = question
      const moment = at === undefined ? undefined : microsOf(at)
      const asked = {
        of,
        direction,
        where: true,
        certainOnly: certainty === 'certain',
        ...(moment !== undefined && { at: moment }),
        ...(depth !== undefined && { depth }),
      }
      const answer = await reachOver(asking(events), asked)
      const expected = union(events, of, question)
      const told = answer.things.map(({ id, distance, certainty: sure }) => ({
        id,
        distance,
        certainty: sure,
      }))
      assert.deepEqual(new Map(told.map((one) => [one.id, one])), expected)
      assert.equal(answer.things.length, expected.size)
      assert.deepEqual(
        answer.unseen,
        of.filter((id) => plainTrace(events, { of: id, direction }) === undefined),
      )
      for (const { id, kind, where } of answer.things) {
        if (kind !== 'item') continue
        const plain = plainWhere(events, { of: id, at })
        assert.equal(where?.state, plain?.state)
        assert.equal(where?.place, plain?.place)
        assert.equal(where?.container, plain?.containers.at(-1))
      }
      const tally = await tallyOver(asking(events), asked)
      const places = Map.groupBy(
        [...expected.keys()].filter((id) => kindOf(id) === 'item'),
        (id) => {
          const plain = plainWhere(events, { of: id, at })
          return JSON.stringify([plain?.place, plain?.state])
        },
      )
      assert.deepEqual(
        new Map(
          tally.where.map(({ place, state, items }) => [JSON.stringify([place, state]), items]),
        ),
        new Map([...places].map(([key, ids]) => [key, ids.length])),
      )
      assert.deepEqual(tally.counts, answer.counts)
      reached += told.length
    }),
    { numRuns: RUNS },
  )
  assert.ok(reached > RUNS, `${reached} reached`)
})
