import assert from 'node:assert/strict'
import { test } from 'node:test'
import { day, days, minute } from './moment.ts'

test('a moment is told as the clock at the place showed it', () => {
  assert.equal(minute('2026-09-10T23:30:00Z', 'zh', '+08:00'), '2026年9月11日 07:30')
  assert.equal(minute('2026-09-10T23:30:00Z', 'en', '-03:30'), '10 Sep 2026, 20:00')
  assert.equal(day('2026-09-11T00:30:00+08:00', 'en'), '11 Sep 2026')
})

test('a date without a time is that date everywhere, and what is no date stays as it came', () => {
  assert.equal(day('2028-09-10', 'zh'), '2028年9月10日')
  assert.equal(day('soon', 'zh'), 'soon')
})

test('from day to day says once what both have in common', () => {
  for (const [from, until, zh, en] of [
    ['2026-09-07', '2026-09-07', '2026年9月7日', '7 Sep 2026'],
    ['2026-09-07', '2026-09-19', '2026年9月7日–19日', '7–19 Sep 2026'],
    ['2026-06-11', '2026-08-20', '2026年6月11日–8月20日', '11 Jun – 20 Aug 2026'],
    ['2025-12-31', '2026-01-02', '2025年12月31日–2026年1月2日', '31 Dec 2025 – 2 Jan 2026'],
    ['2026-01-07', '2026-11-07', '2026年1月7日–11月7日', '7 Jan – 7 Nov 2026'],
  ] as const) {
    assert.equal(days(from, until, 'zh'), zh)
    assert.equal(days(from, until, 'en'), en)
  }
})
