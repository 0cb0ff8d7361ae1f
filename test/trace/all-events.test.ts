import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { EpcisEvent } from '@suyuan/core/event/event'
import { microsOf } from '@suyuan/core/event/micros'
import { trace } from '@suyuan/core/flow/answer'
import { namesIn } from '@suyuan/core/flow/names'
import { partOf } from '@suyuan/core/flow/read'
import { reachOver } from '@suyuan/core/flow/reaching'
import { history, whereabouts } from '@suyuan/core/flow/whereabouts'
import type { Ask } from '@suyuan/core/flow/world'
import { AllEvents } from '../../packages/server/src/trace/all-events.ts'
import { flowsOf, asking } from './in-memory.ts'
import { eventOf } from './one-lot.ts'
import { plainHistory, plainTrace, plainWhere } from './plain-reading.ts'
import { spelled } from './spelled.ts'
import { world } from './worlds.ts'

const RUNS = Number(process.env['SUYUAN_TRACE_RUNS'] ?? 1000)

/** Takes events in one by one, as a follower does: a declaration may come before what it declares wrong, or after. */
function takenIn(events: readonly EpcisEvent[]): AllEvents {
  const all = new AllEvents()
  const flows = flowsOf(events)
  for (const [i, event] of events.entries()) {
    const flow = flows[i]
    if (flow === undefined) continue
    const declares = event.errorDeclaration !== undefined
    const earlier = events.findIndex(
      (other, j) =>
        j < i && other.eventID === event.eventID && other.errorDeclaration !== undefined,
    )
    all.take({ flow, declares, ...(earlier >= 0 && { declaredAt: earlier }) })
    if (!declares) continue
    for (const [j, other] of events.entries()) {
      if (j < i && other.eventID === event.eventID) all.declare(j, i)
    }
  }
  return all
}

function over(all: AllEvents, events: readonly EpcisEvent[], before: number): Ask {
  const flows = flowsOf(events)
  return {
    ...asking(events.slice(0, before)),
    about: () => assert.fail('nothing is asked about'),
    transformations: () => assert.fail('nothing is asked about'),
    lineage: all.lineage,
    whole: {
      ...all.standing(before),
      tell: (asked) =>
        Promise.resolve(asked.flatMap((event) => flows[all.lineage.order(event)] ?? [])),
      spell: (things) => {
        for (const name of flows.flatMap((flow) => [...namesIn(flow)])) {
          const thing = all.names.numberOf(name)
          if (thing !== undefined && things.includes(thing)) all.names.spell(thing, name)
        }
        return Promise.resolve()
      },
    },
  }
}

/** A world, and how many of its events are known. */
const known = world.chain(({ events, question }) =>
  fc.record({
    events: fc.constant(events),
    question: fc.constant(question),
    before: fc.oneof(fc.constant(events.length), fc.nat(events.length)),
  }),
)

test('a trace over a lineage of all events is what the plain reading says of those that are known', async () => {
  await fc.assert(
    fc.asyncProperty(known, async ({ events, question, before }) => {
      const { at, depth, certainty, of, direction } = question
      const ask = over(takenIn(events), events, before)
      const moment = at === undefined ? {} : { at: microsOf(at) ?? 0 }
      const asked = {
        direction,
        ...moment,
        ...(depth !== undefined && { depth }),
        certainOnly: certainty === 'certain',
      }
      const answer = await trace(ask, { ...asked, of: partOf(of) })
      const plain = plainTrace(events.slice(0, before), question)
      assert.deepEqual(answer && spelled(answer), plain && spelled(plain))
      const reached = await reachOver(ask, { ...asked, of: [of], where: true })
      assert.deepEqual(
        new Map(
          reached.things.map(({ id, distance, certainty: sure }) => [id, { distance, sure }]),
        ),
        new Map(plain?.things.map(({ id, distance, certainty: sure }) => [id, { distance, sure }])),
      )
      assert.deepEqual(
        new Set(reached.gaps.map((gap) => JSON.stringify(gap))),
        new Set(plain?.gaps.map(({ kind, id, eventID }) => JSON.stringify({ kind, id, eventID }))),
      )
      assert.equal(reached.complete, plain?.complete ?? false)
    }),
    { numRuns: RUNS },
  )
})

test('whereabouts and histories over a lineage of all events are what the plain reading says', async () => {
  await fc.assert(
    fc.asyncProperty(known, async ({ events, question: { of, at }, before }) => {
      const ask = over(takenIn(events), events, before)
      const seen = events.slice(0, before)
      const moment = at === undefined ? {} : { at: microsOf(at) ?? 0 }
      const { of: _, ...where } = (await whereabouts(ask, { of, ...moment })) ?? { of: undefined }
      const plain = plainWhere(seen, { of, at })
      assert.deepEqual(where, plain === undefined ? {} : JSON.parse(JSON.stringify(plain)))
      const past = await history(ask, of)
      assert.deepEqual(
        past?.map(({ event, through }) => [event.order, through]),
        plainHistory(seen, of)?.map(({ event, through }) => [seen.indexOf(event), through]),
      )
    }),
    { numRuns: RUNS },
  )
})

test('an item that went from case to case unrecorded is a gap of the lot it is of, though nothing was made of it', async () => {
  const { event, lot, tins } = eventOf(2)
  const packed = (parent: string, minute: number): EpcisEvent => ({
    type: 'AggregationEvent',
    eventTime: `2026-03-01T07:0${minute}:00.000Z`,
    eventTimeZoneOffset: '+08:00',
    action: 'ADD',
    parentID: parent,
    childEPCs: tins.slice(0, 1),
    eventID: `urn:uuid:00000000-0000-4000-8000-00000000000${minute}`,
  })
  const events = [
    event,
    packed('https://id.gs1.org/00/006901234000000018', 1),
    packed('https://id.gs1.org/00/006901234000000025', 2),
  ]
  const ask = over(takenIn(events), events, events.length)
  const { gaps } = await reachOver(ask, { of: [lot], direction: 'forward' })
  const [item = ''] = tins
  assert.deepEqual(gaps, [
    {
      kind: 'reparented-without-removal',
      id: item,
      eventID: 'urn:uuid:00000000-0000-4000-8000-000000000002',
    },
  ])
})
