import assert from 'node:assert/strict'
import { test } from 'node:test'
import { classOf, keysOf, lotOf } from './class-and-lot.ts'
import { identify } from './identify.ts'

const GTIN = 'https://id.gs1.org/01/04012345111118'

test('keys are raw values, the primary key first, and none of what is no key', () => {
  assert.deepEqual(keysOf(`${GTIN}/21/a%2Fb%25`), [
    ['01', '04012345111118'],
    ['21', 'a/b%'],
  ])
  assert.deepEqual(keysOf('https://id.gs1.org/414/4012345000054'), [['414', '4012345000054']])
  assert.equal(keysOf('urn:epc:id:gid:95100000.12345.400'), undefined)
  assert.equal(keysOf('https://id.gs1.org/voc/x'), undefined)
})

test('items, lots and pieces of one GTIN are of one class, in every spelling', () => {
  for (const text of [
    'urn:epc:id:sgtin:4012345.011111.987',
    'https://x.example/gtin/4012345111118/lot/L/ser/1',
    `${GTIN}/10/L`,
    `${GTIN}/235/T`,
    'urn:epc:id:itip:4012345.011111.01.02.987',
  ]) {
    assert.equal(classOf(text), GTIN, text)
    assert.equal(classOf(identify(text)), GTIN, text)
  }
})

test('serialised assets, documents, coupons and parts have a class, other things and classes have none', () => {
  const classes = {
    'urn:epc:id:grai:4012345.00022.334455': 'https://id.gs1.org/8003/04012345000221',
    'urn:epc:id:gdti:4012345.00009.PO-4711': 'https://id.gs1.org/253/4012345000092',
    'urn:epc:id:sgcn:4012345.67890.04711': 'https://id.gs1.org/255/4012345678901',
    'urn:epc:id:cpi:4012345.AB%2F12.123': 'https://id.gs1.org/8010/4012345AB%2F12',
    'urn:epc:id:sscc:4012345.0000000111': undefined,
    'urn:epc:id:giai:4012345.ABC345': undefined,
    'urn:epc:id:gid:95100000.12345.400': undefined,
    'geo:47.5,11.1': undefined,
    [GTIN]: undefined,
  }
  for (const [text, expected] of Object.entries(classes))
    assert.equal(classOf(text), expected, text)
})

test('the lot of an item is of its own GTIN, raw lot number escaped', () => {
  assert.equal(lotOf('urn:epc:id:sgtin:4012345.011111.987', ' A/1 '), `${GTIN}/10/A%2F1`)
  assert.equal(lotOf(`${GTIN}/235/T`, 'L'), `${GTIN}/10/L`)
  assert.equal(identify(lotOf(`${GTIN}/21/1`, '100%') ?? '').kind, 'lot')
})

test('no lot for what is no item of a GTIN, and for a lot number that AI 10 cannot hold', () => {
  for (const text of [GTIN, `${GTIN}/10/L`, 'urn:epc:id:sscc:4012345.0000000111', 'urn:x:1']) {
    assert.equal(lotOf(text, 'L'), undefined, text)
  }
  for (const lot of ['', '  ', '批号1', 'A B', '123456789012345678901']) {
    assert.equal(lotOf(`${GTIN}/21/1`, lot), undefined, lot)
  }
})
