import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { EpcisEvent } from '@suyuan/core/event/event'
import { microsOf } from '@suyuan/core/event/micros'
import { trace } from '@suyuan/core/flow/answer'
import { partOf } from '@suyuan/core/flow/read'
import { history, whereabouts } from '@suyuan/core/flow/whereabouts'
import type { Ask } from '@suyuan/core/flow/world'
import { asking } from './in-memory.ts'
import { plainHistory, plainTrace, plainWhere, type PlainQuestion } from './plain-reading.ts'
import { spelled } from './spelled.ts'
import { world } from './worlds.ts'

async function fast(events: readonly EpcisEvent[], question: PlainQuestion): Promise<unknown> {
  const { at, depth, certainty, of, direction } = question
  const answer = await trace(asking(events), {
    of: partOf(of),
    direction,
    ...(at !== undefined && { at: microsOf(at) ?? 0 }),
    ...(depth !== undefined && { depth }),
    certainOnly: certainty === 'certain',
  })
  return answer && spelled(answer)
}

const RUNS = Number(process.env['SUYUAN_TRACE_RUNS'] ?? 1500)

test('a trace is what the plain reading says, in any world', async () => {
  await fc.assert(
    fc.asyncProperty(world, async ({ events, question }) => {
      const plain = plainTrace(events, question)
      assert.deepEqual(await fast(events, question), plain && spelled(plain))
    }),
    { numRuns: RUNS },
  )
})

test('where a thing is, is what the plain reading says', async () => {
  await fc.assert(
    fc.asyncProperty(world, async ({ events, question: { of, at } }) => {
      const micros = at === undefined ? undefined : microsOf(at)
      const answer = await whereabouts(asking(events), {
        of,
        ...(micros !== undefined && { at: micros }),
      })
      const { of: _, ...where } = answer ?? { of }
      const plain = plainWhere(events, { of, at })
      assert.deepEqual(answer && where, plain && JSON.parse(JSON.stringify(plain)))
    }),
    { numRuns: RUNS },
  )
})

test('the history of a thing is what the plain reading says', async () => {
  await fc.assert(
    fc.asyncProperty(world, async ({ events, question: { of } }) => {
      const answer = await history(asking(events), of)
      const told = answer?.map(({ event, through }) => [event.eventID, event.order, through])
      const plain = plainHistory(events, of)
      assert.deepEqual(
        told,
        plain?.map(({ event, through }) => [event.eventID, events.indexOf(event), through]),
      )
    }),
    { numRuns: RUNS },
  )
})

test('a hop is asked for once, however wide it is', async () => {
  const counted = async (width: number): Promise<number> => {
    let asked = 0
    const ask = asking(widening(width))
    const counting: Ask = {
      ...ask,
      about: (things) => ask.about(things.slice((asked++, 0))),
      transformations: (ids, side) => ask.transformations(ids.slice((asked++, 0)), side),
    }
    const answer = await trace(counting, { of: partOf(tinNo(0)), direction: 'backward' })
    assert.equal(answer?.things.length, 1 + 2 * width)
    return asked
  }
  assert.equal(await counted(40), await counted(1))
})

const tinNo = (n: number): string => `https://id.gs1.org/01/09521001008013/21/${n}`
const milk = (n: number, stage: string): string =>
  `https://id.gs1.org/01/09521004001608/10/${stage}${n}`

/** A tin of a powder lot, made of so many milk lots, each made of one more. */
function widening(width: number): readonly EpcisEvent[] {
  const lots = (stage: string): readonly { epcClass: string }[] =>
    Array.from({ length: width }, (_, n) => ({ epcClass: milk(n, stage) }))
  const made = (
    n: number,
    inputs: readonly { epcClass: string }[],
    outputs: object,
  ): EpcisEvent => ({
    type: 'TransformationEvent',
    eventID: `urn:uuid:00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    eventTime: `2026-03-01T0${n === 0 ? 9 : 8}:00:00Z`,
    eventTimeZoneOffset: '+08:00',
    inputQuantityList: inputs,
    ...outputs,
  })
  return [
    made(0, [{ epcClass: milk(0, 'P') }], { outputEPCList: [tinNo(0)] }),
    made(1, lots('S'), { outputQuantityList: [{ epcClass: milk(0, 'P') }] }),
    ...lots('S').map((lot, n) =>
      made(n + 2, [{ epcClass: milk(n, 'M') }], { outputQuantityList: [lot] }),
    ),
  ]
}
