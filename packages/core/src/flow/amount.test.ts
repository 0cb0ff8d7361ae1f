import assert from 'node:assert/strict'
import { test } from 'node:test'
import { minus, plus } from './amount.ts'

test('amounts are added and taken in any unit of Rec 20 with their dimension', () => {
  assert.deepEqual(plus({ value: 1, uom: 'TNE' }, { value: 5, uom: 'DTN' }), {
    value: 1.5,
    uom: 'TNE',
  })
  assert.deepEqual(minus({ value: 50, uom: 'DTN' }, { value: 5000, uom: 'KGM' }), {
    value: 0,
    uom: 'DTN',
  })
})

test('amounts of two dimensions, and a count and a mass, are not compared', () => {
  assert.equal(minus({ value: 1, uom: 'LTR' }, { value: 1, uom: 'KGM' }), undefined)
  assert.equal(plus({ value: 1 }, { value: 1, uom: 'KGM' }), undefined)
  assert.equal(plus({ value: 1, uom: 'XBX' }, { value: 1, uom: 'XPK' }), undefined)
})
