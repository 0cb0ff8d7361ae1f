import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readContext } from '../event/context.ts'
import type { EpcisEvent, Json } from '../event/event.ts'
import { microsOf } from '../event/micros.ts'
import { planOf, point } from './plan.fixture.ts'
import { readingsOf, type Reading } from './reading.ts'
import { takenAs } from './taken.ts'

const CONTEXT = readContext({ ex: 'https://example.com/voc#', own: 'https://suyuan.example/voc#' })
const EVENT = {
  type: 'ObjectEvent',
  action: 'OBSERVE',
  eventTime: '2026-05-02T08:00:00.000+08:00',
  eventTimeZoneOffset: '+08:00',
  epcList: ['urn:epc:id:sgtin:9521001.000000.1'],
  readPoint: { id: 'urn:epc:id:sgln:9521002.00001.0' },
} as const

function read(more: object): readonly Reading[] {
  return readingsOf({ ...EVENT, ...more } as unknown as EpcisEvent, CONTEXT, { eventID: 'e' })
}

const reported = (report: object, metadata: object = {}): Reading =>
  read({
    sensorElementList: [
      { sensorMetadata: metadata, sensorReport: [{ type: 'Temperature', ...report }] },
    ],
  })[0]!

test('what an event says in its fields is read as what it says by its sensors', () => {
  const told = read({
    bizStep: 'https://ref.gs1.org/cbv/BizStep-inspecting',
    disposition: 'urn:epcglobal:cbv:disp:conformant',
    persistentDisposition: { set: ['completeness_verified'] },
    certificationInfo: ['https://example.com/a', 'https://example.com/b'],
  })
  assert.deepEqual(
    told.map(({ type, text, uri }) => [type, text ?? uri]),
    [
      ['disposition', 'conformant'],
      ['persistentDisposition', 'completeness_verified'],
      ['certificationInfo', 'https://example.com/a'],
      ['certificationInfo', 'https://example.com/b'],
    ],
  )
  const [{ seen }] = told as [Reading]
  assert.deepEqual(seen.places, ['https://id.gs1.org/414/9521002000016'])
  assert.deepEqual(seen.things, ['https://id.gs1.org/01/09521001000000/21/1'])
  assert.equal(seen.step, 'inspecting')
})

test('the time of a report, else of its element, else when its span ended, else of the event', () => {
  const time = (clock: string): string => `2026-05-02T${clock}:00Z`
  const told = (report: object, metadata: object): number => reported(report, metadata).time
  assert.equal(told({ time: time('01:00') }, { time: time('02:00') }), microsOf(time('01:00')))
  assert.equal(told({}, { time: time('02:00'), endTime: time('03:00') }), microsOf(time('02:00')))
  assert.equal(told({}, { endTime: time('03:00') }), microsOf(time('03:00')))
  assert.equal(told({}, {}), microsOf(EVENT.eventTime))
})

test('types in any spelling are one type, and a sample says what it weighed', () => {
  for (const type of ['Temperature', 'gs1:Temperature', 'https://ref.gs1.org/voc/Temperature']) {
    assert.equal(reported({ type }).type, 'Temperature')
  }
  assert.equal(reported({ type: 'ex:fat' }).type, 'https://example.com/voc#fat')
  assert.deepEqual(reported({ 'own:sampleMass': 25 }).sample, { value: 25, uom: 'GRM' })
})

const PLAN = planOf({
  points: [point('a', ['temperature', 'turbidity'], { due: 'none' })],
})

function taken(measure: string, report: object): readonly unknown[] {
  const one = PLAN.measures.get(measure)!
  const { low, high, value, why } = takenAs(one, reported(report))
  return why === undefined ? [low, high, value] : [why]
}

test('units are converted, and the extremes of a span both count', () => {
  assert.deepEqual(taken('temperature', { value: 39.2, uom: 'FAH' }), [4, 4, 4])
  assert.deepEqual(
    taken('temperature', { minValue: 2, maxValue: 9, meanValue: 4, uom: 'CEL' }),
    [2, 9, 4],
  )
  assert.deepEqual(taken('temperature', { value: 4, uom: 'KGM' }), ['unit'])
  // A temperature without a unit could be anything; turbidity says that bare values are in its own.
  assert.deepEqual(taken('temperature', { value: 4 }), ['unit'])
  assert.deepEqual(taken('turbidity', { value: 4 }), [4, 4, 4])
  assert.deepEqual(taken('turbidity', { stringValue: '<0.5' }), [-Infinity, 0.5, 0.5])
  assert.deepEqual(taken('turbidity', { stringValue: 'clear' } satisfies Json), ['no-value'])
})
