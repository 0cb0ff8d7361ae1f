import assert from 'node:assert/strict'
import { test } from 'node:test'
import { drawn, NOWHERE, originOf, through, type Lot, type Thing } from './origin.ts'

const thing = (id: string): Thing => ({ id, what: 'milk' })
const lot = (id: string, origin = NOWHERE): Lot => ({ thing: thing(id), kg: 1, origin })
const ids = (things: Iterable<Thing>): readonly string[] =>
  [...things].map(({ id }) => id).toSorted()

test('a draw is certainly of what was filled by then, and possibly of what came later', () => {
  const early = lot('early', originOf([lot('seed')]))
  const vessel = {
    fills: [
      { lot: early, at: 1 },
      { lot: lot('late'), at: 3 },
    ],
  }
  const middle = drawn(vessel, 2)
  assert.deepEqual(ids(middle.certain), ['early', 'seed'])
  assert.deepEqual(ids(middle.possible), ['late'])
  assert.deepEqual(ids(drawn(vessel, 3).certain), ['early', 'late', 'seed'])
})

test('what is certain by one way is not also possible by another', () => {
  const shared = lot('shared')
  const origin = originOf([lot('a', originOf([shared]))], [lot('b', originOf([shared]))])
  assert.deepEqual(ids(origin.certain), ['a', 'shared'])
  assert.deepEqual(ids(origin.possible), ['b'])
})

test('what is possible stays possible through every later mixing', () => {
  const doubtful = lot('doubtful', originOf([], [lot('guess')]))
  const origin = originOf([lot('mix', originOf([doubtful]))])
  assert.deepEqual(ids(origin.possible), ['guess'])
})

test('a container that a load came in is a certain part of its way', () => {
  const tank = thing('tank')
  const origin = through(tank, originOf([lot('milk')], [{ thing: tank, kg: 0, origin: NOWHERE }]))
  assert.deepEqual(ids(origin.certain), ['milk', 'tank'])
  assert.deepEqual(ids(origin.possible), [])
})
