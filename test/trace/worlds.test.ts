import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { EpcisEvent } from '@suyuan/core/event/event'
import fc from 'fast-check'
import { plainHistory, plainTrace, plainWhere } from './plain-reading.ts'
import type { PlainTrace } from './plain-reading.ts'
import { world } from './worlds.ts'

function isVoid(event: EpcisEvent, events: readonly EpcisEvent[]): boolean {
  return events.some((other) => other.eventID === event.eventID && other.errorDeclaration)
}

function idsOf(trace: PlainTrace | undefined): ReadonlySet<string> {
  return new Set(trace?.things.map(({ id }) => id))
}

describe('the plain reading of random worlds', () => {
  it('answers for the certain ones alone what it calls certain among all', () =>
    fc.assert(
      fc.property(world, ({ events, question: { of, direction, at } }) => {
        const all = plainTrace(events, { of, direction, at })
        const certain = plainTrace(events, { of, direction, at, certainty: 'certain' })
        const expected = all?.things.filter(({ certainty }) => certainty === 'certain')
        assert.deepEqual(idsOf(certain), new Set(expected?.map(({ id }) => id)))
      }),
    ))

  it('answers as if void events had not been, where their things are seen in others', () =>
    fc.assert(
      fc.property(world, ({ events, question }) => {
        const standing = events.filter((event) => !isVoid(event, events))
        const trace = plainTrace(standing, question)
        if (trace === undefined) return
        assert.deepEqual(plainTrace(events, question), trace)
        assert.deepEqual(plainWhere(events, question), plainWhere(standing, question))
        assert.deepEqual(plainHistory(events, question.of), plainHistory(standing, question.of))
      }),
    ))

  it('joins every thing that it reports by a link to the start or to a nearer thing', () =>
    fc.assert(
      fc.property(world, ({ events, question }) => {
        const trace = plainTrace(events, question)
        for (const { id, distance } of trace?.things ?? []) {
          const nearer = trace?.things.filter((thing) => thing.distance < distance)
          const near = new Set([question.of, ...(nearer ?? []).map((thing) => thing.id)])
          const isJoined = trace?.links.some(
            ({ from, to }) => (from === id && near.has(to)) || (to === id && near.has(from)),
          )
          assert.ok(isJoined, `${id} hangs in the air`)
        }
      }),
    ))
})
