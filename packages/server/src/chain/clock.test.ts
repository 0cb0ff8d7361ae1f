import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HOUR, instant, localTime, utcTime, whenOpen } from './clock.ts'

test('the first day is 1 March 2026 in Hohhot', () => {
  assert.equal(localTime(instant(0, 5)), '2026-03-01T05:00:00.000+08:00')
  assert.equal(utcTime(instant(0, 5)), '2026-02-28T21:00:00.000Z')
})

test('shops and dealers work by day, and nothing is ever moved to earlier', () => {
  for (let at = instant(3); at < instant(5); at += HOUR / 4) {
    const moved = whenOpen(at)
    const hour = ((moved - instant(0)) / HOUR) % 24
    assert.ok(moved >= at && hour >= 8 && hour < 21, `${localTime(at)} became ${localTime(moved)}`)
  }
})
