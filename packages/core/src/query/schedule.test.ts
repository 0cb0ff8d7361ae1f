import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nextTime, parseSchedule, type Schedule, type Zone } from './schedule.ts'

const UTC: Zone = () => 0
const BEIJING: Zone = () => 8 * 3_600_000

/** Berlin in 2026: clocks go forward on 29 March and back on 25 October, both at 01:00 UTC. */
const BERLIN: Zone = (instant) => {
  const summer = instant >= Date.UTC(2026, 2, 29, 1) && instant < Date.UTC(2026, 9, 25, 1)
  return (summer ? 2 : 1) * 3_600_000
}

function schedule(given: Readonly<Record<string, unknown>>): Schedule {
  const parsed = parseSchedule(given, '/schedule')
  assert.ok(parsed.ok, JSON.stringify(parsed))
  return parsed.value
}

/** The next moments after one. */
function times(
  given: Readonly<Record<string, unknown>>,
  after: string,
  { zone = UTC, count = 3 }: { readonly zone?: Zone; readonly count?: number } = {},
): readonly string[] {
  const parsed = schedule(given)
  const found: string[] = []
  for (let at = Date.parse(after); found.length < count;) {
    const next = nextTime(parsed, at, zone)
    assert.ok(next !== undefined)
    found.push(new Date(next).toISOString().slice(0, 19))
    at = next
  }
  return found
}

const wrong = (given: Readonly<Record<string, unknown>>): readonly string[] => {
  const parsed = parseSchedule(given, '/schedule')
  return parsed.ok ? [] : parsed.problems.map(({ at, rule }) => `${at} ${rule}`)
}

test('units below the largest that is given begin at their first', () => {
  const after = '2026-03-31T10:20:30.500Z'
  const first = (given: Readonly<Record<string, unknown>>): string =>
    times(given, after, { count: 1 })[0]!
  assert.equal(first({ second: '5' }), '2026-03-31T10:21:05')
  assert.equal(first({ minute: '5' }), '2026-03-31T11:05:00')
  assert.equal(first({ hour: '1', minute: '5' }), '2026-04-01T01:05:00')
  assert.equal(first({ hour: '1' }), '2026-04-01T01:00:00')
  assert.equal(first({ dayOfMonth: '2' }), '2026-04-02T00:00:00')
  assert.equal(first({ dayOfWeek: '1' }), '2026-04-06T00:00:00')
  assert.equal(first({ dayOfWeek: '7', minute: '30' }), '2026-04-05T00:30:00')
  assert.equal(first({ month: '3' }), '2027-03-01T00:00:00')
  assert.equal(first({ month: '[5-6]', dayOfWeek: '3' }), '2026-05-06T00:00:00')
})

test('a unit above the smallest that is given is any', () => {
  assert.deepEqual(times({ second: '0,30' }, '2026-01-01T00:00:00Z'), [
    '2026-01-01T00:00:30',
    '2026-01-01T00:01:00',
    '2026-01-01T00:01:30',
  ])
})

test('lists, ranges and steps name numbers, and a number may be one', () => {
  assert.deepEqual(schedule({ hour: '[8-10], 20,9' }).hour, [8, 9, 10, 20])
  assert.deepEqual(schedule({ second: '0/30' }).second, [0, 30])
  assert.deepEqual(schedule({ second: '5/20' }).second, [5, 25, 45])
  assert.deepEqual(schedule({ minute: 5 }).minute, [5])
})

test('day of month and day of week must both match', () => {
  assert.deepEqual(times({ dayOfMonth: '13', dayOfWeek: '5' }, '2026-01-01T00:00:00Z'), [
    '2026-02-13T00:00:00',
    '2026-03-13T00:00:00',
    '2026-11-13T00:00:00',
  ])
})

test('29 February comes in leap years, the 31st in months that have one', () => {
  assert.deepEqual(times({ month: '2', dayOfMonth: '29' }, '2026-01-01T00:00:00Z', { count: 2 }), [
    '2028-02-29T00:00:00',
    '2032-02-29T00:00:00',
  ])
  assert.deepEqual(times({ dayOfMonth: '31' }, '2026-03-31T00:00:00Z', { count: 2 }), [
    '2026-05-31T00:00:00',
    '2026-07-31T00:00:00',
  ])
})

test('a moment is not its own next', () => {
  const at = '2026-01-01T01:05:00Z'
  assert.deepEqual(times({ hour: '1', minute: '5' }, at, { count: 1 }), ['2026-01-02T01:05:00'])
})

test('times are those of the zone', () => {
  const daily = { hour: '0' }
  assert.deepEqual(times(daily, '2026-01-01T00:00:00Z', { zone: BEIJING, count: 1 }), [
    '2026-01-01T16:00:00',
  ])
})

test('an hour that the clocks leave out has no run, one that they show twice has each twice', () => {
  assert.deepEqual(
    times({ hour: '2', minute: '30' }, '2026-03-28T00:00:00Z', { zone: BERLIN, count: 2 }),
    ['2026-03-28T01:30:00', '2026-03-30T00:30:00'],
  )
  assert.deepEqual(times({ hour: '2' }, '2026-10-24T12:00:00Z', { zone: BERLIN }), [
    '2026-10-25T00:00:00',
    '2026-10-25T01:00:00',
    '2026-10-26T01:00:00',
  ])
  const through = times({ minute: '0/30' }, '2026-10-24T23:45:00Z', { zone: BERLIN, count: 5 })
  assert.deepEqual(
    through.map((time) => time.slice(11, 16)),
    ['00:00', '00:30', '01:00', '01:30', '02:00'],
  )
})

test('every part that is wrong is told at once', () => {
  const given = { second: '61', minute: '-1', hour: 'a', month: '0', dayOfWeek: '[1-8]', week: '1' }
  assert.deepEqual(wrong(given), [
    '/schedule/week unknown-member',
    '/schedule/second value',
    '/schedule/minute value',
    '/schedule/hour value',
    '/schedule/month value',
    '/schedule/dayOfWeek value',
  ])
})

for (const text of [
  '24',
  '',
  ',',
  '1,',
  '[5-2]',
  '[1,2]',
  '1-2',
  '*',
  '1 2',
  '0/0',
  'null',
  '1.5',
]) {
  test(`hour ${JSON.stringify(text)} is refused`, () => {
    assert.deepEqual(wrong({ hour: text }), ['/schedule/hour value'])
  })
}

test('what is no text and no number is refused', () => {
  assert.deepEqual(wrong({ hour: null, minute: ['1'] }), [
    '/schedule/minute value',
    '/schedule/hour value',
  ])
})

test('an empty schedule would run every second, and is refused', () => {
  assert.deepEqual(wrong({}), ['/schedule missing'])
})

test('a day that never comes is refused', () => {
  assert.deepEqual(wrong({ month: '2,4', dayOfMonth: '31' }), ['/schedule never'])
})
