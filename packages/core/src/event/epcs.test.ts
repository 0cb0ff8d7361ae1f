import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readContext } from './context.ts'
import { epcsOf, lotNumberOf } from './epcs.ts'
import type { EpcisEvent, JsonObject } from './event.ts'

const event = (fields: JsonObject): EpcisEvent => fields as unknown as EpcisEvent

test('an event names its things in their roles', () => {
  const named = epcsOf(
    event({
      type: 'TransformationEvent',
      transformationID: 'urn:x:t',
      inputEPCList: ['urn:x:a', 'urn:x:b'],
      inputQuantityList: [{ epcClass: 'urn:x:c', quantity: 1 }],
      outputEPCList: [],
      outputQuantityList: [{ epcClass: 'urn:x:d' }],
    }),
  )
  assert.deepEqual(
    named.map(({ role, id }) => `${role} ${id}`),
    [
      'transformationID urn:x:t',
      'input urn:x:a',
      'input urn:x:b',
      'inputClass urn:x:c',
      'outputClass urn:x:d',
    ],
  )
})

test('parents, children and objects come with their own roles', () => {
  const roles = (fields: JsonObject): string[] => epcsOf(event(fields)).map(({ role }) => role)
  assert.deepEqual(
    roles({ parentID: 'p', childEPCs: ['c'], childQuantityList: [{ epcClass: 'q' }] }),
    ['parent', 'child', 'childClass'],
  )
  assert.deepEqual(roles({ epcList: ['e'], quantityList: [{ epcClass: 'q' }] }), [
    'epc',
    'epcClass',
  ])
})

test('a lot number is found under every spelling of its name', () => {
  const context = readContext({
    m: 'urn:epcglobal:cbv:mda:',
    n: 'urn:epcglobal:cbv:mda',
    h: 'urn:epcglobal:cbv:mda#',
  })
  for (const key of [
    'cbvmda:lotNumber',
    'm:lotNumber',
    'n:lotNumber',
    'h:lotNumber',
    'urn:epcglobal:cbv:mda:lotNumber',
    'urn:epcglobal:cbv:mda#lotNumber',
  ]) {
    assert.equal(lotNumberOf(event({ ilmd: { 'ex:a': 1, [key]: 'L1' } }), context), 'L1', key)
  }
})

test('a lot number is read from a number, a list and text among attributes, and from nothing else', () => {
  const lot = (value: JsonObject[string]): string | undefined =>
    lotNumberOf(event({ ilmd: { 'cbvmda:lotNumber': value } }), readContext(undefined))
  assert.equal(lot(42), '42')
  assert.equal(lot(['A', 'B']), 'A')
  assert.equal(lot({ '@xmlns:cbvmda': 'urn:x', '#text': 'T' }), 'T')
  assert.equal(lot(''), undefined)
  assert.equal(lot([[['x']]]), undefined)
  assert.equal(
    lotNumberOf(event({ ilmd: { 'ex:lotNumber': 'L' } }), readContext(undefined)),
    undefined,
  )
  assert.equal(lotNumberOf(event({}), readContext(undefined)), undefined)
})
