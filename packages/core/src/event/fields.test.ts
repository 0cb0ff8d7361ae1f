import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { JsonObject } from './event.ts'
import { BASE, GTIN, judge, MADE, OBJECT, PACKED } from './sample-events.ts'

describe('identifiers', () => {
  test('that are GS1 keys must have their right check digit, wherever they stand', () => {
    const wrong = 'https://id.gs1.org/01/04012345111119/21/1'
    assert.deepEqual(judge({ ...OBJECT, epcList: [`${GTIN}1`, wrong] }), [
      '/e/epcList/1 check-digit',
    ])
    assert.deepEqual(judge({ ...PACKED, childQuantityList: [{ epcClass: wrong }] }), [
      '/e/childQuantityList/0/epcClass check-digit',
    ])
    assert.deepEqual(
      judge({ ...OBJECT, readPoint: { id: 'https://id.gs1.org/414/4012345000055' } }),
      ['/e/readPoint/id check-digit'],
    )
  })

  test('stand once in a list that is a set', () => {
    assert.deepEqual(judge({ ...OBJECT, epcList: ['urn:x:1', 'urn:x:2', 'urn:x:1', 'urn:x:1'] }), [
      '/e/epcList/2 not-unique',
      '/e/epcList/3 not-unique',
    ])
    assert.deepEqual(judge({ ...MADE, inputEPCList: ['urn:x:1', 'urn:x:1'] }), [
      '/e/inputEPCList/1 not-unique',
    ])
    assert.deepEqual(judge({ ...MADE, outputEPCList: ['urn:x:1', 'urn:x:1'] }), [
      '/e/outputEPCList/1 not-unique',
    ])
  })

  test('that are EPC URNs with digits missing are names still, but not to who is strict', () => {
    const event = { ...OBJECT, epcList: ['urn:epc:id:sscc:4012345.1'] }
    assert.deepEqual(judge(event), [])
    assert.deepEqual(judge(event, true), ['/e/epcList/0 epc-syntax'])
  })
})

test('a quantityElement has a class, and a unit only of an amount', () => {
  const judgeOne = (element: JsonObject): string[] => judge({ ...OBJECT, quantityList: [element] })
  assert.deepEqual(judgeOne({ epcClass: 'urn:x:c', quantity: 1.5, uom: 'KGM' }), [])
  assert.deepEqual(judgeOne({ quantity: 1 }), ['/e/quantityList/0 required'])
  assert.deepEqual(judgeOne({ epcClass: 'urn:x:c', quantity: '1' }), [
    '/e/quantityList/0/quantity wrong-type',
  ])
  assert.deepEqual(judgeOne({ epcClass: 'urn:x:c', quantity: 1, uom: 'kg' }), [
    '/e/quantityList/0/uom unit',
  ])
  assert.deepEqual(judgeOne({ epcClass: 'urn:x:c', uom: 'KGM' }), [
    '/e/quantityList/0/uom quantity',
  ])
  assert.deepEqual(judgeOne({ epcClass: 'urn:x:c', 'ex:a': 1 }), [
    '/e/quantityList/0/ex:a unknown-field',
  ])
  assert.deepEqual(judgeOne(JSON.parse('{"epcClass":"urn:x:c","quantity":1e400}')), [
    '/e/quantityList/0/quantity number',
  ])
})

test('a transaction, source or destination says what it is', () => {
  assert.deepEqual(judge({ ...OBJECT, bizTransactionList: [{ bizTransaction: 'urn:x:b' }] }), [])
  assert.deepEqual(
    judge({ ...OBJECT, bizTransactionList: [{ type: 'invoice', bizTransaction: 'b' }] }),
    [
      '/e/bizTransactionList/0/type unknown-term',
      '/e/bizTransactionList/0/bizTransaction not-a-uri',
    ],
  )
  assert.deepEqual(judge({ ...OBJECT, sourceList: [{ source: 'urn:x:s' }] }), [
    '/e/sourceList/0 required',
  ])
  assert.deepEqual(judge({ ...OBJECT, destinationList: [{ type: 'owner', source: 'urn:x:s' }] }), [
    '/e/destinationList/0/type unknown-term',
    '/e/destinationList/0/source unknown-field',
    '/e/destinationList/0 required',
  ])
})

test('persistentDisposition sets or unsets something, on any event', () => {
  assert.deepEqual(
    judge({ ...PACKED, persistentDisposition: { set: ['completeness_inferred'] } }),
    [],
  )
  assert.deepEqual(judge({ ...PACKED, persistentDisposition: { set: ['active'] } }, true), [
    '/e/persistentDisposition misplaced-field',
  ])
  assert.deepEqual(judge({ ...OBJECT, persistentDisposition: {} }), [
    '/e/persistentDisposition required',
  ])
  assert.deepEqual(
    judge({ ...OBJECT, persistentDisposition: { set: [], unset: ['active', 'active'] } }),
    ['/e/persistentDisposition/set empty', '/e/persistentDisposition/unset/1 not-unique'],
  )
})

test('what did not occur has no corrections', () => {
  const declared = (errorDeclaration: JsonObject): string[] =>
    judge({ ...OBJECT, errorDeclaration })
  const declarationTime = BASE.eventTime
  assert.deepEqual(
    declared({
      declarationTime,
      reason: 'incorrect_data',
      correctiveEventIDs: ['urn:x:1'],
      'ex:a': 1,
    }),
    [],
  )
  for (const reason of [
    'did_not_occur',
    'urn:epcglobal:cbv:er:did_not_occur',
    'cbv:ER-did_not_occur',
  ]) {
    assert.deepEqual(declared({ declarationTime, reason, correctiveEventIDs: ['urn:x:1'] }), [
      '/e/errorDeclaration/correctiveEventIDs error-declaration',
    ])
    assert.deepEqual(declared({ declarationTime, reason, correctiveEventIDs: [] }), [])
  }
  assert.deepEqual(declared({ reason: 'mistake', note: 1 }), [
    '/e/errorDeclaration/reason unknown-term',
    '/e/errorDeclaration/note unknown-field',
    '/e/errorDeclaration required',
  ])
})

test('certificationInfo is a URI or a list of them', () => {
  assert.deepEqual(judge({ ...OBJECT, certificationInfo: 'urn:x:c' }), [])
  assert.deepEqual(judge({ ...OBJECT, certificationInfo: ['urn:x:c', {}] }), [
    '/e/certificationInfo/1 wrong-type',
  ])
})

test('an event ID is any URI; to who is strict, one that says UUID or hash is one', () => {
  const hash = `ni:///sha-256;${'0'.repeat(64)}?ver=CBV2.0`
  for (const eventID of ['urn:uuid:00000000-0000-7000-8000-000000000000', hash, 'https://e/1']) {
    assert.deepEqual(judge({ ...OBJECT, eventID }, true), [])
  }
  for (const eventID of ['urn:uuid:1', 'ni:///sha-256;00?ver=CBV2.0']) {
    assert.deepEqual(judge({ ...OBJECT, eventID }), [])
    assert.deepEqual(judge({ ...OBJECT, eventID }, true), ['/e/eventID event-id'])
  }
  assert.deepEqual(judge({ ...OBJECT, eventID: '1' }), ['/e/eventID not-a-uri'])
})

test('a sensor report says what was measured, in the standard’s fields', () => {
  const judgeOne = (element: JsonObject, strict = false): string[] =>
    judge({ ...OBJECT, sensorElementList: [element] }, strict)
  const at = '/e/sensorElementList/0'
  assert.deepEqual(
    judgeOne({
      sensorMetadata: { time: BASE.eventTime, 'ex:a': 1 },
      sensorReport: [
        {
          type: 'gs1:Temperature',
          value: 4,
          booleanValue: true,
          hexBinaryValue: 'fF',
          component: 'x',
          exception: 'ALARM_CONDITION',
          'ex:b': 2,
        },
      ],
    }),
    [],
  )
  assert.deepEqual(judgeOne({}), [`${at} required`])
  assert.deepEqual(judgeOne({ sensorReport: [] }), [`${at}/sensorReport empty`])
  assert.deepEqual(
    judgeOne({
      sensorReport: [{ value: '4', booleanValue: 'true', hexBinaryValue: 'xyz', depth: 1 }],
    }),
    [
      `${at}/sensorReport/0/value wrong-type`,
      `${at}/sensorReport/0/booleanValue wrong-type`,
      `${at}/sensorReport/0/hexBinaryValue hex`,
      `${at}/sensorReport/0/depth unknown-field`,
      `${at}/sensorReport/0 required`,
    ],
  )
  const twice = {
    sensorMetadata: { deviceID: 'urn:x:d' },
    sensorReport: [{ type: 'Angle', deviceID: 'urn:x:d' }],
  }
  assert.deepEqual(judgeOne(twice), [])
  assert.deepEqual(judgeOne(twice, true), [`${at}/sensorReport/0/deviceID said-twice`])
})
