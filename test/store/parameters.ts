import fc from 'fast-check'
import type { EpcisEvent, Json } from '@suyuan/core/event/event'
import { event, tin } from './events.ts'

/** What fields, quantities and reports may hold here: few values, so that questions find some of them. */
const NUMBERS = [-40, 0, 3.9, 4, 4.1, 39.2, 277.15, 1500, 1.5]
const TEXTS = ['red', 'blue', '001', '1', '12.0', '2026-03-01', '2026-03-01T08:00:00+08:00', '']
const UNITS = ['CEL', 'FAH', 'KEL', 'KGM', 'GRM', 'P1', 'XYZ']
const IDS = ['urn:example:a', 'urn:example:b', 'https://id.gs1.org/417/9521001000000']
const PLACES = ['https://id.gs1.org/414/9521001000017', 'urn:example:loc:7']
const EPCS = [
  tin('P1'),
  'urn:epc:id:sgtin:9521001.000801.P2',
  'https://id.gs1.org/01/09521001008020/21/P3',
  'urn:epc:id:sscc:9521001.0000000001',
  'urn:epc:id:grai:9521001.00001.7',
  'urn:epc:id:gid:95100000.12345.400',
  'urn:example:some:1',
]
const CLASSES = [
  'urn:epc:idpat:sgtin:9521001.000801.*',
  'https://id.gs1.org/01/09521001008020/10/L1',
]
const WORDS = ['available', 'in_transit', 'https://example.com/word']

const some = <T>(values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values)
const few = <T>(values: readonly T[]): fc.Arbitrary<T[]> =>
  fc.uniqueArray(some(values), { minLength: 1, maxLength: 3 })

const value: fc.Arbitrary<Json> = fc.oneof(
  { maxDepth: 2 },
  some<Json>(NUMBERS),
  some<Json>(TEXTS),
  fc.constant<Json>(true),
  fc.array(some<Json>([...NUMBERS, ...TEXTS]), { maxLength: 3 }),
  fc.record(
    { 'ex:b': some<Json>([...NUMBERS, ...TEXTS]), '#text': some<Json>(TEXTS) },
    { requiredKeys: [] },
  ),
)
const fields = fc.dictionary(some(['ex:a', 'ex:b', 'old:a']), value, { maxKeys: 2 })
const deep = fc.oneof(
  fields,
  fields.map((inner): Record<string, Json> => ({ 'ex:a': [{ 'ex:b': inner }] })),
)

const optional = <T extends object>(shape: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(shape, { requiredKeys: [] })

const report = fc
  .tuple(
    optional({
      value: some(NUMBERS),
      uom: some(UNITS),
      maxValue: some(NUMBERS),
      sDev: some([1, 1.8]),
      percRank: some([50]),
      deviceID: some(IDS),
      stringValue: some(TEXTS),
      hexBinaryValue: some(['aF', '00']),
      time: fc.constant('2026-03-01T06:00:00Z'),
    }),
    fields,
  )
  .map(([said, more]) => ({ type: 'Temperature', ...said, ...more }))
const element = fc.record({
  sensorMetadata: fc
    .tuple(optional({ deviceID: some(IDS), time: fc.constant('2026-03-01T07:00:00Z') }), fields)
    .map(([said, more]) => ({ ...said, ...more })),
  sensorReport: fc.array(report, { minLength: 1, maxLength: 2 }),
})
const quantity = fc.oneof(
  fc.record({
    epcClass: some(CLASSES),
    quantity: some([1, 3, 1500, 1.5]),
    uom: some(['KGM', 'GRM', 'LTR']),
  }),
  fc.record({ epcClass: some(CLASSES), quantity: some([1, 3]) }),
)

/** An event with something of all that parameters ask for. */
const shaped = fc
  .tuple(
    optional({
      ilmd: deep,
      quantityList: fc.array(quantity, { minLength: 1, maxLength: 2 }),
      epcList: few(EPCS),
      readPoint: fc.tuple(some(PLACES), fields).map(([id, more]) => ({ id, ...more })),
      bizTransactionList: fc.array(
        fc.record(
          { type: some(['po', 'inv', 'https://example.com/btt']), bizTransaction: some(IDS) },
          { requiredKeys: ['bizTransaction'] },
        ),
        { minLength: 1, maxLength: 3 },
      ),
      sourceList: fc.array(
        fc.record({ type: some(['owning_party', 'location']), source: some(IDS) }),
        {
          minLength: 1,
          maxLength: 2,
        },
      ),
      persistentDisposition: fc.record({ set: few(WORDS), unset: few(WORDS) }),
      sensorElementList: fc.array(element, { minLength: 1, maxLength: 2 }),
      disposition: some(WORDS),
      errorDeclaration: fc
        .tuple(
          fc.record({
            declarationTime: fc.constant('2026-03-09T00:00:00Z'),
            reason: some(['incorrect_data']),
            correctiveEventIDs: few(IDS),
          }),
          fields,
        )
        .map(([said, more]) => ({ ...said, ...more })),
    }),
    deep,
  )
  .map(([said, more]) => ({ '@context': CONTEXT, action: 'ADD', ...said, ...more }))

export const CONTEXT = { ex: 'https://example.com/ns/', old: 'http://example.org/x' }

/** So many events, the same each time. */
export function events(count: number): readonly EpcisEvent[] {
  return fc.sample(shaped, { numRuns: count, seed: 7 }).map((more, n) =>
    event(70_000 + n, {
      eventTime: `2026-03-0${1 + (n % 5)}T0${n % 7}:00:00Z`,
      bizStep: n % 3 === 0 ? 'packing' : 'shipping',
      ...(more.errorDeclaration && { eventID: undefined }),
      ...more,
    }),
  )
}

const comparisons = ['EQ', 'GT', 'GE', 'LT', 'LE'] as const
const asText = some([...NUMBERS, ...TEXTS].map(String).filter((text) => text !== ''))
const number = some(NUMBERS.map(String))
const bounded = some(['-40', '4', '4.1', '1', '1500', '2026-03-01', '2026-03-02T00:00:00Z'])
const places = [
  '',
  'ILMD_',
  'INNER_',
  'INNER_ILMD_',
  'ERROR_DECLARATION_',
  'readPoint_',
  'SENSORREPORT_',
  'SENSORMETADATA_',
]

/** One parameter and its value. */
const parameter: fc.Arbitrary<readonly [string, string]> = fc.oneof(
  fc
    .tuple(fc.tuple(some(places), some(['ex:a', 'ex:b', 'http://example.org/x#a'])), asText)
    .map(([[at, name], text]) => [`EQ_${at}${name}`, text] as const),
  fc
    .tuple(some(comparisons.slice(1)), some(places), some(['ex:a', 'ex:b']), bounded)
    .map(([compare, at, name, text]) => [`${compare}_${at}${name}`, text] as const),
  fc
    .tuple(some(places), some(['ex:a', 'ex:b', 'old:a']))
    .map(([at, name]) => [`EXISTS_${at}${name}`, ''] as const),
  fc
    .tuple(some(comparisons), some(['value', 'maxValue', 'sDev']), some(UNITS), number)
    .map(([compare, field, uom, text]) => [`${compare}_${field}_${uom}`, text] as const),
  fc
    .tuple(
      some(comparisons),
      some(['', '_KGM', '_GRM', '_LTR']),
      some(['1', '1.5', '3', '1500', '2']),
    )
    .map(([compare, uom, text]) => [`${compare}_quantity${uom}`, text] as const),
  fc
    .tuple(
      some([
        'bizTransaction_po',
        'bizTransaction_inv',
        'bizTransaction_https://example.com/btt',
        'source_owning_party',
        'source_location',
        'correctiveEventID',
        'deviceID',
      ]),
      few(IDS),
    )
    .map(([name, ids]) => [`EQ_${name}`, ids.join('|')] as const),
  fc
    .tuple(
      some(['disposition', 'persistentDisposition_set', 'persistentDisposition_unset']),
      few(WORDS),
    )
    .map(([name, words]) => [`EQ_${name}`, words.join('|')] as const),
  fc
    .tuple(
      some(['MATCH_epc', 'MATCH_anyEPC']),
      few([
        ...EPCS,
        'urn:epc:idpat:sgtin:9521001.000801.*',
        'urn:epc:idpat:sgtin:9521001.*.*',
        'urn:epc:idpat:sgtin:*.*.*',
        'urn:epc:idpat:sscc:9521001.*',
        'urn:epc:idpat:grai:9521001.00001.*',
        'urn:epc:idpat:gid:95100000.*.*',
      ]),
    )
    .map(([name, ids]) => [name, ids.join('|')] as const),
  fc
    .tuple(
      some(['MATCH_epcClass', 'MATCH_anyEPCClass']),
      few([...CLASSES, 'urn:epc:idpat:sgtin:9521001.*.*', 'https://id.gs1.org/01/09521001008020']),
    )
    .map(([name, ids]) => [name, ids.join('|')] as const),
  some<readonly [string, string]>([
    ['EXISTS_errorDeclaration', ''],
    ['EXISTS_sensorElementList', ''],
    ['EQ_errorReason', 'incorrect_data'],
    ['GE_errorDeclarationTime', '2026-03-09T00:00:00Z'],
    ['LT_errorDeclarationTime', '2026-03-09T00:00:00Z'],
    ['EQ_type', 'Temperature'],
    ['EQ_hexBinaryValue', 'Af'],
    ['EQ_stringValue', 'red'],
    ['GE_time', '2026-03-01T06:30:00Z'],
    ['GT_percRank', '49'],
    ['EQ_action', 'ADD'],
    ['eventType', 'ObjectEvent'],
    ['EQ_bizStep', 'packing'],
    ['EQ_bizStep', 'packing|shipping'],
    ['EQ_readPoint', PLACES.join('|')],
    ['GE_eventTime', '2026-03-02T00:00:00Z'],
    ['LT_eventTime', '2026-03-03T02:00:00Z'],
    ['GE_recordTime', '2026-03-02T00:00:06Z'],
    ['LE_recordTime', '2026-03-02T00:00:09Z'],
  ]),
)

const ORDERS = ['', '', 'eventTime', 'recordTime', 'quantity', 'ex:a'] as const

/** Parameters of one question: some conditions and an order. */
export const searches: fc.Arbitrary<readonly (readonly [string, string])[]> = fc
  .tuple(
    fc.uniqueArray(parameter, { minLength: 1, maxLength: 3, selector: ([name]) => name }),
    some(ORDERS),
    some(['ASC', 'DESC']),
  )
  .map(([conditions, orderBy, direction]) =>
    orderBy === ''
      ? conditions
      : [...conditions, ['orderBy', orderBy] as const, ['orderDirection', direction] as const],
  )
