import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { keyOf, type Factor, type Occurrence, type Sample } from './factor.ts'
import { fisher, type Table } from './fisher.ts'
import { rankCauses } from './rank.ts'

const occurrence: fc.Arbitrary<Occurrence> = fc
  .record({
    lot: fc.integer({ min: 0, max: 30 }),
    certainty: fc.constantFrom('certain', 'possible'),
    distance: fc.integer({ min: 0, max: 9 }),
  })
  .map(({ lot, certainty, distance }) => ({
    factor: { kind: 'lot', id: `urn:example:lot:${lot}` },
    certainty,
    distance,
  }))

/** Nobody's record has a factor twice. */
const samples = (count: number): fc.Arbitrary<readonly Sample[]> =>
  fc
    .array(fc.uniqueArray(occurrence, { selector: ({ factor }) => keyOf(factor), maxLength: 12 }), {
      minLength: count,
      maxLength: count,
    })
    .map((all) => all.map((occurrences, i) => ({ id: String(i), occurrences })))

const worlds = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 40 }))
  .chain(([bad, good]) => fc.record({ bad: samples(bad), good: samples(good) }))

const having = (list: readonly Sample[], factor: Factor): number =>
  list.filter(({ occurrences }) => occurrences.some((one) => keyOf(one.factor) === keyOf(factor)))
    .length

test('a culprit that is planted in all of the bad and none of the good comes first, and is named where it is marked', () => {
  const factor: Factor = { kind: 'party', id: 'urn:example:culprit' }
  fc.assert(
    fc.property(worlds, ({ bad, good }) => {
      const marked: Occurrence = { factor, certainty: 'possible', distance: 3, sign: 'expired' }
      const planted = bad.map(({ id, occurrences }) => ({
        id,
        occurrences: [...occurrences, marked],
      }))
      const [first] = rankCauses(planted, good, { limit: 10 }).causes
      if (good.length === 0) return
      assert.deepEqual(first?.factor, factor)
      assert.deepEqual([first.bad.count, first.bad.certain, first.good.count], [bad.length, 0, 0])
      assert.deepEqual(first.signs, [{ id: factor.id, sign: 'expired' }])
    }),
  )
})

test('every set is told once with what it explains, as counting tells, the likeliest first', () => {
  fc.assert(
    fc.property(worlds, ({ bad, good }) => {
      const { causes, found } = rankCauses(bad, good, { limit: 200 })
      assert.equal(causes.length, found)
      for (const [i, cause] of causes.entries()) {
        for (const factor of [cause.factor, ...cause.alike]) {
          assert.equal(cause.bad.count, having(bad, factor))
          assert.equal(cause.good.count, having(good, factor))
        }
        assert.equal(cause.bad.certain + cause.bad.possible, cause.bad.count)
        assert.ok(cause.bad.share > cause.good.share)
        assert.ok(cause.pAdjusted >= cause.p)
        assert.ok(i === 0 || (causes[i - 1]?.p ?? 1) <= cause.p)
      }
      const keys = causes.flatMap(({ factor, alike }) => [factor, ...alike].map(keyOf))
      assert.equal(new Set(keys).size, keys.length)
    }),
  )
})

test('the order in which they are given changes nothing', () => {
  fc.assert(
    fc.property(worlds, ({ bad, good }) => {
      const turned = rankCauses(bad.toReversed(), good.toReversed(), { limit: 50 })
      assert.deepEqual(turned, rankCauses(bad, good, { limit: 50 }))
    }),
  )
})

test('Fisher’s exact test agrees with counting every way to draw', () => {
  const table = fc
    .record({ badOf: fc.integer({ min: 1, max: 6 }), goodOf: fc.integer({ min: 0, max: 6 }) })
    .chain(({ badOf, goodOf }) =>
      fc.record({
        badOf: fc.constant(badOf),
        goodOf: fc.constant(goodOf),
        bad: fc.integer({ min: 0, max: badOf }),
        good: fc.integer({ min: 0, max: goodOf }),
      }),
    )
  fc.assert(
    fc.property(table, (told) => {
      assert.ok(Math.abs(fisher(told) - counted(told)) < 1e-9)
    }),
  )
})

/** Of all ways to choose who has it, how many give the bad at least so many. */
function counted({ bad, badOf, good, goodOf }: Table): number {
  let [all, extreme] = [0, 0]
  for (let chosen = 0; chosen < 2 ** (badOf + goodOf); chosen++) {
    const bits = (of: number): number =>
      of
        .toString(2)
        .split('')
        .filter((bit) => bit === '1').length
    if (bits(chosen) !== bad + good) continue
    all++
    if (bits(chosen & (2 ** badOf - 1)) >= bad) extreme++
  }
  return extreme / all
}
