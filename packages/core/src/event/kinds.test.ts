import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  ATTACHED,
  BASE,
  judge,
  MADE,
  OBJECT,
  PACKED,
  TRANSACTION,
  without,
} from './sample-events.ts'

describe('an ObjectEvent', () => {
  const bare = without(OBJECT, 'epcList')

  test('names its objects, or what was measured where', () => {
    assert.deepEqual(judge(bare), ['/e objects'])
    assert.deepEqual(judge({ ...bare, quantityList: [] }), ['/e objects'])
    assert.deepEqual(judge({ ...bare, epcList: [] }), [])
    const sensorElementList = [{ sensorReport: [{ type: 'Temperature', value: 4, uom: 'CEL' }] }]
    assert.deepEqual(judge({ ...bare, sensorElementList }), ['/e objects'])
    assert.deepEqual(judge({ ...bare, sensorElementList, readPoint: { id: 'urn:x:r' } }), [])
  })

  test('gives ilmd only when things come to be, and only under names with a prefix', () => {
    assert.deepEqual(judge({ ...OBJECT, ilmd: { 'cbvmda:lotNumber': 'L', 'ex:b': { c: 1 } } }), [])
    assert.deepEqual(judge({ ...OBJECT, action: 'OBSERVE', ilmd: {} }), ['/e/ilmd ilmd'])
    assert.deepEqual(judge({ ...OBJECT, ilmd: { lotNumber: 'L' } }), [
      '/e/ilmd/lotNumber unknown-field',
    ])
  })
})

describe('an aggregation or association', () => {
  test('names its children, unless all are taken out', () => {
    for (const event of [PACKED, ATTACHED]) {
      const bare = without(event, 'childEPCs')
      assert.deepEqual(judge(bare), ['/e children'])
      assert.deepEqual(judge({ ...bare, action: 'OBSERVE', childEPCs: [] }), ['/e children'])
      assert.deepEqual(judge({ ...bare, action: 'DELETE' }), [])
      assert.deepEqual(judge({ ...bare, childQuantityList: [{ epcClass: 'urn:x:c' }] }), [])
    }
  })

  test('names its parent; only who just looks at an aggregation need not', () => {
    assert.deepEqual(judge(without(PACKED, 'parentID')), ['/e required'])
    assert.deepEqual(judge({ ...without(PACKED, 'parentID'), action: 'DELETE' }), ['/e required'])
    assert.deepEqual(judge({ ...without(PACKED, 'parentID'), action: 'OBSERVE' }), [])
    assert.deepEqual(judge({ ...without(ATTACHED, 'parentID'), action: 'OBSERVE' }), [
      '/e required',
    ])
  })

  test('packs nothing into itself', () => {
    assert.deepEqual(judge({ ...PACKED, childEPCs: [PACKED['parentID'] ?? ''] }), [
      '/e/parentID own-parent',
    ])
  })

  test('may be with a place', () => {
    assert.deepEqual(judge({ ...ATTACHED, parentID: 'https://id.gs1.org/414/4012345000054' }), [])
  })
})

test('a TransactionEvent names transactions and objects, unless all objects are untied', () => {
  assert.deepEqual(judge(without(TRANSACTION, 'bizTransactionList')), ['/e required'])
  assert.deepEqual(judge({ ...TRANSACTION, bizTransactionList: [] }), [
    '/e/bizTransactionList empty',
  ])
  assert.deepEqual(judge(without(TRANSACTION, 'epcList')), ['/e objects'])
  assert.deepEqual(judge({ ...without(TRANSACTION, 'epcList'), action: 'DELETE' }), [])
})

test('a TransformationEvent has both sides, or the ID that joins it to the other', () => {
  const { inputEPCList: _, ...outputs } = MADE
  assert.deepEqual(judge(outputs), ['/e transformation'])
  assert.deepEqual(judge({ ...outputs, transformationID: 'urn:x:t' }), [])
  assert.deepEqual(judge({ ...outputs, inputEPCList: [] }), ['/e transformation'])
  assert.deepEqual(judge({ ...BASE, type: 'TransformationEvent', transformationID: 'urn:x:t' }), [
    '/e transformation',
  ])
})
