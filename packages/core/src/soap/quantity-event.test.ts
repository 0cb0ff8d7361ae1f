import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readContext } from '../event/context.ts'
import { STYLES } from '../xml/sheet.ts'
import { writeEvent } from '../xml/write-event.ts'
import { asQuantityEvent } from './quantity-event.ts'

const EVENT = {
  type: 'ObjectEvent',
  eventID: 'urn:x:1',
  eventTime: '2026-03-01T08:00:00Z',
  eventTimeZoneOffset: '+08:00',
  action: 'OBSERVE',
  bizStep: 'storing',
  bizLocation: { id: 'urn:x:place' },
  bizTransactionList: [{ type: 'po', bizTransaction: 'urn:x:po' }],
  quantityList: [{ epcClass: 'urn:x:class', quantity: 7 }],
}

const as = (event: object): string | undefined =>
  asQuantityEvent(writeEvent(event as never, readContext(undefined), { style: STYLES['1.2'] }))

test('an event that observes one quantity of a class is the QuantityEvent that says so, in the order of its schema', () => {
  assert.equal(
    as(EVENT),
    '<QuantityEvent><eventTime>2026-03-01T08:00:00Z</eventTime><eventTimeZoneOffset>+08:00</eventTimeZoneOffset>' +
      '<baseExtension><eventID>urn:x:1</eventID></baseExtension><epcClass>urn:x:class</epcClass><quantity>7</quantity>' +
      '<bizStep>urn:epcglobal:cbv:bizstep:storing</bizStep><bizLocation><id>urn:x:place</id></bizLocation>' +
      '<bizTransactionList><bizTransaction type="urn:epcglobal:cbv:btt:po">urn:x:po</bizTransaction></bizTransactionList></QuantityEvent>',
  )
})

test('an event that says more is none', () => {
  const [quantity] = EVENT.quantityList
  for (const more of [
    { epcList: ['urn:epc:id:sgtin:0614141.107346.1'] },
    { action: 'ADD' },
    { quantityList: [quantity, { epcClass: 'urn:x:other', quantity: 1 }] },
    { quantityList: [{ ...quantity, uom: 'KGM' }] },
    { quantityList: [{ epcClass: 'urn:x:class' }] },
    { sourceList: [{ type: 'location', source: 'urn:x:from' }] },
  ]) {
    assert.equal(as({ ...EVENT, ...more }), undefined, JSON.stringify(more))
  }
})
