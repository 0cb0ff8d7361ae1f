import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { microsOf } from './micros.ts'

const moment = fc.date({
  min: new Date('0101-01-02T00:00:00Z'),
  max: new Date('9998-12-30T00:00:00Z'),
  noInvalidDate: true,
})

test('a moment is the microseconds that a Date reckons, whatever its zone and decimals', () => {
  const offset = fc.integer({ min: -14 * 60, max: 14 * 60 })
  const decimals = fc.constantFrom('', '.5', '.123', '.1234', '.123456', '.1234567')
  fc.assert(
    fc.property(moment, offset, decimals, (date, minutes, fraction) => {
      const seconds = Math.floor(date.getTime() / 1000)
      const local = new Date((seconds + minutes * 60) * 1000).toISOString().slice(0, 19)
      const far = Math.abs(minutes)
      const zone = `${String(Math.floor(far / 60)).padStart(2, '0')}:${String(far % 60).padStart(2, '0')}`
      const micros = Number(fraction.slice(1, 7).padEnd(6, '0'))
      assert.equal(
        microsOf(`${local}${fraction}${minutes < 0 ? '-' : '+'}${zone}`),
        seconds * 1_000_000 + micros,
      )
    }),
  )
})

test('what is no moment is none', () => {
  for (const text of ['', '2020-03-04', '2020-03-04T10:00:30', '2020-0a-04T10:00:30.000Z']) {
    assert.equal(microsOf(text), undefined, text)
  }
})
