import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { dueOf } from './due-of.ts'
import { judge } from './judge.ts'
import { lastGoodBefore } from './last-good.ts'
import { at, limit, planOf, point, reading, type Told } from './plan.fixture.ts'
import type { Reading } from './reading.ts'
import { runsOf, type RunMark } from './run.ts'
import type { Verdict } from './verdict.ts'

const LOT = 'https://id.gs1.org/01/09521001000001/10/L1'
const OTHER = 'https://id.gs1.org/01/09521001000001/10/L2'
const PLACES = ['https://id.gs1.org/414/9521002000001']

/** A lot is to be tested within ten days of being made. */
const OF_LOT = {
  at: { places: PLACES, things: ['09521001*'] },
  due: {
    batch: {
      begins: { of: 'output', things: ['09521001*'] },
      match: 'thing',
      moments: [{ within: 'P10D' }],
    },
  },
}

function begun(of: string, time: number, point = 'lab', begins = true): RunMark {
  return { point, of, begins, time, eventID: `made ${of} ${time}` }
}

const of = (lot: string, type: string, time: number, told: Told): Reading =>
  reading(type, time, { places: PLACES, things: [lot], ...told })

const short = (verdicts: readonly Verdict[]): readonly string[] =>
  verdicts.map(({ verdict, measure, of: lot = '', broken, why }) =>
    [lot.slice(-2), measure, verdict, ...broken, why].filter(Boolean).join(' '),
  )

suite('limits by energy', () => {
  const plan = planOf({
    points: [point('lab', ['protein', 'energy'], OF_LOT)],
    limits: [limit('per', 'protein', { per: { of: 'energy', amount: 100, min: 0.43, max: 0.72 } })],
  })
  const marks = [begun(LOT, at('02T00:00'))]

  test('what a laboratory reports per 100 g is held to a limit per 100 kJ with the energy of the same lot', () => {
    const told = (protein: number, energy: number): readonly string[] => {
      const readings = [
        of(LOT, 'ex:protein', at('03T00:00'), { value: protein, uom: 'P1' }),
        // Another lot's energy says nothing.
        of(OTHER, 'ex:energy', at('03T00:01'), { value: 99_999 }),
        of(LOT, 'ex:energy', at('04T00:00'), { value: energy }),
      ]
      const verdicts = judge([plan], { readings, marks }, at('05T00:00'))
      return short(verdicts.filter(({ of: lot }) => lot === LOT))
    }
    // 11 g by 2100 kJ is 0.524 g per 100 kJ; 9 g by 2150 kJ is 0.419.
    assert.deepEqual(told(11, 2100), ['L1 protein good', 'L1 energy good'])
    assert.deepEqual(told(9, 2150), ['L1 protein broken per', 'L1 energy good'])
  })

  test('while the energy of the lot is not known nothing is good', () => {
    const readings = [of(LOT, 'ex:protein', at('03T00:00'), { value: 11, uom: 'P1' })]
    const verdicts = judge([plan], { readings, marks }, at('12T00:01'))
    assert.deepEqual(short(verdicts), [
      'L1 protein unusable basis',
      'L1 energy missing silence',
      'L1 protein missing unusable',
    ])
  })
})

suite('sampling plans', () => {
  const plan = planOf({
    points: [point('lab', ['colonies'], { ...OF_LOT, also: ['salmonella'] })],
    limits: [
      limit('apc', 'colonies', { sampling: { n: 5, c: 2, m: 1000, M: 10_000 } }),
      limit('salm', 'salmonella', {
        sampling: { n: 2, c: 0, m: 0, sample: { value: 25, uom: 'GRM' } },
      }),
    ],
  })
  const marks = [begun(LOT, at('02T00:00'))]

  function samples(type: string, told: readonly Told[], until = '12T00:01'): readonly string[] {
    const readings = told.map((one, index) => ({
      ...of(LOT, type, at('05T00:00'), { eventID: 'report', ...one }),
      index,
    }))
    const verdicts = judge([plan], { readings, marks }, at(until))
    return short(verdicts.filter(({ limits, why }) => limits.length > 0 || why !== undefined))
  }
  const counts = (...values: readonly number[]): readonly string[] =>
    samples(
      'ex:colonies',
      values.map((value) => ({ value })),
    )

  test('c samples may lie between m and M, one more may not, and none over M', () => {
    assert.deepEqual(counts(10, 1001, 10, 10_000, 1000), ['L1 colonies good'])
    assert.deepEqual(counts(10, 1001, 1001, 1001, 1000), ['L1 colonies broken apc'])
    assert.deepEqual(counts(10, 10, 10, 10, 10_001), ['L1 colonies broken apc'])
  })

  test('fewer samples than n prove nothing, and nothing is said before they are due', () => {
    assert.deepEqual(counts(10, 10, 10, 10), ['L1 colonies missing samples'])
    const four = [10, 10, 10, 10].map((value) => ({ value }))
    assert.deepEqual(samples('ex:colonies', four, '11T00:00'), [])
  })

  test('a lot that fails fails with the samples there are', () => {
    assert.deepEqual(counts(20_000), ['L1 colonies broken apc'])
  })

  test('a sample counts that weighed enough, in whatever unit, and none whose mass nobody told', () => {
    const mass = (value: number, uom: string): Told => ({
      text: 'negative',
      sample: { value, uom },
    })
    const silent = 'L1 colonies missing silence'
    assert.deepEqual(samples('ex:salmonella', [mass(25, 'GRM'), mass(0.025, 'KGM')]), [
      'L1 salmonella good',
      silent,
    ])
    assert.deepEqual(samples('ex:salmonella', [mass(25, 'GRM'), mass(24.9, 'GRM')]), [
      'L1 salmonella missing sample-mass',
      silent,
    ])
    assert.deepEqual(samples('ex:salmonella', [mass(25, 'GRM'), { text: 'negative' }]), [
      'L1 salmonella missing sample-mass',
      silent,
    ])
    assert.deepEqual(samples('ex:salmonella', [{ text: 'positive' }]), [
      'L1 salmonella broken salm',
      silent,
    ])
  })

  test('a limit for one class of things holds for no other', () => {
    const held = (gtin: string): readonly string[] | undefined => {
      const only = { max: 1, things: [gtin] }
      const one = planOf({
        points: [point('lab', ['colonies'], OF_LOT)],
        limits: [limit('one', 'colonies', only)],
      })
      const readings = [of(LOT, 'ex:colonies', at('05T00:00'), { value: 5 })]
      return judge([one], { readings, marks }, at('06T00:00'))[0]?.broken
    }
    assert.deepEqual([held('09521001000001'), held('09521001000018')], [['one'], []])
  })

  test('“<10” keeps a limit of 10, and says nothing of a limit of 1', () => {
    const strict = planOf({
      points: [point('lab', ['colonies'], OF_LOT)],
      limits: [limit('ten', 'colonies', { max: 10 }), limit('one', 'colonies', { max: 1 })],
    })
    const held = (limits: number): string | undefined => {
      const readings = [of(LOT, 'ex:colonies', at('05T00:00'), { text: '<10' })]
      const plans = [{ ...strict, limits: strict.limits.slice(0, limits) }]
      return short(judge(plans, { readings, marks }, at('06T00:00')))[0]
    }
    assert.deepEqual([held(1), held(2)], ['L1 colonies good', 'L1 colonies unusable undecided'])
  })
})

suite('runs', () => {
  const DETECTOR = {
    at: { places: PLACES },
    due: {
      batch: {
        begins: { of: 'transformation', steps: ['packing'] },
        ends: { of: 'transformation', steps: ['storing'] },
        match: 'time',
        moments: [
          { at: 'start', before: 'PT15M', after: 'PT10M' },
          { every: 'PT1H', before: 'PT10M', after: 'PT10M' },
          { at: 'end', before: 'PT5M', after: 'PT15M' },
        ],
      },
    },
  }
  const plan = planOf({
    points: [point('metal', ['salmonella'], DETECTOR)],
    limits: [limit('found', 'salmonella', { states: ['negative'] })],
  })
  const marks = [
    begun('run', at('02T08:00'), 'metal'),
    begun('run', at('02T10:30'), 'metal', false),
  ]
  const tried = (time: string, text = 'negative'): Reading =>
    reading('ex:salmonella', at(time), { text, places: PLACES })

  test('a check is due at the start, hourly, and at the end of a run', () => {
    const due = [
      ...dueOf(plan.points[0]!, { from: 0, to: at('03T00:00') }, { ...plan, runs: runsOf(marks) }),
    ]
    const times = ['02T08:00', '02T09:00', '02T10:00', '02T10:30'].map((time) => at(time))
    assert.deepEqual(
      due.map((check) => check.due),
      times,
    )
  })

  test('of a run that goes on what was due so far is', () => {
    const going = judge(
      [plan],
      { readings: [tried('02T08:01')], marks: marks.slice(0, 1) },
      at('02T10:11'),
    )
    assert.deepEqual(short(going), [
      'salmonella good',
      'un salmonella missing silence',
      'un salmonella missing silence',
    ])
  })

  test('the mark of a beginning that was declared wrong makes nothing due', () => {
    const wrong = new Set([marks[0]!.eventID])
    assert.deepEqual(judge([plan], { readings: [], marks, void: wrong }, at('03T00:00')), [])
  })

  test('since the last good check, until the next: what a missed or back-dated check leaves in doubt', () => {
    const readings = ['02T08:01', '02T10:31'].map((time) => tried(time))
    const broken = tried('02T10:02', 'positive')
    const verdicts = judge([plan], { readings: [...readings, broken], marks }, at('03T00:00'))
    const doubt = lastGoodBefore(verdicts, {
      point: 'metal',
      measures: ['salmonella'],
      at: at('02T10:02'),
    })
    assert.deepEqual([doubt.from, doubt.to], [at('02T08:01'), at('02T10:31')])
    assert.deepEqual(
      doubt.bad.map(({ verdict }) => verdict),
      ['missing', 'broken'],
    )
    const never = lastGoodBefore(
      verdicts.map((one) => ({ ...one, backdated: true })),
      { point: 'metal', measures: ['salmonella'], at: at('02T10:02') },
    )
    assert.deepEqual([never.from, never.to], [undefined, undefined])
  })
})

suite('in whatever order', () => {
  const within = { within: 'P3D' }
  const lots = { ...OF_LOT.due.batch, moments: [within] }
  const plan = planOf({
    points: [
      point('lab', ['protein', 'energy'], {
        ...OF_LOT,
        also: ['colonies'],
        due: { batch: lots },
      }),
      point('line', ['salmonella'], {
        at: { places: PLACES },
        due: {
          batch: {
            begins: { of: 'thing' },
            ends: { of: 'thing' },
            match: 'time',
            moments: [{ at: 'start' }, { every: 'PT6H' }, { at: 'end' }],
          },
        },
      }),
    ],
    limits: [
      limit('per', 'protein', { per: { of: 'energy', amount: 100, min: 0.43, max: 0.72 } }),
      limit('apc', 'colonies', { sampling: { n: 3, c: 1, m: 10, M: 100 } }),
      limit('found', 'salmonella', { states: ['negative'] }),
    ],
  })
  const hour = fc.nat({ max: 120 }).map((hours) => at('02T00:00') + hours * 3_600_000_000)
  const lot = fc.constantFrom(LOT, OTHER)
  const said = fc.oneof(
    fc.record({ type: fc.constant('ex:protein'), value: fc.constantFrom(9, 11) }),
    fc.record({ type: fc.constant('ex:energy'), value: fc.constantFrom(2000, 2150) }),
    fc.record({ type: fc.constant('ex:colonies'), value: fc.constantFrom(1, 50, 500) }),
    fc.record({
      type: fc.constant('ex:salmonella'),
      text: fc.constantFrom('negative', 'positive'),
    }),
  )
  const readings = fc.array(fc.tuple(lot, hour, said, fc.nat({ max: 9 })), { maxLength: 25 })
  const marks = fc.array(fc.tuple(lot, hour, fc.constantFrom('lab', 'line'), fc.boolean()), {
    maxLength: 8,
  })

  test('lots, runs, samples and energies come to the same verdicts, however often they are told', () => {
    fc.assert(
      fc.property(readings, marks, fc.infiniteStream(fc.nat()), (told, begins, order) => {
        const all = {
          readings: told.map(([lotOf, time, { type, ...more }, event]) =>
            of(lotOf, type, time, { ...more, eventID: `e${time} ${event}` }),
          ),
          marks: begins.map(([lotOf, time, name, is]) => begun(lotOf, time, name, is)),
          void: new Set(told.slice(0, 2).map(([, time, , event]) => `e${time} ${event}`)),
        }
        const mixed = <T>(list: readonly T[]): readonly T[] =>
          [...list, ...list]
            .map((one) => [order.next().value ?? 0, one] as const)
            .toSorted(([a], [b]) => a - b)
            .map(([, one]) => one)
        const until = at('06T12:00')
        const again = { ...all, readings: mixed(all.readings), marks: mixed(all.marks) }
        assert.deepEqual(judge([plan], again, until), judge([plan], all, until))
      }),
    )
  })
})
