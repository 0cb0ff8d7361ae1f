import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { floatDecimal, floatNumber, plainDecimal, plainNumber } from './number.ts'

test('a decimal loses its plus, its exponent and every needless zero, and no digit', () => {
  const rows = [
    ['1.0', '1'],
    ['.1230', '0.123'],
    ['5.', '5'],
    ['+007', '7'],
    ['-0.50', '-0.5'],
    ['-0.0', '0'],
    ['1E5', '100000'],
    ['12.5e-3', '0.0125'],
    ['12345678901234567890.1234567890', '12345678901234567890.123456789'],
  ] as const
  for (const [given, want] of rows) assert.equal(plainDecimal(given), want, given)
})

test('what is no decimal is left alone', () => {
  for (const text of [
    '',
    '.',
    '-',
    'e5',
    '1,5',
    '1 5',
    '0x10',
    '1_000',
    '+01:00',
    '2026-03-04',
    '１',
  ]) {
    assert.equal(plainDecimal(text), text)
    assert.equal(floatDecimal(text), text)
  }
})

test('an exponent that would write a gigabyte of zeros is left as it is written', () => {
  for (const text of ['1e999999999', '1e-999999999', '1e99999999999']) {
    assert.equal(plainDecimal(text), text)
  }
})

test('a million digits are read in the time of one look at them', () => {
  const digits = `${'0'.repeat(1_000_000)}1`
  const start = performance.now()
  assert.equal(plainDecimal(`1.${digits}`), `1.${digits}`)
  assert.equal(plainDecimal(digits), '1')
  assert.ok(performance.now() - start < 1000)
})

test('a JSON number reads as the decimal that is its text', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const text = plainNumber(value)
      assert.equal(text, plainDecimal(JSON.stringify(value)))
      assert.match(text, /^(0|-?[1-9]\d*|-?(0|[1-9]\d*)\.\d*[1-9])$/)
      assert.equal(Number(text), value === 0 ? 0 : value)
    }),
  )
})

test('the reference of 2025 rounds to a double and prints small fractions with an exponent', () => {
  assert.equal(floatDecimal('12345678901234567890.123'), '12345678901234567168')
  assert.equal(floatDecimal('0.10'), '0.1')
  assert.equal(floatNumber(0.00001), '1e-05')
  assert.equal(floatNumber(1e22), '10000000000000000000000')
})
