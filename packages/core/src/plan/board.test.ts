import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Board, stateOf, type CheckState } from './board.ts'
import { judge } from './judge.ts'
import { at, limit, planOf, point, reading } from './plan.fixture.ts'
import { dueBetween, occurrenceAt } from './slots.ts'
import { momentOf } from './verdict.ts'

const PLACES = ['https://id.gs1.org/414/9521002000001']
const due = { every: 'PT2H', window: { before: 'PT20M', after: 'PT20M' } }
const weekly = { at: ['08:00'], on: { weekdays: ['sat'] } }
const plan = planOf({
  from: '2026-05-01',
  points: [point('a', ['turbidity'], { due }), point('bb', ['turbidity'], { due: weekly })],
  limits: [limit('t', 'turbidity', { max: 1 })],
})
const span = { from: at('01T00:00'), to: at('31T00:00') }
const [a] = plan.points

function numberAt(time: string): number {
  assert.ok(a?.due.by === 'clock')
  return occurrenceAt(a.due.slots, at(time), plan.zone)?.number ?? -1
}

test('a check that is not made is open while its window is, and missed after', () => {
  const board = new Board(plan, span)
  const standing = (time: string): readonly string[] =>
    board.at(at(time)).map(({ point: id, state }) => `${id} ${state}`)
  assert.deepEqual(standing('09T08:10'), ['a open', 'bb open'])
  assert.deepEqual(standing('09T08:21'), ['a missed', 'bb missed'])
  board.set('a', numberAt('09T08:00'), 'late')
  assert.deepEqual(standing('09T08:30'), ['a late', 'bb missed'])
  board.set('a', numberAt('09T08:00'), 'none')
  assert.deepEqual(standing('09T08:30'), ['a missed', 'bb missed'])
})

test('setting one check leaves every other as it was', () => {
  const states = fc.array(
    fc.tuple(fc.nat({ max: 300 }), fc.constantFrom<CheckState>('none', 'made', 'late', 'broken')),
    { maxLength: 80 },
  )
  fc.assert(
    fc.property(states, (sets) => {
      assert.ok(a?.due.by === 'clock')
      const board = new Board(plan, span)
      const checks = [...dueBetween(a.due.slots, span, plan.zone)]
      const plain = new Map<number, CheckState>()
      for (const [i, state] of sets) {
        const { number } = checks[i]!
        board.set('a', number, state)
        plain.set(number, state)
      }
      const counted = { due: checks.length, made: 0, late: 0, broken: 0, missed: 0 }
      for (const { number } of checks) {
        const state = plain.get(number) ?? 'none'
        counted[state === 'none' ? 'missed' : state] += 1
      }
      assert.deepEqual(board.figures('a', { from: span.from, to: span.to + 1 }), counted)
      assert.deepEqual(board.figures('bb', span), {
        due: 5,
        made: 0,
        late: 0,
        broken: 0,
        missed: 5,
      })
    }),
  )
})

test('what the verdicts on a check come to: broken, late or made, and nothing while a measure is wanting', () => {
  const tell = (...told: readonly (readonly [string, number])[]): CheckState => {
    const readings = told.map(([time, value]) =>
      reading('ex:turbidity', at(time), { value, places: PLACES }),
    )
    const verdicts = judge([plan], { readings }, at('09T09:30'))
    const own = verdicts.filter(
      (one) => one.point === 'a' && one.due === at('09T08:00') && momentOf(one) > 0,
    )
    return stateOf(a!, own)
  }
  assert.equal(tell(), 'none')
  assert.equal(tell(['09T08:10', 0.5]), 'made')
  assert.equal(tell(['09T08:21', 0.5]), 'late')
  assert.equal(tell(['09T08:10', 0.5], ['09T08:40', 0.5]), 'made')
  assert.equal(tell(['09T08:10', 0.5], ['09T08:40', 1.5]), 'broken')
  assert.equal(tell(['09T08:10', -5]), 'none')
})
