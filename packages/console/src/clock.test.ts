import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fieldOf, momentIn } from './clock.ts'

test('a moment is the same after it was shown in a field and read from it', () => {
  const seconds = fc.integer({ min: 0, max: 4_000_000_000 })
  fc.assert(
    fc.property(seconds, (at) => {
      const moment = new Date(at * 1000).toISOString().replace('.000Z', 'Z')
      assert.equal(momentIn(fieldOf(moment)), moment)
    }),
  )
})

test('what is no moment leaves the field empty, and an empty field is no moment', () => {
  assert.equal(fieldOf('yesterday'), '')
  assert.equal(fieldOf(undefined), '')
  assert.equal(momentIn(''), undefined)
  assert.equal(momentIn('2026-03'.repeat(3)), undefined)
})
