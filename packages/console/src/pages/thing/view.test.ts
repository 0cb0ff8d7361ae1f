import assert from 'node:assert/strict'
import { test } from 'node:test'
import { neighboursIn } from './neighbours.ts'
import { entriesOf, timeAt } from './view.ts'
import { windowOf } from './window.ts'

test('a time is told on the clock of the place where it happened', () => {
  assert.equal(timeAt('2026-03-05T06:20:00Z', '+08:00'), '2026-03-05 14:20 +08:00')
  assert.equal(timeAt('2026-03-05T23:50:00+08:00', '-03:30'), '2026-03-05 12:20 -03:30')
  assert.equal(timeAt('2026-03-05T06:20:00+08:00', undefined), '2026-03-05 06:20 +08:00')
  assert.equal(timeAt('2026-03-05T06:20:00Z', undefined), '2026-03-05 06:20 UTC')
  assert.equal(timeAt('yesterday', '+08:00'), 'yesterday')
})

const TIN = 'https://id.gs1.org/01/09521001008013/21/K7'

test('an event tells what else took part, whatever spelling it was captured in', () => {
  const event = {
    type: 'TransformationEvent',
    eventTime: '2026-03-05T06:20:00Z',
    eventTimeZoneOffset: '+08:00',
    inputQuantityList: [
      { epcClass: 'https://example.com/01/09521001002064/10/DB1', quantity: 4.8, uom: 'KGM' },
    ],
    outputEPCList: [TIN, 'urn:epc:id:sgtin:9521001.000801.K8'],
  }
  const [entry] = entriesOf(TIN, [{ event, through: null }])
  assert.deepEqual(entry?.parts, [
    {
      role: 'inputs',
      things: [{ id: 'https://id.gs1.org/01/09521001002064/10/DB1', value: 4.8, uom: 'KGM' }],
    },
    { role: 'outputs', things: [{ id: TIN }, { id: TIN.replace('K7', 'K8') }] },
  ])
})

test('a list that holds the thing alone says nothing and is left out', () => {
  const [entry] = entriesOf(TIN, [
    { event: { type: 'ObjectEvent', epcList: [TIN] }, through: null },
  ])
  assert.deepEqual(entry?.parts, [])
})

test('an event declared wrong is shown as void, and one inherited names its container', () => {
  const events = entriesOf(TIN, [
    {
      event: { type: 'ObjectEvent', errorDeclaration: {} },
      through: 'https://id.gs1.org/00/195210010000000017',
    },
    { event: { type: 'ObjectEvent' }, through: null },
  ])
  assert.deepEqual(
    events.map(({ voided, through }) => [voided, through]),
    [
      [true, 'https://id.gs1.org/00/195210010000000017'],
      [false, undefined],
    ],
  )
})

test('a reading that broke its limit is marked, and one that found nothing is not shown', () => {
  const sensorElementList = [
    {
      sensorReport: [
        { type: 'Temperature', value: 6.2, uom: 'CEL', exception: 'ALARM_CONDITION' },
        { type: 'Temperature', minValue: 2.1, maxValue: 3.9, uom: 'CEL' },
        { type: 'https://example.org/antibiotics', stringValue: 'negative' },
        { type: 'Temperature' },
      ],
    },
  ]
  const [entry] = entriesOf(TIN, [{ event: { sensorElementList }, through: null }])
  assert.deepEqual(
    entry?.readings.map(({ found, alarm }) => [found, alarm]),
    [
      [[6.2], true],
      [[2.1, 3.9], false],
      [['negative'], false],
    ],
  )
})

test('what a thing is joined with is told once each way, an amount only where it is of one link', () => {
  const link = { how: 'made-from', certainty: 'certain' } as const
  const amount = { value: 5, uom: 'KGM' }
  const trace = {
    of: 'x',
    direction: 'backward',
    things: [],
    gaps: [],
    complete: true,
    links: [
      { ...link, from: 'milk', to: 'powder', amount },
      { ...link, from: 'whey', to: 'powder', amount },
      { ...link, from: 'whey', to: 'powder', amount, certainty: 'possible' },
      { ...link, from: 'powder', to: 'tin' },
      { ...link, from: 'elsewhere', to: 'other' },
    ],
  } as const
  const { from, into } = neighboursIn(trace, ['powder'])
  assert.deepEqual(from, [
    { ...link, id: 'milk', links: 1, amount },
    { ...link, id: 'whey', links: 2, amount: undefined },
  ])
  assert.deepEqual(into, [{ ...link, id: 'tin', links: 1, amount: undefined }])
})

test('of a long list no more is drawn than is in sight and a little beyond', () => {
  assert.deepEqual(windowOf({ top: 0, tall: 440, row: 44, count: 6000 }), { first: 0, last: 16 })
  assert.deepEqual(windowOf({ top: 44_000, tall: 440, row: 44, count: 6000 }), {
    first: 994,
    last: 1016,
  })
  assert.deepEqual(windowOf({ top: 9_999_999, tall: 440, row: 44, count: 6000 }), {
    first: 5984,
    last: 6000,
  })
  assert.deepEqual(windowOf({ top: 500, tall: 440, row: 44, count: 3 }), { first: 0, last: 3 })
})
