import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nameOf, shown } from './value.ts'

const both = [
  { '@value': '乳品厂', '@language': 'zh-CN' },
  { '@value': 'Dairy plant', '@language': 'en' },
]

test('a value that is said in several languages is shown in the reader’s, and in all where that is none of them', () => {
  assert.equal(shown(both, 'zh'), '乳品厂')
  assert.equal(shown({ '@set': both }, 'en'), 'Dairy plant')
  assert.equal(shown([{ '@value': 'Usine', '@language': 'fr' }, 'x'], 'en'), 'Usine; x')
  assert.equal(shown({ a: 1 }, 'en'), '{"a":1}')
  assert.equal(shown(4.5, 'en'), '4.5')
})

test('a thing is called by its name, else by its short description, in whatever spelling', () => {
  const short = { id: 'urn:epcglobal:cbv:mda#descriptionShort', attribute: 'Milk powder' }
  assert.equal(nameOf([short], 'en'), 'Milk powder')
  assert.equal(
    nameOf([short, { id: 'urn:epcglobal:cbv:mda:name', attribute: both }], 'zh'),
    '乳品厂',
  )
  assert.equal(nameOf([{ id: 'urn:x:mdaname', attribute: '' }], 'en'), undefined)
})
