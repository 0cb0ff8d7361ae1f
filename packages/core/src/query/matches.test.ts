import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readContext } from '../event/context.ts'
import type { EpcisEvent } from '../event/event.ts'
import { matches } from './matches.ts'
import { parseQuery } from './parameters.ts'
import { settle } from './settle.ts'

const CONTEXT = readContext({ ex: 'https://example.com/ns/', old: 'http://example.org/x' })

const event = {
  type: 'ObjectEvent',
  action: 'ADD',
  eventTime: '2026-03-01T08:00:00Z',
  eventTimeZoneOffset: '+08:00',
  epcList: [
    'https://id.gs1.org/01/10614141073464/21/2018',
    'urn:epc:id:sscc:0614141.1234567890',
    'urn:epc:id:gid:95100000.12345.400',
  ],
  quantityList: [
    { epcClass: 'urn:epc:idpat:sgtin:4012345.011111.*', quantity: 1500, uom: 'GRM' },
    { epcClass: 'urn:epc:class:lgtin:4012345.012345.998877', quantity: 10 },
  ],
  readPoint: { id: 'https://id.gs1.org/414/4012345000054', 'ex:floor': 3 },
  bizTransactionList: [
    { type: 'po', bizTransaction: 'urn:example:po:1' },
    { type: 'inv', bizTransaction: 'urn:example:inv:2' },
  ],
  sourceList: [{ type: 'cbv:SDT-owning_party', source: 'urn:epc:id:pgln:4012345.00000' }],
  persistentDisposition: { set: ['https://ref.gs1.org/cbv/Disp-available'] },
  ilmd: {
    'cbvmda:lotNumber': '001',
    'cbvmda:bestBeforeDate': '2027-03-01',
    'ex:origin': { 'ex:herd': [{ 'ex:cows': 40 }, { 'ex:cows': 60 }] },
  },
  'ex:size': [12, 90],
  'old:colour': 'red',
  sensorElementList: [
    {
      sensorMetadata: { time: '2026-03-01T07:00:00Z', deviceID: 'urn:example:device:1' },
      sensorReport: [
        { type: 'Temperature', value: 39.2, uom: 'FAH', sDev: 1.8, 'ex:probe': 'A' },
        { type: 'RelativeHumidity', value: 60, uom: 'P1' },
      ],
    },
    { sensorReport: [{ type: 'https://gs1.org/voc/Mass', minValue: 2, uom: 'KGM' }] },
  ],
  errorDeclaration: {
    declarationTime: '2026-04-01T00:00:00Z',
    reason: 'cbv:ER-incorrect_data',
    correctiveEventIDs: ['urn:uuid:1'],
    'ex:who': 'QA',
  },
} as unknown as EpcisEvent

function holds(
  search: string,
  children: Readonly<Record<string, readonly string[]>> = {},
): boolean {
  const parsed = parseQuery(new URLSearchParams(search), { names: CONTEXT })
  assert.ok(parsed.ok, JSON.stringify(parsed))
  const query = settle(parsed.value, (condition) =>
    condition.kind === 'within'
      ? condition.places.flatMap((one) => [one, ...(children[one] ?? [])])
      : [],
  )
  const candidate = { event, context: CONTEXT, eventID: 'urn:e:1', eventTime: 0, recordTime: 0 }
  return matches(query, candidate)
}

/** What holds of the event above, and what does not. */
const CASES: readonly (readonly [says: string, yes: readonly string[], no: readonly string[]])[] = [
  [
    'patterns stand for items of a scheme, in any spelling',
    [
      'MATCH_epc=urn:epc:idpat:sgtin:0614141.107346.*',
      'MATCH_epc=urn:epc:id:sgtin:0614141.107346.*',
      'MATCH_anyEPC=urn:epc:idpat:sgtin:0614141.*.*',
      'MATCH_epc=urn:epc:idpat:sgtin:*.*.*',
      'MATCH_epc=urn:epc:idpat:sscc:0614141.*',
      'MATCH_epc=urn:epc:idpat:gid:95100000.12345.*',
      'MATCH_epc=urn:epc:idpat:sgtin:9999999.107346.*|urn:epc:idpat:sscc:0614141.*',
    ],
    [
      'MATCH_epc=urn:epc:idpat:sgtin:0614141.107347.*',
      'MATCH_epc=urn:epc:idpat:sgtin:1061414.*.*',
      'MATCH_epc=urn:epc:idpat:grai:0614141.*.*',
      'MATCH_epc=https://id.gs1.org/01/10614141073464',
      'MATCH_epc=urn:epc:idpat:gid:95100000.1234.*',
      'MATCH_parentID=urn:epc:idpat:sgtin:0614141.107346.*',
    ],
  ],
  [
    'a class is named by its pattern or its link, and is none of its lots',
    [
      'MATCH_epcClass=urn:epc:idpat:sgtin:4012345.011111.*',
      'MATCH_epcClass=https://id.gs1.org/01/04012345111118',
      'MATCH_anyEPCClass=urn:epc:idpat:sgtin:4012345.*.*',
    ],
    [
      'MATCH_epcClass=urn:epc:idpat:sgtin:4012345.012345.*',
      'MATCH_epcClass=urn:epc:idpat:sgtin:4012346.*.*',
      'MATCH_inputEPCClass=urn:epc:idpat:sgtin:4012345.011111.*',
    ],
  ],
  [
    'type and identifier are of one entry',
    [
      'EQ_bizTransaction_po=urn:example:po:1',
      'EQ_bizTransaction_urn:epcglobal:cbv:btt:inv=urn:example:inv:2',
      'EQ_source_owning_party=https://id.gs1.org/417/4012345000009',
    ],
    [
      'EQ_bizTransaction_po=urn:example:inv:2',
      'EQ_destination_owning_party=https://id.gs1.org/417/4012345000009',
      'EQ_source_location=https://id.gs1.org/417/4012345000009',
    ],
  ],
  [
    'quantities compare in any unit of their dimension, and two bounds with one of them',
    [
      'GE_quantity_KGM=1.5',
      'EQ_quantity_KGM=1.5',
      'GT_quantity_KGM=1.4&LT_quantity_KGM=1.6',
      'EQ_quantity=10',
      'EQ_quantity=9|1500',
      'LE_quantity_LBR=3.31',
    ],
    [
      'GT_quantity_KGM=1.5',
      'EQ_quantity_LTR=1500',
      'GT_quantity=10&LT_quantity=1500',
      'GE_quantity_KGM=1.51',
    ],
  ],
  [
    'fields compare as numbers, times or text, at their own level',
    [
      'EQ_ex:size=12.0',
      'GT_ex:size=80&LT_ex:size=100',
      'EQ_http://example.org/x%23colour=red',
      'EXISTS_ex:size=',
      'EQ_ILMD_cbvmda:lotNumber=001',
      'LT_ILMD_cbvmda:bestBeforeDate=2027-03-02T00:00:00Z',
      'GE_ILMD_cbvmda:bestBeforeDate=2027-03-01',
      'EXISTS_INNER_ILMD_ex:herd=',
      'GT_INNER_ILMD_ex:cows=50',
      'EQ_readPoint_ex:floor=3',
      'EQ_ERROR_DECLARATION_ex:who=QA',
    ],
    [
      'EQ_ex:size=13',
      'GT_ex:size=20&LT_ex:size=80',
      'EQ_INNER_ex:size=12',
      'EQ_ILMD_cbvmda:lotNumber=1',
      'EQ_ILMD_ex:cows=40',
      'GT_INNER_ILMD_ex:cows=60',
      'EQ_bizLocation_ex:floor=3',
      'EXISTS_ex:other=',
      'GT_old:colour=1',
      'EXISTS_ILMD_ex:herd=',
    ],
  ],
  [
    'what is asked of sensors holds for one report, in any unit of its dimension',
    [
      'EQ_type=Temperature&GE_value_CEL=4&LE_value_CEL=4',
      'EQ_value_KEL=277.15',
      'EQ_type=gs1:Mass&GE_minValue_GRM=2000',
      'LE_sDev_CEL=1',
      'EQ_sDev=1.8',
      'EQ_time=2026-03-01T15:00:00%2B08:00',
      'EQ_deviceID=urn:example:device:1&EQ_type=RelativeHumidity',
      'GE_time=2026-03-01T07:00:00Z',
      'EQ_SENSORREPORT_ex:probe=A&EQ_type=Temperature',
      'EXISTS_sensorElementList=',
    ],
    [
      'EQ_type=RelativeHumidity&GE_value_CEL=4',
      'GT_value_CEL=4',
      'EQ_deviceID=urn:example:device:1&EQ_type=gs1:Mass',
      'GT_sDev_CEL=1',
      'EQ_SENSORREPORT_ex:probe=A&EQ_type=RelativeHumidity',
      'GE_value_BAR=0',
      'GT_time=2026-03-01T07:00:00Z',
    ],
  ],
  [
    'declarations and dispositions',
    [
      'EQ_errorReason=incorrect_data',
      'EQ_correctiveEventID=urn:uuid:1',
      'GE_errorDeclarationTime=2026-04-01T00:00:00Z',
      'EQ_persistentDisposition_set=available',
    ],
    [
      'EQ_errorReason=did_not_occur',
      'LT_errorDeclaration_Time=2026-04-01T00:00:00Z',
      'EQ_persistentDisposition_unset=available',
    ],
  ],
]

for (const [says, yes, no] of CASES) {
  test(says, () => {
    for (const search of yes) assert.ok(holds(search), search)
    for (const search of no) assert.ok(!holds(search), `not ${search}`)
  })
}

test('a place is found within those above it', () => {
  const site = 'urn:example:site'
  const children = { [site]: ['https://id.gs1.org/414/4012345000054'] }
  assert.ok(holds(`WD_readPoint=${site}`, children))
  assert.ok(!holds(`EQ_readPoint=${site}`, children))
  assert.ok(!holds(`WD_bizLocation=${site}`, children))
})
