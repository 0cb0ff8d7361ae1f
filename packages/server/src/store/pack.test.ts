import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Fresh } from './fresh.ts'
import { pack, unpack } from './pack.ts'

const word = fc.constantFrom('', 'a', 'b', 'https://ref.gs1.org/cbv/BizStep-shipping', '奶')
const maybe = fc.option(fc.oneof(word, fc.string()), { nil: undefined })

const fresh: fc.Arbitrary<Fresh> = fc.record(
  {
    at: fc.string(),
    eventID: maybe,
    hashID: fc.string(),
    content: fc.oneof(word, fc.string()),
    declaration: maybe,
    eventTime: fc.integer(),
    type: word,
    action: maybe,
    bizStep: maybe,
    disposition: maybe,
    readPoint: maybe,
    bizLocation: maybe,
    context: word,
    body: fc.string({ unit: 'binary' }),
    mentions: fc.uint32Array({ maxLength: 8 }),
    things: fc.nat(8),
  },
  { noNullPrototype: true },
)

test('events come out of their bytes as they went in, whichever words they share or lack', () => {
  fc.assert(
    fc.property(fc.array(fresh, { maxLength: 20 }), (events) => {
      assert.deepEqual(unpack(pack(events)), events)
    }),
  )
})
