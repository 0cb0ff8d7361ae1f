import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readAddress, writeAddress, type Address } from './address.ts'

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
