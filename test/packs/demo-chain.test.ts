import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { readContext } from '@suyuan/core/event/context'
import type { EpcisEvent, Json } from '@suyuan/core/event/event'
import { microsOf } from '@suyuan/core/event/micros'
import { plansAt } from '@suyuan/core/pack/pack'
import { judge, type Records } from '@suyuan/core/plan/judge'
import type { Plan } from '@suyuan/core/plan/plan'
import { readingsOf, seenIn, type Reading } from '@suyuan/core/plan/reading'
import { marksOf, type RunMark } from '@suyuan/core/plan/run'
import { momentOf, type Verdict } from '@suyuan/core/plan/verdict'
import { chainOf, incidentsIn, type Chain } from '../../packages/server/src/chain/chain.fixture.ts'
import { readFolder } from '../../packages/server/src/packs/read-folder.ts'

function plansOf(pack: string): readonly Plan[] {
  const read = readFolder(`packs/${pack}`)
  assert.ok(read.ok)
  return plansAt(read.pack, 'demo').map(({ plan }) => plan)
}

/** All that the chain's events say to a plan. */
function recordsOf(
  chain: Chain,
  plan: Plan,
): Required<Records> & { readonly readings: readonly Reading[] } {
  const readings: Reading[] = []
  const marks: RunMark[] = []
  const wrong = new Set<string>()
  let number = 0
  for (const document of chain.documents) {
    const context = readContext(document['@context'])
    const { eventList } = document['epcisBody'] as { readonly eventList: readonly Json[] }
    for (const event of eventList as unknown as readonly EpcisEvent[]) {
      const eventID = event.eventID ?? `unnamed ${number++}`
      if (event.errorDeclaration !== undefined) wrong.add(eventID)
      readings.push(...readingsOf(event, context, { eventID }))
      const eventTime = microsOf(event.eventTime) ?? 0
      marks.push(...marksOf(plan, event, seenIn(event, context, { eventID, eventTime })))
    }
  }
  return { readings, marks, void: wrong }
}

suite('the packs on the demo chain', () => {
  const chain = chainOf({ seed: 7, tins: 1000 })
  const truth = (name: string) => incidentsIn(chain).find((one) => one.name === name)!

  /** What is not good, between the first and the last that the plan's points read. */
  function raised(plan: Plan): { readonly bad: readonly Verdict[]; readonly good: number } {
    const records = recordsOf(chain, plan)
    const own = new Set(plan.points.flatMap(({ at }) => at.places))
    const times = records.readings
      .filter(({ seen }) => seen.places.some((place) => own.has(place)))
      .map(({ time }) => time)
    const [first, last] = times.reduce(
      ([a, b], t) => [Math.min(a, t), Math.max(b, t)],
      [Infinity, 0],
    )
    const verdicts = judge([plan], records, last).filter((one) => momentOf(one) >= first)
    return {
      bad: verdicts.filter(({ verdict }) => verdict !== 'good'),
      good: verdicts.filter(({ verdict }) => verdict === 'good').length,
    }
  }

  test('water: the round that nobody made is missing at each of its points, and nothing else is raised', () => {
    const plan = plansOf('water-supply').find(({ id }) => id === 'water-rounds')!
    const { bad, good } = raised(plan)
    const due = microsOf(truth('missed-round').due)
    const expected = plan.points.flatMap(({ id, reads }) =>
      reads.map((measure) => `${id} ${measure} missing ${due}`),
    )
    assert.deepEqual(
      bad.map((one) => `${one.point} ${one.measure} ${one.verdict} ${one.due}`).toSorted(),
      expected.toSorted(),
    )
    assert.ok(good > 500)
  })

  test('raw milk: the warm trip breaks the limit of temperature, and nothing else is raised', () => {
    const plan = plansOf('infant-formula').find(({ id }) => id === 'raw-milk')!
    const { bad, good } = raised(plan)
    const suspects = truth('warm-tanker').suspects.map(({ id }) => id)
    assert.ok(suspects.length > 0 && bad.length > 0)
    for (const { verdict, broken, value } of bad) {
      assert.deepEqual([verdict, broken], ['broken', ['temperature']])
      assert.ok((value ?? 0) > 7)
    }
    assert.ok(bad.some(({ of = '' }) => suspects.includes(of)))
    assert.ok(good > 100)
  })

  test('making: every batch was pasteurised and dried as it should be', () => {
    const plan = plansOf('infant-formula').find(({ id }) => id === 'formula-making')!
    const { bad, good } = raised(plan)
    assert.deepEqual(bad, [])
    assert.ok(good > 20)
  })
})
