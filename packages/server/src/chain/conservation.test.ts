import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chainOf, type Chain, type Event, type Quantity } from './chain.fixture.ts'
import { PRODUCTS, RECIPES } from './products.ts'
import { identify } from '@suyuan/core/id/identify'

const NET = new Map(RECIPES.map(({ sort, netKg }) => [PRODUCTS[sort].gtin, netKg]))

/** Events that count: the one declared wrong, and its declaration, make nothing. */
function standing(chain: Chain): readonly Event[] {
  const wrong = new Set(
    chain.events
      .filter((event) => event.errorDeclaration !== undefined)
      .map((event) => event.eventID),
  )
  return chain.events.filter((event) => event.eventID === undefined || !wrong.has(event.eventID))
}

function kilograms(list: readonly Quantity[] = []): number {
  return list.filter(({ uom }) => uom === 'KGM').reduce((sum, { quantity }) => sum + quantity, 0)
}

function netKg(items: readonly string[] = []): number {
  return items.reduce(
    (sum, id) => sum + (NET.get(/\/01\/(\d{14})\/21\//.exec(id)?.[1] ?? '') ?? 0),
    0,
  )
}

type Balance = { in: number; out: number }

function balances(chain: Chain): ReadonlyMap<string, Balance> {
  const all = new Map<string, Balance>()
  for (const [index, event] of standing(chain).entries()) {
    if (event.type !== 'TransformationEvent') continue
    const name = event.transformationID ?? `${event.bizStep} ${index}`
    const balance = all.get(name) ?? { in: 0, out: 0 }
    balance.in += kilograms(event.inputQuantityList)
    balance.out += kilograms(event.outputQuantityList) + netKg(event.outputEPCList)
    all.set(name, balance)
  }
  return all
}

for (const tins of [1000, 6000]) {
  const chain = chainOf({ seed: 11, tins })

  test(`${tins} tins: no transformation gives more than it takes, nor loses more than a tenth`, () => {
    let weighed = 0
    for (const [name, balance] of balances(chain)) {
      if (balance.in === 0 || balance.out === 0) continue
      weighed += 1
      const yielded = balance.out / balance.in
      assert.ok(
        yielded <= 1 + 1e-9 && yielded > 0.9,
        `${name}: ${balance.in} kg in, ${balance.out} kg out`,
      )
    }
    assert.ok(weighed > 100)
  })

  test(`${tins} tins: no lot is used beyond what there is of it`, () => {
    const left = new Map<string, number>()
    const add = (list: readonly Quantity[] = [], sign: 1 | -1): void => {
      for (const { epcClass, quantity, uom = 'heads' } of list) {
        // each pen is milked three times a day
        const times = uom === 'heads' ? 1 / 3 : 1
        const name = `${identify(epcClass).canonical} ${uom}`
        left.set(name, (left.get(name) ?? 0) + quantity * (sign === 1 ? 1 : -times))
      }
    }
    const hidden = new Set(chain.truth.get('incidents.json')?.match(/https:[^"]*CF[^"]*/g))
    for (const event of standing(chain)) {
      if (event.type === 'ObjectEvent' && event.action === 'ADD') add(event.quantityList, 1)
      if (event.type !== 'TransformationEvent') continue
      add(event.outputQuantityList, 1)
      add(event.inputQuantityList, -1)
    }
    // water to the dairy is metered in cubic metres and dosed in kilograms
    const over = [...left].filter(
      ([id, rest]) => rest < -1e-3 && !hidden.has(id.split(' ')[0] ?? '') && !id.includes('/10/DW'),
    )
    assert.deepEqual(over, [])
  })
}
