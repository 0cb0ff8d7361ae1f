import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { bindingOf } from './bind.ts'
import { affectedBy, inForce, isWithin, judge, judgePoint, judgingOf } from './judge.ts'
import type { Plan } from './plan.ts'
import { at, limit, planOf, point, reading } from './plan.fixture.ts'
import type { Reading } from './reading.ts'
import { settled } from './series.ts'
import { byMoment, type Verdict } from './verdict.ts'

const ROUND = { every: 'PT2H', window: { before: 'PT20M', after: 'PT20M' } }
const PLACES = ['https://id.gs1.org/414/9521002000001']
const LIMITS = [
  limit('turbid', 'turbidity', { max: 1 }),
  limit('jump', 'turbidity', { rate: { atMost: 0.5, per: 'PT1H', within: 'PT3H' } }),
  limit('hand', 'turbidity', { difference: { to: 'byHand', atMost: 0.1, within: 'PT30M' } }),
]
const PLAN = planOf({
  from: '2026-05-02',
  points: [point('a', ['turbidity'], { also: ['byHand'], due: ROUND })],
  limits: LIMITS,
})

const turbid = (time: number, value: number, eventID?: string): Reading =>
  reading('ex:turbidity', time, {
    value,
    places: PLACES,
    ...(eventID !== undefined && { eventID }),
  })

/** The verdicts as short lines. */
function lines(verdicts: readonly Verdict[]): readonly string[] {
  return verdicts.map(({ verdict, measure, at: read, due, late, broken, why }) => {
    const clock = (micros: number | undefined): string =>
      micros === undefined ? '' : new Date(micros / 1000 + 8 * 3_600_000).toISOString().slice(8, 16)
    const more = [...(late ? ['late'] : []), ...broken, ...(why === undefined ? [] : [why])]
    return [clock(due), clock(read), measure, verdict, ...more].filter(Boolean).join(' ')
  })
}

test('what was due and did not come is missing, what came late is late, and what is not yet over is neither', () => {
  const readings = [turbid(at('02T00:10'), 0.3), turbid(at('02T04:21'), 0.4)]
  assert.deepEqual(lines(judge([PLAN], { readings }, at('02T06:15'))), [
    '02T00:00 02T00:10 turbidity good',
    '02T02:00 turbidity missing silence',
    '02T04:00 02T04:21 turbidity good late',
  ])
})

test('a limit that is broken stays broken when the next reading is good', () => {
  const readings = [turbid(at('02T00:00'), 1.2), turbid(at('02T00:05'), 1.19)]
  const [first, second] = judge([PLAN], { readings: [readings[0]!] }, at('02T01:00'))
  assert.deepEqual([first?.verdict, first?.broken, second], ['broken', ['turbid'], undefined])
  assert.equal(judge([PLAN], { readings }, at('02T01:00')).length, 2)
})

test('a reading in another kind of unit, or impossible, or from the future is unusable, and its check missing', () => {
  const readings = [
    reading('ex:turbidity', at('02T00:00'), { value: 0.3, uom: 'CEL', places: PLACES }),
    turbid(at('02T02:00'), -3),
    reading('ex:turbidity', at('02T04:00'), {
      value: 0.3,
      places: PLACES,
      recorded: at('02T03:00'),
    }),
  ]
  assert.deepEqual(
    lines(judge([PLAN], { readings }, at('02T05:00'))),
    [
      '02T00:00 turbidity missing unusable',
      '02T00:00 02T00:00 turbidity unusable unit',
      '02T02:00 turbidity missing unusable',
      '02T02:00 02T02:00 turbidity unusable impossible',
      '02T04:00 turbidity missing unusable',
      '02T04:00 02T04:00 turbidity unusable future',
    ].toSorted(),
  )
})

test('rates look at the reading before, differences at the nearest by hand', () => {
  const byHand = reading('ex:turbidityByHand', at('02T02:10'), { value: 0.7, places: PLACES })
  const readings = [turbid(at('02T00:00'), 0.1), turbid(at('02T02:00'), 0.9), byHand]
  const [, second] = judge([PLAN], { readings }, at('02T02:15'))
  assert.deepEqual(second?.broken, ['hand'])
  const fast = [turbid(at('02T00:00'), 0.1), turbid(at('02T00:30'), 0.9)]
  assert.deepEqual(judge([PLAN], { readings: fast }, at('02T01:00'))[1]?.broken, ['jump'])
})

test('a limit that is only remembered breaks nothing until a person confirms it', () => {
  const remembered = { ...(LIMITS[0] as object), certainty: 'M' }
  const confirmed = { ...remembered, confirmed: { by: 'Li', on: '2026-04-01' } }
  const held = (one: object): readonly unknown[] => {
    const plan = planOf({ points: [point('a', ['turbidity'], { due: ROUND })], limits: [one] })
    const [verdict] = judge(
      [plan],
      { readings: [turbid(at('02T00:00'), 1.2)] },
      at('02T00:01'),
    ).filter(({ at: read }) => read)
    return [verdict?.verdict, verdict?.limits, verdict?.broken, verdict?.advice]
  }
  assert.deepEqual(held(remembered), ['good', [], [], ['turbid']])
  assert.deepEqual(held(confirmed), ['broken', ['turbid'], ['turbid'], []])
})

test('a limit holds from its day until its last, by the clocks of the place', () => {
  const dated = { ...(LIMITS[0] as object), from: '2026-05-03', until: '2026-05-04' }
  const plan = planOf({ points: [point('a', ['turbidity'], { due: 'none' })], limits: [dated] })
  const readings = ['02T23:59', '03T00:00', '03T23:59', '04T00:00'].map((time) =>
    turbid(at(time), 2),
  )
  const verdicts = judge([plan], { readings }, at('09T00:00'))
  assert.deepEqual(
    verdicts.map(({ verdict }) => verdict),
    ['good', 'broken', 'broken', 'good'],
  )
})

test('a verdict names the version that held when it was read, and a new version changes nothing before it', () => {
  const next = planOf({
    version: '2',
    from: '2026-05-03',
    points: [point('a', ['turbidity'], { due: { at: ['12:00'] } })],
    limits: [limit('turbid', 'turbidity', { max: 0.5 })],
  })
  const readings = [turbid(at('02T22:00'), 0.8), turbid(at('03T12:00'), 0.8)]
  const until = at('04T00:00')
  const both = judge([next, PLAN], { readings }, until)
  const told = both.filter(({ at: read }) => read).map(({ plan, verdict }) => [plan, verdict])
  assert.deepEqual(told, [
    ['water@1', 'good'],
    ['water@2', 'broken'],
  ])
  const before = (verdicts: readonly Verdict[]): readonly Verdict[] =>
    verdicts.filter((one) => isWithin(one, { from: 0, to: at('03T00:00') }))
  assert.deepEqual(before(both), before(judge([PLAN], { readings }, until)))
})

test('a reading that came in long after its time is told as back-dated', () => {
  const due = { due: ROUND, recordWithin: 'PT1H' }
  const plan = planOf({ points: [point('a', ['turbidity'], due)], limits: LIMITS.slice(0, 1) })
  const told = (recorded: string): boolean | undefined => {
    const one = reading('ex:turbidity', at('02T00:00'), {
      value: 0.1,
      places: PLACES,
      recorded: at(recorded),
    })
    return judge([plan], { readings: [one] }, at('03T00:00')).find(({ at: read }) => read)
      ?.backdated
  }
  assert.deepEqual([told('02T01:00'), told('02T01:01')], [false, true])
})

test('a form that was sent twice, as two events, is one reading; another value at the same time is another', () => {
  const time = at('02T00:00')
  const readings = [turbid(time, 0.3, 'b'), turbid(time, 0.3, 'a'), turbid(time, 0.4, 'c')]
  const verdicts = judge([PLAN], { readings }, at('02T00:30'))
  assert.deepEqual(
    verdicts.map(({ eventIDs }) => eventIDs),
    [['a'], ['c']],
  )
})

// One world of readings, some told twice under another name, some declared wrong.
const moment = fc
  .integer({ min: 0, max: 40 * 60 })
  .map((minute) => at('01T20:00') + minute * 60_000_000)
const world = fc.record({
  readings: fc.array(
    fc.tuple(
      moment,
      fc.constantFrom(0.2, 0.9, 1.3, -1),
      fc.constantFrom('ex:turbidity', 'ex:turbidityByHand'),
      fc.constantFrom('', 'again '),
    ),
    { maxLength: 25 },
  ),
  void: fc.array(fc.nat({ max: 24 }), { maxLength: 4 }),
  order: fc.array(fc.nat({ max: 1000 }), { minLength: 40, maxLength: 40 }),
})

type World = typeof world extends fc.Arbitrary<infer T> ? T : never

function told({ readings, void: wrong }: World): {
  readings: Reading[]
  void: ReadonlySet<string>
} {
  const all = readings.map(([time, value, type, again]) =>
    reading(type, time, { value, places: PLACES, eventID: `${again}${time} ${value}` }),
  )
  return { readings: all, void: new Set(wrong.flatMap((i) => all[i]?.seen.eventID ?? [])) }
}

function shuffled<T>(list: readonly T[], order: readonly number[]): readonly T[] {
  return list
    .map((one, i) => [order[i % order.length] ?? 0, i, one] as const)
    .toSorted((a, b) => a[0] - b[0] || b[1] - a[1])
    .map(([, , one]) => one)
}

test('the order in which readings arrive, and how often, never changes a verdict', () => {
  fc.assert(
    fc.property(world, (made) => {
      const { readings, void: wrong } = told(made)
      const until = at('03T12:00')
      const plain = judge([PLAN], { readings, void: wrong }, until)
      const twice = shuffled([...readings, ...readings], made.order)
      assert.deepEqual(judge([PLAN], { readings: twice, void: wrong }, until), plain)
    }),
  )
})

/** What a follower does: judges anew only what one arrival can have changed. */
function followed(
  plan: Plan,
  { readings, void: wrong }: ReturnType<typeof told>,
  until: number,
): readonly Verdict[] {
  const holds = inForce([plan])[0]!.holds
  const judging = judgingOf(plan, plan.points[0]!, holds)
  const bind = bindingOf(plan)
  let known: readonly Reading[] = []
  let verdicts = judgePoint(judging, [], { span: holds, until })
  const again = (time: number): void => {
    const span = affectedBy(judging, time)
    const near = known.filter(
      (one) => one.time >= span.from - judging.reach && one.time < span.to + judging.reach,
    )
    const own = settled(near.flatMap(bind).map(({ reading: one }) => one))
    verdicts = [
      ...verdicts.filter((one) => !isWithin(one, span)),
      ...judgePoint(judging, own, { span, until }),
    ]
  }
  for (const one of readings) {
    known = [...known, one]
    again(one.time)
  }
  for (const eventID of wrong) {
    const [gone, left] = [true, false].map((is) =>
      known.filter(({ seen }) => (seen.eventID === eventID) === is),
    )
    known = left ?? []
    for (const { time } of gone ?? []) again(time)
  }
  return verdicts.toSorted(byMoment)
}

test('judging only the span that an arrival can change comes to what judging everything comes to', () => {
  fc.assert(
    fc.property(world, (made) => {
      const all = told(made)
      const until = at('03T12:00')
      const arrived = { ...all, readings: [...shuffled(all.readings, made.order)] }
      assert.deepEqual(followed(PLAN, arrived, until), judge([PLAN], all, until))
    }),
    { numRuns: 200 },
  )
})
