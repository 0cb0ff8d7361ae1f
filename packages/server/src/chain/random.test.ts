import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createRandom, serials, uuids } from './random.ts'

test('serials are thirteen characters people do not misread, and no two alike', () => {
  const serial = serials(7)
  const seen = new Set<string>()
  for (let index = 0; index < 50_000; index += 1) {
    const text = serial(index)
    assert.match(text, /^[0-9A-HJKMNP-TV-Z]{13}$/)
    seen.add(text)
  }
  assert.equal(seen.size, 50_000)
})

test('the serials of neighbours share no more than chance: the next one cannot be guessed', () => {
  const serial = serials(7)
  let same = 0
  for (let index = 0; index < 2000; index += 1) {
    const [a, b] = [serial(index), serial(index + 1)]
    for (let at = 1; at < 13; at += 1) if (a[at] === b[at]) same += 1
  }
  // 24,000 pairs of characters of 32 kinds: 750 alike by chance
  assert.ok(same > 600 && same < 900, `${same} alike`)
})

test('indexes beyond 32 bits have serials of their own', () => {
  const serial = serials(7)
  assert.notEqual(serial(2 ** 40), serial(0))
})

test('event names are UUIDs of version 4, and no two alike', () => {
  const uuid = uuids(7)
  const seen = new Set<string>()
  for (let index = 0; index < 20_000; index += 1) {
    const text = uuid(index)
    assert.match(
      text,
      /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    )
    seen.add(text)
  }
  assert.equal(seen.size, 20_000)
})

test('streams of different labels and seeds differ, and each repeats itself', () => {
  const draw = (seed: number, label: string): readonly number[] => {
    const random = createRandom(seed, label)
    return [random.next(), random.next(), random.below(1000)]
  }
  assert.deepEqual(draw(1, 'a'), draw(1, 'a'))
  assert.notDeepEqual(draw(1, 'a'), draw(1, 'b'))
  assert.notDeepEqual(draw(1, 'a'), draw(2 ** 40 + 1, 'a'))
})

test('numbers lie evenly between nought and one', () => {
  const random = createRandom(3, 'even')
  const bins = Array.from({ length: 10 }, () => 0)
  for (let draws = 0; draws < 10_000; draws += 1) {
    const bin = random.below(10)
    bins[bin] = (bins[bin] ?? 0) + 1
  }
  assert.ok(
    bins.every((count) => count > 880 && count < 1120),
    bins.join(' '),
  )
})
