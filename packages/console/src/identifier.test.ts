import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codeOf, labelOf, nameIn, passportOf, toBeLabelled } from './identifier.ts'

const TIN = 'https://id.gs1.org/01/09521001008013/21/K7%2F2'
const LOT = 'https://id.gs1.org/01/09521001008013/10/B260305'
const CLASS = 'https://id.gs1.org/01/09521001008013'
const SILO = 'https://id.gs1.org/8004/9521001SILO1'
const CASE = 'https://id.gs1.org/00/195210010000000017'

test('a code is what is printed on the thing: serial, lot, or the key itself', () => {
  assert.equal(codeOf(TIN), 'K7/2')
  assert.equal(codeOf(LOT), 'B260305')
  assert.equal(codeOf(CLASS), '09521001008013')
  assert.equal(codeOf(SILO), '9521001SILO1')
  assert.equal(codeOf('https://id.gs1.org/8003/09521005000105T01C1'), 'T01C1')
  assert.equal(codeOf(CASE), '195210010000000017')
  assert.equal(codeOf('urn:example:dock:4'), '4')
})

test('only a tin or a lot has a passport, on this server and in the reader’s language', () => {
  assert.equal(passportOf(TIN, 'zh'), '/01/09521001008013/21/K7%2F2?lang=zh')
  assert.equal(passportOf(LOT, 'en'), '/01/09521001008013/10/B260305?lang=en')
  assert.equal(passportOf(CLASS, 'en'), undefined)
  assert.equal(passportOf(SILO, 'en'), undefined)
})

test('six thousand tins ask for one label', () => {
  const tins = Array.from({ length: 6000 }, (_, at) => `${CLASS}/21/${at}`)
  assert.deepEqual(toBeLabelled([...tins, LOT, SILO, CASE]), [CLASS, SILO])
})

test('a returnable tank may be called by its own name or by its type', () => {
  const tank = 'https://id.gs1.org/8003/09521005000105T01'
  assert.deepEqual(toBeLabelled([tank]), ['https://id.gs1.org/8003/09521005000105', tank])
})

test('a thing without a label of its own has that of its class', () => {
  const labels = { [CLASS]: { name: { zh: '奶粉', en: 'Formula' } } }
  assert.equal(nameIn('en', labelOf(labels, TIN)), 'Formula')
  assert.equal(labelOf(labels, SILO), undefined)
})

test('a name that lacks the reader’s language is told in the other', () => {
  assert.equal(nameIn('zh', { name: { en: 'Formula' } }), 'Formula')
  assert.equal(nameIn('en', undefined), undefined)
})
