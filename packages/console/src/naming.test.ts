import assert from 'node:assert/strict'
import { test } from 'node:test'
import { called, gapSaid, percent, shortName, titleOf, titleOfMany } from './naming.ts'
import { WORDS } from './words.ts'

const en = { language: 'en', words: WORDS.en } as const
const FIELD = 'https://id.gs1.org/414/9521004000012/254/'
const OIL = 'https://id.gs1.org/01/09521008003042'
const TANK = 'https://id.gs1.org/8003/09521005000105'
const labels = {
  [TANK]: { name: { en: 'Compartment' }, stage: 'tanker' },
  [`${TANK}T1`]: { name: { en: 'Tanker 1' }, stage: 'tanker' },
  [`${TANK}T2`]: { name: { en: 'Tanker 2' }, stage: 'tanker' },
  [OIL]: { name: { en: 'ARA oil' }, stage: 'ingredient' },
  [`${FIELD}A1`]: { name: { en: 'Field A1' }, stage: 'field' },
  [`${FIELD}A2`]: { name: { en: 'Field A2' }, stage: 'field' },
}

const place = (id: string): { id: string; kind: string } => ({ id, kind: 'place' })

test('many things are called by the name they share, else by their stage, else by their kind', () => {
  const lots = [
    { id: `${OIL}/10/1`, kind: 'lot' },
    { id: `${OIL}/10/2`, kind: 'lot' },
  ]
  assert.equal(titleOfMany(lots, labels, en), 'ARA oil')
  assert.equal(titleOfMany([place(`${FIELD}A1`), place(`${FIELD}A2`)], labels, en), 'Fields')
  assert.equal(titleOfMany([place(`${FIELD}A1`)], labels, en), 'Field A1')
  const tanks = ['T1', 'T2'].map((serial) => ({ id: `${TANK}${serial}`, kind: 'item' }))
  assert.equal(titleOfMany(tanks, labels, en), 'Tankers')
  assert.equal(titleOfMany([place(`${FIELD}B1`), place(`${FIELD}B2`)], labels, en), 'Place')
})

test('a thing without a name is called by its kind and its code', () => {
  assert.equal(titleOf({ id: 'urn:x:dock:4', kind: 'other' }, labels, en), 'Thing')
  assert.equal(called('urn:x:dock:4', labels, en), '4')
  assert.equal(called(`${OIL}/10/7`, labels, en), 'ARA oil 7')
  assert.equal(called(`${FIELD}A1`, labels, en), 'Field A1')
})

test('a box leaves out the remark that ends a name, and never the whole name', () => {
  assert.equal(shortName('生牛乳（班次）（演示）'), '生牛乳（班次）')
  assert.equal(shortName('Raw milk, one milking (demo)'), 'Raw milk, one milking')
  assert.equal(shortName('(demo)'), '(demo)')
})

test('a small share is never told as none', () => {
  assert.equal(percent(0.042), '4.2 %')
  assert.equal(percent(0.00004), '< 0.01 %')
  assert.equal(percent(0.0042), '0.42 %')
  assert.equal(percent(1), '100 %')
})

test('a gap is told as a sentence about the thing, one of a kind we do not know by its name', () => {
  const gap = (kind: string): string => gapSaid({ kind, id: `${OIL}/10/7` }, labels, en)
  assert.equal(gap('origin-unknown'), 'ARA oil 7 was used, but no record says where it came from.')
  assert.equal(gap('lost-seal'), 'ARA oil 7: lost-seal')
})
