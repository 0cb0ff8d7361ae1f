import assert from 'node:assert/strict'
import { test } from 'node:test'
import { prefixBook } from '../id/prefix-book.ts'
import type { JsonObject } from './event.ts'
import { translateIdentifier, translateIdentifiers } from './translate.ts'

const EVENT: JsonObject = {
  type: 'TransformationEvent',
  eventID: 'urn:epc:id:sgtin:4012345.011111.not-an-event-id',
  inputEPCList: [
    'urn:epc:id:sscc:4012345.0000000111',
    'https://example.com/01/04012345111118/21/9',
  ],
  inputQuantityList: [{ epcClass: 'urn:epc:class:lgtin:4012345.011111.L1', quantity: 1.5 }],
  outputEPCList: ['https://id.gs1.org/01/04012345111118/21/9876', 'urn:uuid:1'],
  parentID: 'urn:epc:id:grai:4012345.00022.33',
  transformationID: 'urn:epc:id:gdti:4012345.11111.X',
  readPoint: {
    id: 'urn:epc:id:sgln:4012345.00005.0',
    'ex:id': 'urn:epc:id:sscc:4012345.0000000111',
  },
  bizLocation: { id: 'https://id.gs1.org/414/9521234500001/254/D' },
  bizTransactionList: [{ type: 'po', bizTransaction: 'urn:epc:id:gdti:4012345.11111.123' }],
  sourceList: [{ type: 'owning_party', source: 'urn:epc:id:pgln:4012345.00000' }],
  destinationList: [{ type: 'owning_party', destination: 'https://id.gs1.org/417/4012345000009' }],
  sensorElementList: [
    {
      sensorMetadata: { deviceID: 'urn:epc:id:giai:4012345.111' },
      sensorReport: [
        { type: 'Temperature', dataProcessingMethod: 'urn:epc:id:gdti:4012345.11111.7' },
      ],
    },
  ],
  ilmd: { 'ex:made': 'urn:epc:id:sscc:4012345.0000000111' },
  'ex:epcList': ['urn:epc:id:sscc:4012345.0000000111'],
}

test('every identifier of a standard field becomes a Digital Link, and nothing else is touched', () => {
  const { event, left } = translateIdentifiers(EVENT, { as: 'digital-link' })
  assert.deepEqual(left, [])
  assert.deepEqual(event, {
    ...EVENT,
    inputEPCList: [
      'https://id.gs1.org/00/040123450000001112',
      'https://example.com/01/04012345111118/21/9',
    ],
    inputQuantityList: [{ epcClass: 'https://id.gs1.org/01/04012345111118/10/L1', quantity: 1.5 }],
    parentID: 'https://id.gs1.org/8003/0401234500022133',
    transformationID: 'https://id.gs1.org/253/4012345111118X',
    readPoint: {
      id: 'https://id.gs1.org/414/4012345000054',
      'ex:id': 'urn:epc:id:sscc:4012345.0000000111',
    },
    bizTransactionList: [{ type: 'po', bizTransaction: 'https://id.gs1.org/253/4012345111118123' }],
    sourceList: [{ type: 'owning_party', source: 'https://id.gs1.org/417/4012345000009' }],
    sensorElementList: [
      {
        sensorMetadata: { deviceID: 'https://id.gs1.org/8004/4012345111' },
        sensorReport: [
          { type: 'Temperature', dataProcessingMethod: 'https://id.gs1.org/253/40123451111187' },
        ],
      },
    ],
  })
  assert.equal(translateIdentifiers(event, { as: 'digital-link' }).event, event)
})

test('an EPC URN is written where the prefix is known; elsewhere the identifier stays and is told', () => {
  const urn = {
    as: 'urn',
    prefixLength: prefixBook([{ prefix: '4012345', length: 7, source: 'seen' }]),
  } as const
  const { event, left } = translateIdentifiers(EVENT, urn)
  assert.deepEqual(event['inputEPCList'], [
    'urn:epc:id:sscc:4012345.0000000111',
    'urn:epc:id:sgtin:4012345.011111.9',
  ])
  assert.deepEqual(event['outputEPCList'], ['urn:epc:id:sgtin:4012345.011111.9876', 'urn:uuid:1'])
  assert.deepEqual(event['destinationList'], [
    { type: 'owning_party', destination: 'urn:epc:id:pgln:4012345.00000' },
  ])
  assert.deepEqual(left, [
    {
      at: '/bizLocation/id',
      id: 'https://id.gs1.org/414/9521234500001/254/D',
      why: 'prefix-length',
    },
  ])
})

test('what no EPC URN says is told as that', () => {
  const urn = { as: 'urn', prefixLength: () => 7 } as const
  const event = { epcList: ['https://id.gs1.org/8013/1987654Ad4X4bL5ttr2310c2K'] }
  const { left } = translateIdentifiers(event, urn)
  assert.deepEqual(left, [{ at: '/epcList/0', id: event.epcList[0], why: 'no-urn' }])
})

test('one identifier alone is translated likewise', () => {
  assert.equal(
    translateIdentifier('urn:epc:idpat:sgtin:4012345.011111.*', { as: 'digital-link' }),
    'https://id.gs1.org/01/04012345111118',
  )
  const wide = 'urn:epc:idpat:sgtin:4012345.*.*'
  assert.equal(translateIdentifier(wide, { as: 'digital-link' }), wide)
  assert.equal(
    translateIdentifier('https://x.example/01/04012345111118', {
      as: 'urn',
      prefixLength: () => 7,
    }),
    'urn:epc:idpat:sgtin:4012345.011111.*',
  )
})
