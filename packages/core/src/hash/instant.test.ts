import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { halfEven, halfUp, instant } from './instant.ts'

test('a time is told in UTC with three decimals, whatever its zone and precision', () => {
  const rows = [
    ['2020-03-04T11:00:30.000+01:00', '2020-03-04T10:00:30.000Z'],
    ['2020-03-04T10:00:30Z', '2020-03-04T10:00:30.000Z'],
    ['2020-03-04T10:00:30.5z', '2020-03-04T10:00:30.500Z'],
    ['2020-01-01T05:29:59.12+05:30', '2019-12-31T23:59:59.120Z'],
    ['2005-04-03T20:33:31.116000-06:00', '2005-04-04T02:33:31.116Z'],
  ] as const
  for (const [given, want] of rows) {
    assert.equal(instant(given, halfUp), want, given)
    assert.equal(instant(given, halfEven), want, given)
  }
})

test('it is the moment a Date would tell', () => {
  const moment = fc.date({
    min: new Date('0001-01-02T00:00:00Z'),
    max: new Date('9998-12-30T00:00:00Z'),
    noInvalidDate: true,
  })
  const offset = fc.integer({ min: -14 * 60, max: 14 * 60 })
  fc.assert(
    fc.property(moment, offset, (date, minutes) => {
      const local = new Date(date.getTime() + minutes * 60_000).toISOString().slice(0, -1)
      const far = Math.abs(minutes)
      const zone = `${String(Math.floor(far / 60)).padStart(2, '0')}:${String(far % 60).padStart(2, '0')}`
      const text = `${local}${minutes < 0 ? '-' : '+'}${zone}`
      assert.equal(instant(text, halfUp), date.toISOString(), text)
      assert.equal(instant(text, halfEven), date.toISOString(), text)
    }),
  )
})

test('the fourth decimal rounds half up, through to the next year if it must', () => {
  const rows = [
    ['2023-02-02T11:04:03.1415Z', '2023-02-02T11:04:03.142Z'],
    ['2023-02-02T11:04:03.1414999Z', '2023-02-02T11:04:03.141Z'],
    ['2023-02-02T11:04:03.1425Z', '2023-02-02T11:04:03.143Z'],
    ['2026-12-31T23:59:59.9995Z', '2027-01-01T00:00:00.000Z'],
  ] as const
  for (const [given, want] of rows) assert.equal(instant(given, halfUp), want, given)
})

test('the reference of 2025 rounds a half to the even millisecond', () => {
  assert.equal(instant('2023-02-02T11:04:03.1415Z', halfEven), '2023-02-02T11:04:03.142Z')
  assert.equal(instant('2023-02-02T11:04:03.1425Z', halfEven), '2023-02-02T11:04:03.142Z')
  assert.equal(instant('2023-02-02T11:04:03.1425001Z', halfEven), '2023-02-02T11:04:03.142Z')
  assert.equal(instant('2023-02-02T11:04:03.142501Z', halfEven), '2023-02-02T11:04:03.143Z')
})

test('what is no time with a zone is left as it is', () => {
  for (const text of [
    '',
    'yesterday',
    '2020-03-04',
    '2020-03-04T10:00:30',
    '2020-13-04T10:00:30+01:00',
    '2020-12-04T25:00:30+08:00',
  ]) {
    assert.equal(instant(text, halfUp), text)
  }
})
