import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Product } from '../../answers.ts'
import { ledTo, sortedOut, startOf } from './view.ts'

const product = (id: string, over: Partial<Product>): Product => ({
  id,
  items: 0,
  lots: [],
  samples: [],
  ...over,
})

test('tins are picked to trace back, lots of what goes into them to trace forward', () => {
  const start = startOf({
    events: 9,
    products: [
      product('tin', {
        stage: 'can',
        items: 6000,
        samples: ['t1'],
        lots: [{ id: 'l', items: 6000 }],
      }),
      product('oil', {
        stage: 'ingredient',
        lots: [
          { id: 'o2', items: 0 },
          { id: 'o1', items: 0 },
        ],
      }),
      product('seed', { stage: 'seed', lots: [{ id: 's', items: 0 }] }),
      product('box', {}),
    ],
  })
  assert.deepEqual(
    start.tins.map(({ id }) => id),
    ['tin'],
  )
  assert.deepEqual(
    start.origins.map(({ product: { id }, lots }) => [id, lots]),
    [
      ['seed', ['s']],
      ['oil', ['o1', 'o2']],
    ],
  )
})

test('a search leads to the only thing on record, even beside others never seen', () => {
  const seen = { id: 'a', kind: 'item', seen: true }
  const unseen = { id: 'b', kind: 'item', seen: false }
  assert.equal(ledTo([unseen, seen]), seen)
  assert.equal(ledTo([unseen]), unseen)
  assert.equal(ledTo([seen, { ...seen, id: 'c' }]), undefined)
  assert.equal(ledTo([]), undefined)
})

test('a product that was searched for is shown with its lots, and led to by no search', () => {
  const oil = product('oil', { lots: [{ id: 'o1', items: 0 }] })
  const found = [
    { id: 'oil', kind: 'class', seen: false },
    { id: 'tin', kind: 'item', seen: true },
  ]
  assert.equal(ledTo(found), undefined)
  assert.deepEqual(sortedOut(found, { events: 1, products: [oil] }), {
    products: [oil],
    things: [found[1]],
  })
  assert.deepEqual(sortedOut(found, { events: 1, products: [] }), { products: [], things: found })
})
