import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Json } from '../event/event.ts'
import { limit, point, PREFIXES, written } from './plan.fixture.ts'
import { readPlan } from './read-plan.ts'

const due = { every: 'PT2H', window: { before: 'PT20M', after: 'PT20M' } }
const LIMIT = limit('t', 'turbidity', { max: 1 }) as { readonly [key: string]: Json }
const POINT = point('a', ['turbidity'], { due }) as { readonly [key: string]: Json }

function faults(more: object): readonly string[] {
  const plan = written({ points: [POINT], limits: [LIMIT], ...more })
  const read = readPlan(plan, { prefixes: PREFIXES })
  return read.ok ? [] : read.problems.map(({ at, rule }) => `${at} ${rule}`)
}

const limits = (...more: readonly object[]): readonly string[] =>
  faults({ limits: more.map((one, i) => ({ ...LIMIT, id: `l${i}`, ...one })) })
const dues = (said: Json): readonly string[] => faults({ points: [{ ...POINT, due: said }] })

test('a plan without a fault has none', () => assert.deepEqual(faults({}), []))

test('limits that cannot both hold are refused, those that can are not', () => {
  const { max: _, ...open } = LIMIT
  const other = { ...open, id: 'o', min: 2 }
  assert.deepEqual(faults({ limits: [LIMIT, other] }), ['/limits/1 contradiction'])
  const edition = { source: { standard: 'GB 0000', edition: '2030' } }
  assert.deepEqual(limits({}, edition), ['/limits/1 overlap'])
  assert.deepEqual(limits({ until: '2030-01-01' }, { ...edition, from: '2030-01-01' }), [])
  assert.deepEqual(faults({ limits: [LIMIT, { ...other, kind: 'alert' }] }), [])
  assert.deepEqual(
    faults({
      limits: [
        { ...LIMIT, things: ['09521001000001'] },
        { ...other, things: ['09521001000018'] },
      ],
    }),
    [],
  )
})

test('a limit that no point would ever ask for is refused', () => {
  assert.deepEqual(limits({ measure: 'protein' }), ['/limits/0 never'])
})

test('a range that no value keeps, one without bounds, two tests and none', () => {
  assert.deepEqual(limits({ min: 2 }), ['/limits/0 never'])
  const { max: _, ...open } = LIMIT
  assert.deepEqual(faults({ limits: [open] }), ['/limits/0 value'])
  assert.deepEqual(limits({ states: ['x'] }), ['/limits/0 value'])
})

test('names that the plan does not have, each where it stands', () => {
  assert.deepEqual(limits({ measure: 'turbidty', points: ['b'] }), [
    '/limits/0/measure unknown-name',
    '/limits/0/points/0 unknown-name',
  ])
  assert.deepEqual(faults({ points: [{ ...POINT, reads: ['turbidity', 'x'] }] }), [
    '/points/0/reads/1 unknown-name',
  ])
  assert.deepEqual(faults({ limits: [LIMIT, LIMIT] }), ['/limits/1/id not-unique'])
  assert.deepEqual(faults({ points: [{ ...POINT, at: { steps: ['inspectin'] } }] }), [
    '/points/0/at/steps/0 unknown-term',
  ])
})

test('what is due must be able to be due, and one check at a time', () => {
  assert.deepEqual(dues({ every: 'PT7H' }), ['/points/0/due/every duration'])
  assert.deepEqual(dues({ every: 'PT2H', window: { before: 'PT1H', after: 'PT1H' } }), [
    '/points/0/due overlap',
  ])
  assert.deepEqual(dues({ at: ['08:00'], window: { before: 'P1D', after: 'P1D' } }), [
    '/points/0/due overlap',
  ])
  const monthly = { at: ['08:00'], on: { dates: [1] }, window: { before: 'P1D', after: 'P3D' } }
  assert.deepEqual(dues(monthly), [])
  assert.deepEqual(dues({ ...monthly, window: { before: 'P6D', after: 'P1D' } }), [
    '/points/0/due/window duration',
  ])
  assert.deepEqual(dues({ every: 'PT2H', at: ['08:00'] }), ['/points/0/due value'])
  assert.deepEqual(dues({ at: ['25:00'] }), ['/points/0/due/at/0 time'])
  assert.deepEqual(dues({ at: ['08:00'], on: { every: 'PT36H', from: '2026-05-01' } }), [
    '/points/0/due/on/every duration',
  ])
  const ends = { begins: { of: 'thing' }, match: 'time', moments: [{ at: 'end' }] }
  assert.deepEqual(dues({ batch: ends }), ['/points/0/due/batch required'])
})

test('a time zone, a day and a version that there are not', () => {
  const told = faults({ zone: 'Asia/Shangai', from: '2026-02-30', version: 1, nothing: true })
  assert.deepEqual(told.toSorted(), [
    '/from date',
    '/nothing unknown-field',
    '/version wrong-type',
    '/zone zone',
  ])
})

test('a point whose names the site does not know is left out, and told', () => {
  const named = { ...POINT, id: 'b', at: { places: ['outlet'] } }
  const plan = written({ points: [POINT, named], limits: [LIMIT] })
  const place = 'https://id.gs1.org/414/9521002000016'
  const site = (places: ReadonlyMap<string, readonly string[]>): readonly unknown[] => {
    const read = readPlan(plan, {
      prefixes: PREFIXES,
      site: { places, devices: new Map(), things: new Map() },
    })
    assert.ok(read.ok)
    return [read.value.plan.points.map(({ id }) => id), read.value.unbound]
  }
  assert.deepEqual(site(new Map()), [['a'], ['b']])
  assert.deepEqual(site(new Map([['outlet', [place]]])), [['a', 'b'], []])
})
