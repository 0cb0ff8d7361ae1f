import assert from 'node:assert/strict'
import { test } from 'node:test'
import { together } from './together.ts'

const name = (zh: string, en: string) => ({ zh, en })

test('names are told once each, and what all end with once', () => {
  const names = [
    name('玉米（演示）', 'Maize (demo)'),
    name('苜蓿（演示）', 'Alfalfa (demo)'),
    name('玉米（演示）', 'Maize (demo)'),
  ]
  assert.deepEqual(together(names), {
    name: name('玉米、苜蓿（演示）', 'Maize, Alfalfa (demo)'),
    isAll: true,
  })
})

test('names that end differently keep their ends', () => {
  assert.equal(together([name('甲（一）', 'A (one)'), name('乙', 'B')]).name.en, 'A (one), B')
})

test('more names than fit are not all, and a name in one language stands for the other', () => {
  const many = Array.from({ length: 9 }, (_, i) => ({ en: `N${i}` }))
  const { name: row, isAll } = together(many)
  assert.deepEqual(row, name('N0、N1、N2、N3、N4', 'N0, N1, N2, N3, N4'))
  assert.equal(isAll, false)
})
