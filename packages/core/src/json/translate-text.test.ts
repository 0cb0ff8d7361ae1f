import assert from 'node:assert/strict'
import { test } from 'node:test'
import { translateText } from './translate-text.ts'

const LINK = { as: 'digital-link' } as const

test('an event that says nothing otherwise keeps its text to the letter', () => {
  const text = '{ "epcList": [ "https://id.gs1.org/00/040123450000001112" ], "x:y": 1.0 }'
  assert.equal(translateText(text, LINK).text, text)
})

test('numbers keep the digits they came with', () => {
  const text = `{"parentID":"urn:epc:id:sscc:4012345.0000000111","x:y":[1.0,1e2,-0,12345678901234567890.123,7]}`
  assert.equal(
    translateText(text, LINK).text,
    '{"parentID":"https://id.gs1.org/00/040123450000001112","x:y":[1.0,1e2,-0,12345678901234567890.123,7]}',
  )
})
