import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { capability } from './capability.ts'
import { individuals, subgroups } from './limits.ts'
import { NELSON, signalsIn, WESTERN_ELECTRIC } from './runs-rules.ts'

const near = (actual: number | undefined, expected: number): void =>
  assert.ok(
    Math.abs((actual ?? NaN) - expected) < 5e-4 * Math.max(1, Math.abs(expected)),
    `${actual}, not ${expected}`,
  )

test('individuals: centre and 2.66 mean moving ranges; the moving range up to 3.267 of it', () => {
  const chart = individuals([10, 12, 11, 13, 9])!
  // moving ranges 2, 1, 2, 4: mean 2.25
  near(chart.limits.centre, 11)
  near(chart.limits.upper, 11 + 2.6587 * 2.25)
  near(chart.spreadLimits.upper, 3.2665 * 2.25)
  assert.equal(chart.spreadLimits.lower, 0)
  assert.equal(individuals([1]), undefined)
})

test('subgroups: A2, D3, D4 by range up to ten, A3, B3, B4 by standard deviation beyond', () => {
  const five = subgroups([
    [1, 2, 3, 4, 5],
    [2, 3, 4, 5, 6],
  ])!
  near(five.limits.upper, 3.5 + 0.5768 * 4)
  near(five.spreadLimits.upper, 2.1145 * 4)
  const eleven = Array.from({ length: 11 }, (_, i) => i)
  const chart = subgroups([eleven, eleven])!
  const s = Math.sqrt(11)
  near(chart.limits.upper, 5 + 0.9274 * s)
  near(chart.spreadLimits.lower, 0.3213 * s)
  near(chart.spreadLimits.upper, 1.6787 * s)
  assert.equal(subgroups([[1, 2], [1]]), undefined)
})

test('limits that a baseline set are not moved by what comes after', () => {
  const quiet = [10, 12, 11, 13, 9]
  assert.deepEqual(individuals([...quiet, 100], quiet.length)?.limits, individuals(quiet)?.limits)
})

/** Each rule: a run that just breaks it, in standard errors, and one that just does not. */
const JUST: readonly (readonly [
  rule: string,
  breaks: readonly number[],
  keeps: readonly number[],
])[] = [
  ['nelson-1', [3.01], [3]],
  [
    'nelson-2',
    [0.1, 0.2, 0.1, 0.2, 0.1, 0.3, 0.1, 0.2, 0.1],
    [0.1, 0.2, 0.1, 0.2, 0, 0.3, 0.1, 0.2, 0.1],
  ],
  ['nelson-3', [-0.5, -0.4, -0.1, 0, 0.3, 0.4], [-0.5, -0.4, -0.1, -0.1, 0.3, 0.4]],
  [
    'nelson-4',
    Array.from({ length: 14 }, (_, i) => (i % 2) * 0.5),
    [...Array.from({ length: 13 }, (_, i) => (i % 2) * 0.5), 0],
  ],
  ['nelson-5', [2.1, 0, 2.1], [2.1, 0, -2.1]],
  ['nelson-6', [1.1, 1.1, 0, 1.1, 1.1], [1.1, 1.1, 0, 1.1, 1]],
  [
    'nelson-7',
    Array.from({ length: 15 }, (_, i) => (i % 3) * 0.4 - 0.4),
    [...Array.from({ length: 14 }, (_, i) => (i % 3) * 0.4 - 0.4), 1],
  ],
  [
    'nelson-8',
    [1.1, -1.1, 1.1, 1.2, -1.2, 1.1, -1.1, 1.1],
    [1.1, -1.1, 1.1, 1, -1.2, 1.1, -1.1, 1.1],
  ],
  ['we-4', [0.1, 0.2, 0.1, 0.2, 0.1, 0.3, 0.1, 0.2], [0.1, 0.2, 0.1, 0.2, 0.1, 0.3, 0.1]],
]

const UNIT = { centre: 0, sigma: 1, lower: -3, upper: 3 }
const RULES = [...NELSON, ...WESTERN_ELECTRIC]

for (const [rule, breaks, keeps] of JUST) {
  test(`${rule}: broken, and just not`, () => {
    const found = (values: readonly number[]): boolean =>
      signalsIn(values, UNIT, RULES).some((signal) => signal.rule === rule)
    assert.deepEqual([found(breaks), found(keeps)], [true, false])
  })
}

test('rules see neither units nor which side is up', () => {
  const values = fc.array(
    fc.double({ min: -4, max: 4, noNaN: true }).map((z) => Math.round(z * 8) / 8),
    { maxLength: 40 },
  )
  fc.assert(
    fc.property(values, (z) => {
      const plain = signalsIn(z, UNIT, RULES)
      assert.deepEqual(
        signalsIn(
          z.map((one) => -one),
          UNIT,
          RULES,
        ),
        plain,
      )
      const scaled = { centre: 64, sigma: 4, lower: 52, upper: 76 }
      assert.deepEqual(
        signalsIn(
          z.map((one) => 64 + 4 * one),
          scaled,
          RULES,
        ),
        plain,
      )
    }),
  )
})

test('capability by the nearer limit, within and overall; of one limit without Cp', () => {
  const values = [9, 10, 11, 10, 9, 11]
  const overall = Math.sqrt(0.8)
  const both = capability(values, 0.5, { min: 7, max: 12 })!
  near(both.cp, 5 / 3)
  near(both.cpk, 2 / 1.5)
  near(both.ppk, 2 / (3 * overall))
  const one = capability(values, 0.5, { max: 12 })!
  assert.deepEqual([one.cp, one.cpk], [undefined, both.cpk])
  assert.equal(capability([1, 1], 0, { max: 2 }), undefined)
})
