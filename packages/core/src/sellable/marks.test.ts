import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { bitsFor, hasMark, markIn, MOST_BITS, packMarks, shortened, unpackMarks } from './marks.ts'

const sha256 = (text: string): Uint8Array => createHash('sha256').update(text).digest()

test('marks are read back as they were packed, and those alone are among them', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.maxSafeNat().map((n) => n % 2 ** MOST_BITS)),
      fc.maxSafeNat().map((n) => n % 2 ** MOST_BITS),
      (given, other) => {
        const marks = Float64Array.from(given).sort()
        const bytes = packMarks(marks)
        assert.deepEqual(unpackMarks(bytes, marks.length), marks)
        for (const mark of marks) assert.ok(hasMark(marks, mark))
        assert.equal(hasMark(marks, other), given.includes(other))
        // What was cut, or says another number, is none.
        assert.equal(unpackMarks(bytes, marks.length + 1), undefined)
        assert.equal(unpackMarks(Uint8Array.of(...bytes, 128), marks.length), undefined)
        if (bytes.length > 0) {
          assert.equal(unpackMarks(bytes.subarray(0, -1), marks.length), undefined)
        }
      },
    ),
  )
})

test('a mark is the first bits of the digest', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: MOST_BITS }), (text, bits) => {
      const all = BigInt(`0x${Buffer.from(sha256(text)).toString('hex')}`)
      const first = Number(all >> BigInt(256 - bits))
      assert.equal(markIn(sha256(text), bits), first)
      assert.equal(shortened(markIn(sha256(text)), bits), first)
    }),
  )
})

test('what is not among 20,000 marks is taken for one of them about once in a million questions', () => {
  const count = 20_000
  const bits = bitsFor(count)
  assert.ok(count / 2 ** bits <= 2 ** -20)
  const marks = Float64Array.from({ length: count }, (_, i) =>
    markIn(sha256(`in ${i}`), bits),
  ).sort()
  for (let i = 0; i < 1000; i++) assert.ok(hasMark(marks, markIn(sha256(`in ${i}`), bits)))
  const taken = Array.from({ length: 100_000 }, (_, i) => markIn(sha256(`out ${i}`), bits))
  assert.ok(taken.filter((mark) => hasMark(marks, mark)).length <= 2)
})

test('a million marks take little more than three bytes each', () => {
  const bits = bitsFor(1e6)
  const marks = Float64Array.from({ length: 1e6 }, (_, i) => markIn(sha256(String(i)), bits)).sort()
  assert.ok(packMarks(marks).length < 3.2e6)
})
