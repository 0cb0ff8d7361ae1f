import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sortEntries, WIDTH } from './entries.ts'

type Entry = readonly [high: number, low: number, position: number]

const compare = (a: Entry, b: Entry): number => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]

function entriesOf(flat: Uint32Array): readonly Entry[] {
  return Array.from({ length: flat.length / WIDTH }, (_, i) => {
    const [high = 0, low = 0, position = 0] = flat.subarray(WIDTH * i, WIDTH * (i + 1))
    return [high, low, position] as const
  })
}

test('entries are sorted, hashes that are alike and amounts of one thing among them', () => {
  const entries: Entry[] = []
  for (let i = 0; i < 200_000; i++) {
    // Falling amounts of one thing, a common word, and hashes of every size.
    entries.push([7, 0x8000_0000 + 200_000 - i, i], [7, 3, i])
    entries.push([Math.imul(i, 0x9e37_79b1) >>> 0, Math.imul(i, 0x85eb_ca6b) >>> 0, i])
  }
  const sorted = sortEntries(Uint32Array.from(entries.flat()))
  assert.deepEqual(entriesOf(sorted), entries.toSorted(compare))
})
