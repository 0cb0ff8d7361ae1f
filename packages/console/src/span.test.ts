import assert from 'node:assert/strict'
import { test } from 'node:test'
import { spanOf } from './span.ts'

const HOUR = 3_600_000

test('a span is told in its two largest parts, and what is overdue as what is left', () => {
  assert.deepEqual(spanOf(50 * HOUR), [
    ['days', 2],
    ['hours', 2],
  ])
  assert.deepEqual(spanOf(-(23 * HOUR + 59 * 60_000)), [
    ['hours', 23],
    ['minutes', 59],
  ])
  assert.deepEqual(spanOf(59_999), [['minutes', 0]])
})
