import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { judge, OBJECT } from './sample-events.ts'

describe('a time', () => {
  const rule = (eventTime: string): string | undefined => judge({ ...OBJECT, eventTime })[0]

  test('needs its zone', () => {
    assert.equal(rule('2024-05-01T10:00:00'), '/e/eventTime time-zone')
    assert.equal(rule('2024-05-01'), '/e/eventTime time-zone')
    for (const zone of ['Z', '+08:00', '-13:59', '+14:00'])
      assert.equal(rule(`2024-05-01T10:00:00.123456789${zone}`), undefined)
    for (const zone of ['+14:01', '+15:00', '+0800', 'z', '+08'])
      assert.equal(rule(`2024-05-01T10:00:00${zone}`), '/e/eventTime date-time')
  })

  test('must be a moment that exists', () => {
    for (const day of ['2024-02-29', '2000-02-29', '2024-12-31', '2024-04-30'])
      assert.equal(rule(`${day}T23:59:59Z`), undefined)
    for (const day of [
      '2023-02-29',
      '1900-02-29',
      '2024-04-31',
      '2024-13-01',
      '2024-00-10',
      '2024-01-00',
      '2024-06-31',
    ]) {
      assert.equal(rule(`${day}T00:00:00Z`), '/e/eventTime date-time')
    }
    for (const clock of ['24:00:00', '10:60:00', '10:00:60', '10:00', '10:00:00.']) {
      assert.equal(rule(`2024-05-01T${clock}Z`), '/e/eventTime date-time')
    }
  })

  test('zone offset is signed hours and minutes, never Z', () => {
    const offset = (eventTimeZoneOffset: string): string | undefined =>
      judge({ ...OBJECT, eventTimeZoneOffset })[0]
    for (const good of ['+00:00', '-00:00', '+13:59', '-14:00', '+05:30'])
      assert.equal(offset(good), undefined)
    for (const wrong of ['Z', '08:00', '+8:00', '+14:30', '+08:60', '+0800', ''])
      assert.equal(offset(wrong), '/e/eventTimeZoneOffset time-zone-offset')
  })

  test('that JavaScript writes is one', () => {
    fc.assert(
      fc.property(
        fc.date({ noInvalidDate: true, min: new Date('0001-01-01'), max: new Date('9999-12-31') }),
        (date) => {
          assert.equal(rule(date.toISOString()), undefined)
        },
      ),
    )
  })
})
