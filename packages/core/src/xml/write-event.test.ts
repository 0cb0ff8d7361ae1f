import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readContext } from '../event/context.ts'
import type { JsonObject } from '../event/event.ts'
import { writeEvent } from './write-event.ts'
import { writeDocument } from './write-document.ts'
import { writeCaptureJob, writeException } from './write-job.ts'
import { STYLES } from './sheet.ts'

const CONTEXT = readContext([
  'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
  { ex: 'https://ns.example.com/epcis/' },
])

const EVENT: JsonObject = {
  'ex:shift': { '@unit': 'h', '#text': '8 < 9', 'ex:list': ['a', 'b'] },
  type: 'ObjectEvent',
  action: 'ADD',
  persistentDisposition: { set: ['completeness_verified'], unset: ['completeness_inferred'] },
  eventTimeZoneOffset: '+08:00',
  eventTime: '2024-05-01T08:00:00+08:00',
  eventID: 'ex:e1',
  bizStep: 'commissioning',
  disposition: 'ex:brewing',
  quantityList: [{ epcClass: 'urn:epc:idpat:sgtin:4012345.098765.*', quantity: 1e21, uom: 'KGM' }],
  sensorElementList: [
    { sensorReport: [{ type: 'Temperature', value: 4.5, 'ex:raw': 'a"b', 'ex:deep': [1, [2]] }] },
  ],
  certificationInfo: ['https://a.example/1', 'https://a.example/2'],
  ilmd: { 'cbvmda:lotNumber': 'L1' },
}

test('an event in 2.0 has the order of the schema, unset before set, and its namespaces', () => {
  assert.equal(
    writeEvent(EVENT, CONTEXT),
    '<ObjectEvent xmlns:ex="https://ns.example.com/epcis/" xmlns:epcisv="https://ref.gs1.org/epcis/" xmlns:cbvmda="urn:epcglobal:cbv:mda">' +
      '<eventTime>2024-05-01T08:00:00+08:00</eventTime><eventTimeZoneOffset>+08:00</eventTimeZoneOffset>' +
      '<eventID>https://ns.example.com/epcis/e1</eventID><certificationInfo>https://a.example/1</certificationInfo>' +
      '<action>ADD</action><bizStep>https://ref.gs1.org/cbv/BizStep-commissioning</bizStep>' +
      '<disposition>https://ns.example.com/epcis/brewing</disposition>' +
      '<quantityList><quantityElement><epcClass>urn:epc:idpat:sgtin:4012345.098765.*</epcClass>' +
      '<quantity>1000000000000000000000</quantity><uom>KGM</uom></quantityElement></quantityList>' +
      '<sensorElementList><sensorElement><sensorReport type="https://ref.gs1.org/voc/Temperature" value="4.5" ex:raw="a&quot;b"' +
      ' epcisv:json="{&quot;ex:deep&quot;:[1,[2]]}"/></sensorElement></sensorElementList>' +
      '<persistentDisposition><unset>https://ref.gs1.org/cbv/Disp-completeness_inferred</unset>' +
      '<set>https://ref.gs1.org/cbv/Disp-completeness_verified</set></persistentDisposition>' +
      '<ilmd><cbvmda:lotNumber>L1</cbvmda:lotNumber></ilmd>' +
      '<epcisv:certificationInfo>https://a.example/2</epcisv:certificationInfo>' +
      '<ex:shift unit="h">8 &lt; 9<ex:list>a</ex:list><ex:list>b</ex:list></ex:shift></ObjectEvent>',
  )
})

test('in 1.2 what is younger stands in wrappers, words are URNs, and epcList is there', () => {
  const { certificationInfo: _, sensorElementList: __, 'ex:shift': ___, ...event } = EVENT
  assert.equal(
    writeEvent(event, CONTEXT, { style: STYLES['1.2'] }),
    '<ObjectEvent xmlns:cbvmda="urn:epcglobal:cbv:mda">' +
      '<eventTime>2024-05-01T08:00:00+08:00</eventTime><eventTimeZoneOffset>+08:00</eventTimeZoneOffset>' +
      '<baseExtension><eventID>https://ns.example.com/epcis/e1</eventID></baseExtension><epcList/>' +
      '<action>ADD</action><bizStep>urn:epcglobal:cbv:bizstep:commissioning</bizStep>' +
      '<disposition>https://ns.example.com/epcis/brewing</disposition>' +
      '<extension><quantityList><quantityElement><epcClass>urn:epc:idpat:sgtin:4012345.098765.*</epcClass>' +
      '<quantity>1000000000000000000000</quantity><uom>KGM</uom></quantityElement></quantityList>' +
      '<ilmd><cbvmda:lotNumber>L1</cbvmda:lotNumber></ilmd>' +
      '<extension><persistentDisposition><unset>urn:epcglobal:cbv:disp:completeness_inferred</unset>' +
      '<set>urn:epcglobal:cbv:disp:completeness_verified</set></persistentDisposition></extension></extension></ObjectEvent>',
  )
})

test('words are kept as they came where that is asked, but for bare ones', () => {
  const as = (bizStep: string): string | undefined =>
    /<bizStep>(.*)<.bizStep>/.exec(
      writeEvent({ type: 'ObjectEvent', bizStep }, CONTEXT, {
        style: { version: '2.0', cbv: 'as-is' },
      }),
    )?.[1]
  assert.equal(as('urn:epcglobal:cbv:bizstep:packing'), 'urn:epcglobal:cbv:bizstep:packing')
  assert.equal(as('packing'), 'https://ref.gs1.org/cbv/BizStep-packing')
  assert.equal(as('cbv:BizStep-packing'), 'https://ref.gs1.org/cbv/BizStep-packing')
})

test('a query’s answer, an exception and a capture job have the roots of their schemas', () => {
  const answer = writeDocument(
    {
      kind: 'EPCISQueryDocument',
      creationDate: '2024-05-01T10:00:00Z',
      context: CONTEXT,
      queryName: 'SimpleEventQuery',
    },
    ['<x/>'],
  )
  assert.match(
    answer,
    /<epcisq:EPCISQueryDocument xmlns:epcisq="urn:epcglobal:epcis-query:xsd:2" schemaVersion="2.0"/,
  )
  assert.match(
    answer,
    /<epcisq:QueryResults><queryName>SimpleEventQuery<\/queryName><resultsBody><EventList><x\/>/,
  )
  assert.match(
    writeException({ type: 'epcisException:ValidationException', title: 'a & b', status: 400 }),
    /<epcis:EPCISException xmlns:epcis="urn:epcglobal:epcis:xsd:2"><type>epcisException:ValidationException<\/type><title>a &amp; b<\/title><status>400<\/status>/,
  )
  assert.match(
    writeCaptureJob({
      captureID: 'c',
      running: false,
      success: false,
      captureErrorBehaviour: 'proceed',
      errors: [{ type: 't:x', title: 'T' }],
    }),
    / running="false" success="false" captureID="c"><captureErrorBehaviour>proceed<\/captureErrorBehaviour><errors><error><type>t:x<\/type><title>T<\/title><\/error><\/errors>/,
  )
})
