import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BIZ_STEP } from '@suyuan/core/cbv/vocabulary'
import { counted, languageFor, WORDS } from './words.ts'
import { dispositionWord, measured, measureWord, quantity, stageWord, stepWord } from './terms.ts'

const CJK = /\p{Script=Han}/u

function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  if (typeof value === 'function')
    return [String((value as (...args: string[]) => unknown)('2', '3'))]
  return Object.values(value as object).flatMap(textsOf)
}

test('English pages hold no Chinese but the switch to it', () => {
  assert.deepEqual(
    textsOf(WORDS.en).filter((text) => CJK.test(text)),
    ['中文'],
  )
})

test('Chinese pages hold no untranslated sentence', () => {
  const latin = textsOf(WORDS.zh).filter((text) => /[a-z]{3,}/i.test(text) && !CJK.test(text))
  assert.deepEqual(latin, ['English'])
})

test('every business step of the standard has a word in both languages', () => {
  for (const step of BIZ_STEP.words) {
    const uri = `https://ref.gs1.org/cbv/BizStep-${step}`
    assert.match(stepWord({ bizStep: uri }, 'zh'), CJK, step)
    assert.match(stepWord({ bizStep: step }, 'en'), /^[A-Z]/, step)
  }
})

test('a word of another vocabulary reads as its own last part', () => {
  assert.equal(stepWord({ bizStep: 'urn:example:step:cooling_down' }, 'en'), 'cooling down')
  assert.equal(dispositionWord('https://example.org/disp/on_hold', 'zh'), 'on hold')
  assert.equal(stageWord('aviary', 'en'), 'aviary')
})

test('the language chosen before goes before the browser’s', () => {
  assert.equal(languageFor('en', ['zh-CN']), 'en')
  assert.equal(languageFor(null, ['zh-CN', 'en']), 'zh')
  assert.equal(languageFor(null, ['fr-FR', 'zh-TW', 'en']), 'zh')
  assert.equal(languageFor(null, ['de']), 'en')
  assert.equal(languageFor('xx', ['zh']), 'zh')
})

test('counts and quantities read as people write them', () => {
  assert.equal(counted(5994), '5,994')
  assert.equal(counted(999), '999')
  assert.equal(counted(1234567), '1,234,567')
  assert.equal(quantity(0.04213, 'KGM'), '0.04213 kg')
  assert.equal(quantity(12345.678, 'KGM'), '12,346 kg')
  assert.equal(quantity(6, undefined), '6')
})

test('a test without a unit has that of its kind, and a finding is told in words', () => {
  assert.equal(measured({ type: 'suyuan:acidity', found: [14.2] }, 'en'), '14.2 °T')
  assert.equal(
    measured({ type: 'Temperature', found: [2.1, 3.9], uom: 'CEL' }, 'zh'),
    '2.1 – 3.9 °C',
  )
  assert.equal(
    measured({ type: 'https://x.example/voc#antibiotics', found: ['negative'] }, 'zh'),
    '阴性',
  )
  assert.equal(measureWord('suyuan:antibiotics', 'zh'), '抗生素')
  assert.equal(measureWord('urn:x:dewPoint', 'en'), 'dew point')
})
