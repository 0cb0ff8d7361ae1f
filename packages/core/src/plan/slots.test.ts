import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { microsOf } from '../event/micros.ts'
import { dueOf } from './due-of.ts'
import { at, limit, planOf, point } from './plan.fixture.ts'
import { dueBetween, occurrenceAfter, occurrenceAt } from './slots.ts'
import { DAY, instantOf, MINUTE, zoneOf } from './zone.ts'

const limits = [limit('t', 'turbidity', { max: 1 })]

function dueIn(due: object, from: string, to: string, zone = 'Asia/Shanghai'): readonly string[] {
  const plan = planOf({ zone, points: [point('a', ['turbidity'], { due })], limits })
  const span = { from: at(from), to: at(to) }
  return [...dueOf(plan.points[0]!, span, plan)].map((check) => shown(check.due, zone))
}

/** What clocks show, told by Intl alone. */
function shown(instant: number, zone: string): string {
  const format = new Intl.DateTimeFormat('sv', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'short',
  })
  return format.format(instant / 1000)
}

test('every two hours is by the clocks of the place, from the time it begins with', () => {
  const due = { every: 'PT2H', from: '01:00', window: { before: 'PT20M', after: 'PT20M' } }
  assert.deepEqual(dueIn(due, '02T00:00', '02T06:00'), [
    '2026-05-02 01:00',
    '2026-05-02 03:00',
    '2026-05-02 05:00',
  ])
})

test('days of the week, of the month from either end, and each so many days', () => {
  const daily = { at: ['08:00'] }
  assert.deepEqual(dueIn({ ...daily, on: { weekdays: ['mon'] } }, '01T00:00', '12T00:00'), [
    '2026-05-04 08:00',
    '2026-05-11 08:00',
  ])
  assert.deepEqual(dueIn({ ...daily, on: { dates: [2, -1] } }, '01T00:00', '31T23:00'), [
    '2026-05-02 08:00',
    '2026-05-31 08:00',
  ])
  const every = { every: 'P10D', from: '2026-05-03' }
  assert.deepEqual(dueIn({ ...daily, on: every }, '01T00:00', '20T00:00'), [
    '2026-05-03 08:00',
    '2026-05-13 08:00',
  ])
})

test('a shift is due when it ends, the night shift on the next day', () => {
  const due = {
    shifts: [
      { from: '08:00', to: '20:00' },
      { from: '20:00', to: '08:00' },
    ],
  }
  assert.deepEqual(dueIn(due, '02T00:00', '03T00:00'), ['2026-05-02 07:59', '2026-05-02 19:59'])
})

test('where clocks change, a time they leave out is when they go on, one they show twice the first', () => {
  const zone = zoneOf('Europe/Berlin')
  const spring = instantOf(microsOf('2026-03-29T02:30:00Z')!, zone)
  assert.equal(spring, microsOf('2026-03-29T03:00:00+02:00'))
  const autumn = instantOf(microsOf('2026-10-25T02:30:00Z')!, zone)
  assert.equal(autumn, microsOf('2026-10-25T02:30:00+02:00'))
})

test('the offset that is kept is the one Intl tells, around every change of the clocks too', () => {
  const zones = [
    'Asia/Shanghai',
    'Europe/Berlin',
    'America/St_Johns',
    'Africa/Casablanca',
    'Australia/Lord_Howe',
  ]
  const kept = new Map(zones.map((name) => [name, zoneOf(name)]))
  fc.assert(
    fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 525_600 }), (name, minute) => {
      const instant = microsOf('2026-01-01T00:00:00Z')! + minute * MINUTE
      const local = new Date((instant + kept.get(name)!(instant)) / 1000).toISOString()
      assert.equal(local.slice(0, 16).replace('T', ' '), shown(instant, name))
    }),
    { numRuns: 400 },
  )
})

test('a moment belongs to the last check that had opened, whatever the days and the clocks', () => {
  const dues = [
    { every: 'PT2H', window: { before: 'PT20M', after: 'PT20M' } },
    {
      at: ['07:30', '19:00'],
      on: { weekdays: ['tue', 'fri'] },
      window: { before: 'PT1H', after: 'PT3H' },
    },
    {
      shifts: [
        { from: '06:00', to: '14:00' },
        { from: '14:00', to: '22:00' },
        { from: '22:00', to: '06:00' },
      ],
    },
    { continuous: 'PT5M' },
    { at: ['00:00'], on: { dates: [1, -1] }, window: { before: 'PT20M', after: 'PT20M' } },
  ]
  const moment = fc
    .integer({ min: 0, max: 80 * 1440 })
    .map((m) => microsOf('2026-03-01T00:00:00Z')! + m * MINUTE)
  const zones = ['Asia/Shanghai', 'Europe/Berlin']
  fc.assert(
    fc.property(fc.constantFrom(...dues), fc.constantFrom(...zones), moment, (due, name, time) => {
      const plan = planOf({ zone: name, points: [point('a', ['turbidity'], { due })], limits })
      const read = plan.points[0]!.due
      assert.ok(read.by === 'clock')
      const all = [
        ...dueBetween(read.slots, { from: time - 45 * DAY, to: time + 45 * DAY }, plan.zone),
      ]
      assert.deepEqual(
        occurrenceAt(read.slots, time, plan.zone),
        all.findLast(({ opens }) => opens <= time),
      )
      assert.deepEqual(
        occurrenceAfter(read.slots, time, plan.zone),
        all.find(({ opens }) => opens > time),
      )
    }),
    { numRuns: 150 },
  )
})
