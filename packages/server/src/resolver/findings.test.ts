import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EpcisEvent } from '@suyuan/core/event/event'
import { findingsIn } from './findings.ts'
import { M1, told } from './story.fixture.ts'

const LABELS = new Map()
const ON = { zh: '奶', en: 'milk' }

const check = (hour: number, readings: readonly object[], rest: object = {}): EpcisEvent =>
  told(hour, 'ObjectEvent', {
    action: 'OBSERVE',
    quantityList: [{ epcClass: M1 }],
    bizStep: 'inspecting',
    sensorElementList: [{ sensorReport: readings }],
    ...rest,
  })
const fat = (value: number): object => ({ type: 'example:fat', value, uom: 'P1' })
const found = (...events: readonly EpcisEvent[]) =>
  findingsIn([{ of: M1, on: ON, history: { events: events.map((event) => ({ event })) } }], LABELS)

test('of the same check made twice the latest stands for both, and both are counted', () => {
  const { tests, read } = found(check(1, [fat(3)]), check(2, [fat(4)]))
  assert.deepEqual(
    tests.map(({ value }) => value),
    [4],
  )
  assert.equal(read, 2)
})

test('a later pass does not hide a failure', () => {
  const { tests } = found(
    check(1, [fat(3)], { disposition: 'non_conformant' }),
    check(2, [fat(4)], { disposition: 'conformant' }),
  )
  assert.deepEqual(
    tests.map(({ value, verdict }) => [value, verdict]),
    [[3, 'non_conformant']],
  )
})

test('an event told by two histories is one check', () => {
  const history = { events: [{ event: check(1, [fat(3)]) }] }
  const { read } = findingsIn(
    [
      { of: M1, on: ON, history },
      { of: 'other', history },
    ],
    LABELS,
  )
  assert.equal(read, 1)
})

test('a check that was declared wrong is no finding', () => {
  const wrong = check(1, [fat(3)])
  const declared = { ...wrong, errorDeclaration: { declarationTime: '2026-09-09T00:00:00Z' } }
  assert.deepEqual(found(wrong, declared).tests, [])
  const { eventID: _, ...unnamed } = wrong
  const unnamedWrong = { ...unnamed, errorDeclaration: declared.errorDeclaration }
  assert.deepEqual(found(unnamed, unnamedWrong).tests, [])
})

test('of more findings than a page takes the failures stay, in their place', () => {
  const many = Array.from({ length: 40 }, (_, i) =>
    check(
      i,
      [{ type: `example:t${i}`, value: i }],
      i === 39 ? { disposition: 'non_conformant' } : {},
    ),
  )
  const { tests, read } = found(...many)
  assert.equal(tests.length, 20)
  assert.equal(tests.at(-1)?.value, 39)
  assert.equal(read, 40)
})

test('a reading on the way is no test, unless it raised an alarm or the event gave a verdict', () => {
  const bizStep = 'transporting'
  const alarm = { ...fat(9), exception: 'gs1:ALARM_CONDITION' }
  assert.deepEqual(found(check(1, [fat(3)], { bizStep })).tests, [])
  assert.deepEqual(
    found(check(1, [fat(3), alarm], { bizStep })).tests.map(({ alarm: odd }) => odd),
    [true],
  )
  assert.equal(found(check(1, [fat(3)], { bizStep, disposition: 'conformant' })).tests.length, 1)
})

test('a verdict in a persistent disposition and a verdict without a reading count', () => {
  const set = ['https://ref.gs1.org/cbv/Disp-conformant']
  const { tests } = found(check(1, [], { persistentDisposition: { set } }))
  assert.deepEqual(
    tests.map(({ what, verdict }) => [what, verdict]),
    [[{}, 'conformant']],
  )
})
