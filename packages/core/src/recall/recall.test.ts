import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { microsOf } from '../event/micros.ts'
import { deadlinesOf } from './deadlines.ts'
import { compare, placeIn, type Tokens } from './difference.ts'
import { effectivenessOf, summed, together } from './effectiveness.ts'
import { rulesNamed, rulesOn, type RecallRules } from './rules.ts'
import { after, stateAfter } from './steps.ts'
import { workingDaysAfter } from './working-days.ts'

const at = (text: string): number => microsOf(text) ?? NaN
const named = (id: string): RecallRules => rulesNamed(id) ?? assert.fail(id)

test('working days leave out weekends and holidays, and count weekends that are worked', () => {
  // Before the Spring Festival of 2026: Saturday the 14th is worked, the 15th to the 23rd are off, Saturday the 28th is worked.
  assert.deepEqual(workingDaysAfter('2026-02-13', 1), { day: '2026-02-14', known: true })
  assert.deepEqual(workingDaysAfter('2026-02-13', 2), { day: '2026-02-24', known: true })
  assert.deepEqual(workingDaysAfter('2026-02-13', 6), { day: '2026-02-28', known: true })
  assert.deepEqual(workingDaysAfter('2026-09-30', 3), { day: '2026-10-10', known: true })
})

test('the day itself is not counted, and no days later is that day', () => {
  assert.deepEqual(workingDaysAfter('2026-03-02', 0), { day: '2026-03-02', known: true })
  assert.deepEqual(workingDaysAfter('2026-03-02', 5), { day: '2026-03-09', known: true })
})

test('a count into a year whose holidays are not published says that it is not known', () => {
  const counted = workingDaysAfter('2026-12-30', 2)
  assert.deepEqual(counted, { day: '2027-01-01', known: false })
})

test('the clock starts with knowledge: 24, 48, 72 hours by the edition of 2015', () => {
  const rules = named('cn-2015')
  const due = ([1, 2, 3] as const).map(
    (level) =>
      deadlinesOf(rules, { level, knownAt: at('2025-11-03T22:30:00+08:00') }, 0).find(
        ({ kind }) => kind === 'start',
      )?.due,
  )
  assert.deepEqual(due, [
    '2025-11-04T14:30:00.000Z',
    '2025-11-05T14:30:00.000Z',
    '2025-11-06T14:30:00.000Z',
  ])
})

test('the end is counted in working days from the announcement, to the end of the last day in China', () => {
  const facts = {
    level: 1,
    knownAt: at('2025-11-03T22:30:00+08:00'),
    // The 4th in China, still the 3rd in UTC.
    announcedAt: at('2025-11-03T17:00:00Z'),
  } as const
  const [, finish] = deadlinesOf(named('cn-2015'), facts, facts.announcedAt)
  assert.equal(finish?.due, '2025-11-18T16:00:00.000Z')
  assert.equal(finish.fromWhat, 'announced')
  assert.equal(finish.sure, true)
})

test('what is not announced yet is counted from the last moment at which it may be', () => {
  const facts = { level: 1, knownAt: at('2025-11-03T22:30:00+08:00') } as const
  const [start, finish] = deadlinesOf(named('cn-2015'), facts, facts.knownAt)
  assert.equal(finish?.fromWhat, 'start-due')
  assert.equal(finish.from, start?.due)
})

test('a deadline runs, is met, missed or overdue', () => {
  const rules = named('cn-2015')
  const facts = { level: 1, knownAt: at('2025-11-03T00:00:00Z') } as const
  const start = (more: object, now: string): string | undefined =>
    deadlinesOf(rules, { ...facts, ...more }, at(now))[0]?.state
  assert.equal(start({}, '2025-11-04T00:00:00Z'), 'running')
  assert.equal(start({}, '2025-11-04T00:00:01Z'), 'overdue')
  assert.equal(start({ startedAt: at('2025-11-03T12:00:00Z') }, '2025-12-01T00:00:00Z'), 'met')
  assert.equal(start({ startedAt: at('2025-11-05T12:00:00Z') }, '2025-12-01T00:00:00Z'), 'missed')
})

test('an extension moves a deadline and leaves what the rules say in sight', () => {
  const until = at('2026-01-31T00:00:00Z')
  const facts = {
    level: 1,
    knownAt: at('2025-11-03T00:00:00Z'),
    announcedAt: at('2025-11-03T00:00:00Z'),
    extended: { finish: until },
  } as const
  const [, finish] = deadlinesOf(named('cn-2015'), facts, 0)
  assert.deepEqual(
    [finish?.due, finish?.dueByRule],
    ['2026-01-31T00:00:00.000Z', '2025-11-17T16:00:00.000Z'],
  )
})

test('which edition counts is told by the day of knowledge, and what was not seen in it is not sure', () => {
  assert.equal(rulesOn(at('2026-02-10T15:59:59Z')).id, 'cn-2015')
  assert.equal(rulesOn(at('2026-02-10T16:00:00Z')).id, 'cn-2026')
  assert.equal(rulesOn(at('2001-01-01T00:00:00Z')).id, 'cn-2015')
  const facts = { level: 1, knownAt: at('2026-06-01T00:00:00Z') } as const
  for (const { sure, certainty } of deadlinesOf(named('cn-2026'), facts, 0)) {
    assert.equal(sure, false)
    assert.ok(certainty === 'M' || certainty === 'U')
  }
})

test('a closed case takes no further counts, and may be opened again', () => {
  assert.equal(stateAfter([]), 'open')
  assert.equal(stateAfter(['noticed', 'counted']), 'notified')
  assert.equal(stateAfter(['noticed', 'closed']), 'closed')
  assert.equal(stateAfter(['closed', 'reopened']), 'notified')
  for (const kind of ['counted', 'noticed', 'extended', 'regraded', 'closed'] as const) {
    assert.equal(after('closed', kind).ok, false, kind)
  }
  assert.equal(after('open', 'acknowledged').ok, false)
  assert.equal(after('open', 'reopened').ok, false)
})

test('what is blocked, returned or destroyed was found; more than the record is beyond it', () => {
  const told = summed([
    { kind: 'blocked', holder: 'a', items: 4 },
    { kind: 'returned', holder: 'a', items: 3 },
    { kind: 'destroyed', holder: 'a', items: 3 },
    { kind: 'found', holder: 'a', items: 2 },
  ])
  const one = effectivenessOf(10, told)
  assert.deepEqual([one.found, one.missing, one.foundShare, one.settledShare], [4, 6, 0.4, 0.3])
  const more = effectivenessOf(2, told)
  assert.deepEqual([more.missing, more.beyond, more.foundShare], [0, 2, 1])
  assert.equal(effectivenessOf(0, summed([])).foundShare, 1)
})

test('what one holder finds beyond its record does not make up for what another misses', () => {
  const found = (items: number): ReturnType<typeof summed> =>
    summed([{ kind: 'found', holder: 'a', items }])
  const all = together([effectivenessOf(10, found(15)), effectivenessOf(10, found(5))])
  assert.deepEqual([all.affected, all.missing, all.beyond, all.foundShare], [20, 5, 5, 0.75])
})

const tokens = (list: readonly (readonly [number, number, number])[]): Tokens => ({
  high: Uint32Array.from(list, ([high]) => high),
  low: Uint32Array.from(list, ([, low]) => low),
  grade: Uint8Array.from(list, ([, , grade]) => grade),
})

const world = fc
  .uniqueArray(fc.tuple(fc.nat(3), fc.nat(5), fc.nat(1)), { selector: ([a, b]) => a * 10 + b })
  .map((list) => list.toSorted(([a, b], [c, d]) => a - c || b - d))

test('the difference of two sets is what plain look-ups say', () => {
  const key = ([high, low]: readonly number[]): string => `${high} ${low}`
  fc.assert(
    fc.property(world, world, (older, newer) => {
      const was = new Map(older.map((one) => [key(one), one[2]]))
      const is = new Map(newer.map((one) => [key(one), one[2]]))
      const { added, removed, regraded } = compare(tokens(older), tokens(newer))
      assert.deepEqual(
        added.map((i) => key(newer[i] ?? [])),
        [...is.keys()].filter((one) => !was.has(one)),
      )
      assert.deepEqual(
        removed.map((i) => key(older[i] ?? [])),
        [...was.keys()].filter((one) => !is.has(one)),
      )
      assert.deepEqual(
        regraded.map((i) => key(newer[i] ?? [])),
        [...is].flatMap(([one, grade]) => (was.has(one) && was.get(one) !== grade ? [one] : [])),
      )
      for (const [i, [high, low]] of newer.entries()) {
        assert.equal(placeIn(tokens(newer), { high, low }), i)
        assert.equal(placeIn(tokens(older), { high, low }) >= 0, was.has(key([high, low])))
      }
    }),
  )
})
