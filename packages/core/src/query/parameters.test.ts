import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readContext } from '../event/context.ts'
import type { JsonObject } from '../event/event.ts'
import { parseQuery, parseQueryBody, parseQueryLists } from './parameters.ts'

const where = (search: string, names?: JsonObject) => {
  const parsed = parseQuery(new URLSearchParams(search), {
    ...(names && { names: readContext(names) }),
  })
  assert.ok(parsed.ok, JSON.stringify(parsed))
  return parsed.value.where
}

const rules = (search: string): readonly string[] => {
  const parsed = parseQuery(new URLSearchParams(search))
  return parsed.ok ? [] : parsed.problems.map(({ at, rule }) => `${at} ${rule}`)
}

test('a query string, a JSON body and lists of texts give the same query', () => {
  const search =
    'eventType=ObjectEvent|AggregationEvent&GE_quantity_KGM=5&EQ_ILMD_ex:color=red|blue' +
    '&orderBy=eventTime&eventCountLimit=3'
  const names = { ex: 'https://example.com/ns/' }
  const body = {
    '@context': names,
    eventType: ['ObjectEvent', 'AggregationEvent'],
    GE_quantity_KGM: 5,
    'EQ_ILMD_ex:color': ['red', 'blue'],
    orderBy: 'eventTime',
    eventCountLimit: 3,
  }
  const lists = [
    ['eventType', ['ObjectEvent', 'AggregationEvent']],
    ['GE_quantity_KGM', ['5']],
    ['EQ_ILMD_https://example.com/ns#color', ['red', 'blue']],
    ['orderBy', ['eventTime']],
    ['eventCountLimit', ['3']],
  ] as const
  const one = parseQuery(new URLSearchParams(search), { names: readContext(names) })
  assert.ok(one.ok)
  assert.deepEqual(parseQueryBody(body), one)
  assert.deepEqual(parseQueryLists(lists), one)
})

test('a field is one field as prefix:name, as a whole IRI, and as namespace#name', () => {
  const ns = { ex: 'https://example.com/ns', slash: 'https://example.com/ns/' }
  const spellings = ['ex:a.b-c_d', 'slash:a.b-c_d', 'https://example.com/ns#a.b-c_d']
  const [first, ...others] = spellings.map((field) =>
    where(`EQ_${encodeURIComponent(field)}=1`, ns),
  )
  for (const other of others) assert.deepEqual(other, first)
  assert.deepEqual(
    where('EXISTS_ILMD_cbvmda:lotNumber='),
    where(`EXISTS_ILMD_${encodeURIComponent('urn:epcglobal:cbv:mda#lotNumber')}=`),
  )
})

test('the longest prefix of a name says where a field stands', () => {
  const places = (names: readonly string[]): readonly unknown[] =>
    names.map((name) => {
      const [condition] = where(`${name}ex:INNER_ILMD=1`)
      return condition?.kind === 'field' ? [condition.place, condition.inner] : condition?.kind
    })
  assert.deepEqual(
    places(['EQ_', 'EQ_INNER_', 'EQ_ILMD_', 'EQ_INNER_ILMD_', 'EQ_ERROR_DECLARATION_']),
    [
      ['event', false],
      ['event', true],
      ['ilmd', false],
      ['ilmd', true],
      ['errorDeclaration', false],
    ],
  )
  assert.deepEqual(places(['EQ_readPoint_', 'EQ_INNER_bizLocation_', 'EQ_SENSORREPORT_']), [
    ['readPoint', false],
    ['bizLocation', true],
    'sensor',
  ])
})

test('all that is wrong is told, and where', () => {
  assert.deepEqual(
    rules(
      'EQ_bizstep=a&EQ_bizStep=shiping&GE_eventTime=2026-01-01T00:00:00&GE_quantity=many&EQ_action=BUY' +
        '&MATCH_epc=abc&MATCH_epc=urn:x:y&GE_value_CELSIUS=1&EQ_colour=red&GE_ex:a=late&orderBy=colour',
    ),
    [
      '?MATCH_epc repeated',
      '?EQ_bizstep unknown-parameter',
      '?EQ_bizStep unknown-term',
      '?GE_eventTime time',
      '?GE_quantity number',
      '?EQ_action action',
      '?MATCH_epc not-a-uri',
      '?GE_value_CELSIUS unknown-parameter',
      '?EQ_colour unknown-parameter',
      '?GE_ex:a value',
      '?orderBy value',
    ],
  )
  assert.deepEqual(rules('MATCH_epc=urn:epc:idpat:sgtin:*.107346.*'), ['?MATCH_epc pattern'])
  assert.deepEqual(rules('eventCountLimit=3'), ['?eventCountLimit value'])
  assert.deepEqual(rules('orderBy=eventTime&eventCountLimit=3&maxEventCount=3'), [
    '?maxEventCount value',
  ])
  const body = parseQueryBody({ eventType: { a: 1 }, GE_quantity: [1, 2] })
  assert.ok(!body.ok)
  assert.deepEqual(
    body.problems.map(({ at, rule }) => [at, rule]),
    [
      ['/eventType', 'wrong-type'],
      ['/GE_quantity', 'value'],
    ],
  )
})

test('no value, no condition; a flag without one is set', () => {
  assert.deepEqual(where('EQ_bizStep=&GE_eventTime=&EQ_ex:a=&EXISTS_errorDeclaration=false'), [])
  assert.deepEqual(where('EXISTS_errorDeclaration='), [{ kind: 'declaredWrong' }])
  assert.equal(where('EXISTS_ex:a=0').length, 1)
})

test('bounds on one field are one condition, and so is all that is asked of sensors', () => {
  const kinds = (search: string): readonly string[] => where(search).map(({ kind }) => kind)
  assert.deepEqual(kinds('GE_ex:a=1&LT_ex:a=2&GE_ex:b=1'), ['field', 'field'])
  assert.deepEqual(kinds('GT_quantity=1&LT_quantity=2&LT_quantity_KGM=2'), ['quantity', 'quantity'])
  assert.deepEqual(kinds('EQ_type=Temperature&GE_value_CEL=8&EQ_deviceID=urn:x:1'), ['sensor'])
})

test('what clients send beyond the standard is understood, and refused where that is asked for', () => {
  assert.equal(where('LE_eventTime=2026-01-01T00:00:00Z').length, 1)
  const strict = parseQuery([['LE_eventTime', '2026-01-01T00:00:00Z']], { strict: true })
  assert.ok(!strict.ok)
})
