import assert from 'node:assert/strict'
import { test } from 'node:test'
import { join, sql, type Sql, type Value } from './sql.ts'

/** One template in the source, whatever is in its holes. */
const pair = (a: Sql | Value, b: Sql | Value): Sql => sql`first ${a}, then ${b};`

test('what stands in a hole before does not change what one template says of another value or nested part', () => {
  const two = sql`x = ${1} or x = ${2}`
  for (let again = 0; again < 2; again++) {
    assert.deepEqual(pair(1, 'a'), { text: 'first $1, then $2;', values: [1, 'a'] })
    assert.deepEqual(pair(null, new Uint8Array()).text, 'first $1, then $2;')
    assert.deepEqual(pair(two, 'a'), {
      text: 'first x = $1 or x = $2, then $3;',
      values: [1, 2, 'a'],
    })
    assert.deepEqual(pair('a', two), {
      text: 'first $1, then x = $2 or x = $3;',
      values: ['a', 1, 2],
    })
    assert.deepEqual(pair(sql`now()`, sql`$`), { text: 'first now(), then $;', values: [] })
  }
})

test('a value that reads like a part of a statement stays a value', () => {
  assert.deepEqual(pair('now()', '\0'), { text: 'first $1, then $2;', values: ['now()', '\0'] })
  assert.deepEqual(pair(sql`now()`, '\0').text, 'first now(), then $1;')
})

test('many conditions are joined in their order, each numbered on from the last', () => {
  const parts = Array.from({ length: 12 }, (_, i) => sql`a = ${i}`)
  const all = join(parts, 'or')
  assert.equal(all.text, parts.map((_, i) => `a = $${i + 1}`).join(' or '))
  assert.deepEqual(
    all.values,
    parts.map((_, i) => i),
  )
})
