import assert from 'node:assert/strict'
import { test } from 'node:test'
import { remembering } from './remember.ts'

test('what was asked lately is answered from memory, and memory stays bounded', () => {
  const asked: string[] = []
  const long = remembering(2, (text) => {
    asked.push(text)
    return text.length
  })
  assert.deepEqual(['a', 'bb', 'a', 'ccc', 'a'].map(long), [1, 2, 1, 3, 1])
  assert.deepEqual(asked, ['a', 'bb', 'ccc'])
  for (const text of ['d', 'e', 'f', 'g', 'a']) long(text)
  assert.equal(asked.filter((text) => text === 'a').length, 2)
})
