import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { canonicalOf, identify } from './identify.ts'
import { identifierOf } from './reading.ts'
import { parseIdentifier } from './parse.ts'
import { isRightPlainLink, NOT_PLAIN, plainLink } from './plain-link.ts'
import { readLink } from './read-link.ts'

const part = fc.constantFrom(
  'https://id.gs1.org/',
  'http://id.gs1.org/',
  '00/',
  '01/',
  '/21/',
  '/10/',
  '/',
  '095212340010107',
  '09521234001010',
  '395212345000000019',
  '395212345000000010',
  '12',
  'aB.-_',
  '%2F',
  '~',
  '#',
  '?x',
  '12345678901234567890',
  '123456789012345678901',
)

test('what is taken at one look is what the whole reading makes of it', () => {
  let plain = 0
  fc.assert(
    fc.property(fc.array(part, { minLength: 2, maxLength: 6 }), (parts) => {
      const text = `https://id.gs1.org/${parts.join('')}`
      if (plainLink(text) === NOT_PLAIN) return assert.ok(!isRightPlainLink(text))
      plain++
      const reading = readLink(text)
      assert.ok(reading !== undefined, text)
      assert.deepEqual(identify(text), identifierOf(reading))
      assert.equal(canonicalOf(text), text)
      assert.equal(isRightPlainLink(text), parseIdentifier(text, '').ok, text)
    }),
    { numRuns: 20_000, seed: 7 },
  )
  assert.ok(plain > 20, `${plain} plain links`)
})

test('right and wrong check digits of a GTIN and an SSCC', () => {
  assert.ok(isRightPlainLink('https://id.gs1.org/01/09521234001010/21/a'))
  assert.ok(!isRightPlainLink('https://id.gs1.org/01/09521234001011/21/a'))
  assert.ok(isRightPlainLink('https://id.gs1.org/00/395212345000000019'))
  assert.ok(!isRightPlainLink('https://id.gs1.org/00/395212345000000010'))
})
