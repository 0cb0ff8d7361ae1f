import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  closed,
  pageAt,
  PAGES,
  readAddress,
  through,
  writeAddress,
  type Address,
} from './address.ts'

const text = fc.string({ minLength: 1 }).filter((one) => one === one.trim())
const direction = fc.constantFrom<Address['direction']>('backward', 'forward')

test('whatever a page shows comes back from its URL', () => {
  const addresses: fc.Arbitrary<Address> = fc.oneof(
    fc.record({ of: text, direction, node: text }, { noNullPrototype: true }),
    fc.record({ of: text, direction }, { noNullPrototype: true }),
    fc.record(
      { q: text, direction: fc.constant<Address['direction']>('backward') },
      { noNullPrototype: true },
    ),
    fc.record(
      {
        of: text,
        direction,
        lens: fc
          .record(
            {
              at: fc.constant('2026-03-14T03:03:00Z'),
              known: fc.constant('2026-03-14T03:03:00+08:00'),
              depth: fc.integer({ min: 1, max: 99_999 }).map(String),
              certain: fc.constant('only' as const),
              show: fc.constant('list' as const),
              kind: text,
              place: text,
              since: text,
            },
            { noNullPrototype: true, requiredKeys: ['place'] },
          )
          .map((lens) => ({ ...lens })),
      },
      { noNullPrototype: true },
    ),
    fc
      .record({
        name: fc.constantFrom(...PAGES),
        has: fc.dictionary(
          text.filter((one) => one !== 'view'),
          text,
          { noNullPrototype: true },
        ),
      })
      .map(({ name, has }): Address => ({
        direction: 'backward',
        page: { name, has: { ...has } },
      })),
    fc.constant<Address>({ direction: 'backward' }),
    fc.constant<Address>({ direction: 'backward', subscriptions: true }),
    fc
      .oneof(
        fc.constant({}),
        text.map((id) => ({ id })),
        text.map((vocabulary) => ({ vocabulary })),
      )
      .map((master): Address => ({ direction: 'backward', master })),
  )
  fc.assert(
    fc.property(addresses, (address) => {
      assert.deepEqual(readAddress(writeAddress(address)), address)
    }),
  )
})

test('a direction that there is not is backward', () => {
  assert.equal(readAddress('?of=x&direction=sideways').direction, 'backward')
})

test('nothing is open beside a page that traces nothing', () => {
  assert.deepEqual(readAddress('?node=x'), { direction: 'backward' })
})

test('a clock or depth that cannot be read is left out, and the rest is kept', () => {
  const { lens } = readAddress('?of=x&at=yesterday&depth=0&certain=maybe&show=list')
  assert.deepEqual(lens, { show: 'list' })
})

test('a part of the lens that goes back to how it comes leaves nothing behind', () => {
  const address = readAddress('?of=x&direction=forward&depth=3&node=y')
  assert.deepEqual(through(address, { depth: undefined }), {
    of: 'x',
    direction: 'forward',
    node: 'y',
  })
  assert.equal(closed(address).node, undefined)
  assert.equal(writeAddress(pageAt('sellable', { of: '7', tab: undefined })), '?view=sellable&of=7')
})
