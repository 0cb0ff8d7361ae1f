import assert from 'node:assert/strict'
import { test } from 'node:test'
import { barsOf, rankOf } from './bars.ts'

const kg = (value: number): { value: number; uom: string } => ({ value, uom: 'KGM' })

test('what is missing makes the side of what came out as long as the other', () => {
  const { ins, outs, most } = barsOf({
    in: kg(100),
    out: kg(90),
    loss: kg(4),
    rework: kg(0),
    difference: kg(6),
  })
  assert.deepEqual(
    ins.map(({ figure }) => figure),
    ['in'],
  )
  assert.deepEqual(
    outs.map(({ figure, sum }) => [figure, sum.value]),
    [
      ['out', 90],
      ['loss', 4],
      ['difference', 6],
    ],
  )
  assert.equal(most, 100)
})

test('what came out too much is drawn beside what went in', () => {
  const { ins, outs, most } = barsOf({ in: kg(100), out: kg(110), difference: kg(-10) })
  assert.deepEqual(
    ins.map(({ sum }) => sum.value),
    [100, 10],
  )
  assert.deepEqual(
    outs.map(({ sum }) => sum.value),
    [110],
  )
  assert.equal(most, 110)
})

test('a supplier’s lots balance what was made against what became of it', () => {
  const { ins, outs } = barsOf({ supplier: 's', made: kg(10), used: kg(7), left: kg(3), in: kg(1) })
  assert.deepEqual(
    [...ins, ...outs].map(({ figure }) => figure),
    ['made', 'used', 'left'],
  )
})

test('what is out of tolerance comes before what nobody judged, and that before what is balanced', () => {
  const rows = [{ verdict: 'balanced' }, { notJudged: 2 }, { beyond: 1 }] as const
  assert.deepEqual(rows.map(rankOf), [2, 1, 0])
})
