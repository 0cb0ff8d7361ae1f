import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LINEAR } from './table.ts'
import { inBase, UNIT_CODES, unitOf } from './unit.ts'

/** The value of one unit in another of its dimension. */
function converted(value: number, from: string, to: string): number {
  const [a, b] = [unitOf(from), unitOf(to)]
  assert.equal(a.dimension, b.dimension, `${from}, ${to}`)
  return (inBase(value, a) - b.offset) / b.factor
}

const EQUAL: readonly (readonly [number, string, number, string])[] = [
  [0, 'CEL', 273.15, 'KEL'],
  [-40, 'CEL', -40, 'FAH'],
  [39.2, 'FAH', 4, 'CEL'],
  [491.67, 'A48', 0, 'CEL'],
  [1, 'TNE', 1e6, 'GRM'],
  [16, 'ONZ', 1, 'LBR'],
  [20, 'CWI', 1, 'LTN'],
  [8, 'PT', 1, 'GLL'],
  [8, 'PTI', 1, 'GLI'],
  [42, 'GLL', 1, 'BLL'],
  [1, 'HLT', 100, 'LTR'],
  [5280, 'FOT', 1, 'SMI'],
  [4840, 'YDK', 1, 'ACR'],
  [640, 'ACR', 1, 'MIK'],
  [1, 'KWH', 3600, 'KJO'],
  [1, 'BAR', 1000, 'A97'],
  [1, 'ATM', 760, 'UA'],
  [144, '84', 144_000 * 144, 'K85'],
  [1, 'GL', 1000, 'A93'],
  [36, 'KMH', 10, 'MTS'],
  [60, 'RPM', 1, 'HTZ'],
  [360, 'DD', 1, 'M44'],
  [60, 'D61', 1, 'DD'],
  [1, 'AMH', 3600, 'COU'],
  [1, 'AD', 8, 'A99'],
  [50, 'P1', 0.5, 'C62'],
  [12, 'H87', 1, 'DZN'],
  [1, 'MQH', 1000 / 60, 'L2'],
  [1, 'CUR', 3.7e4, '4N'],
]

test('units of one dimension convert as they are defined', () => {
  for (const [value, from, expected, to] of EQUAL) {
    const got = converted(value, from, to)
    const error = Math.abs(got - expected) / Math.max(1, Math.abs(expected))
    assert.ok(error < 1e-9, `${value} ${from} is ${got} ${to}, not ${expected}`)
  }
})

test('each code stands once, with a number', () => {
  const codes = Object.values(LINEAR).flatMap((text) => text.trim().split(/\s+/))
  const names = codes.filter((_, i) => i % 2 === 0)
  assert.equal(codes.length % 2, 0)
  assert.equal(new Set(names).size, names.length)
  for (const name of names) assert.match(name, /^[A-Z0-9]{2,3}$/)
  for (const code of UNIT_CODES) assert.ok(unitOf(code).factor > 0, code)
})

test('a difference has no zero; what is not known compares with nothing else', () => {
  assert.equal(inBase(1.8, unitOf('FAH'), true), 1)
  assert.notEqual(unitOf('XYZ').dimension, unitOf('ZYX').dimension)
  assert.notEqual(unitOf('HPA').dimension, unitOf('PAL').dimension)
})
