import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { checkDigit } from './check-digit.ts'

test('published numbers of 8, 12, 13, 14, 17 and 18 digits end in their check digit', () => {
  for (const number of [
    '12345670',
    '614141000036',
    '4006381333931',
    '10614141123459',
    '40123459999876541',
    '106141412345678908',
  ]) {
    assert.equal(checkDigit(number.slice(0, -1)), number.slice(-1), number)
  }
})

test('changing any one digit changes the check digit', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^\d{7,17}$/),
      fc.nat(),
      fc.integer({ min: 1, max: 9 }),
      (body, place, shift) => {
        const i = place % body.length
        const other = String((Number(body[i]) + shift) % 10)
        return checkDigit(body.slice(0, i) + other + body.slice(i + 1)) !== checkDigit(body)
      },
    ),
  )
})
