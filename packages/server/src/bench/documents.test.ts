import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EpcisEvent } from '@suyuan/core/event/event'
import { epcsOf } from '@suyuan/core/event/epcs'
import { simulate } from '../chain/simulate.ts'
import { cutAt } from './cut.ts'
import { mentionsIn, Sample } from './sample.ts'

const chain = { seed: 7, tins: 3000, eventsPerDocument: 200 }

function eventsOf(json: string): readonly EpcisEvent[] {
  const document = JSON.parse(json) as {
    readonly epcisBody: { readonly eventList: readonly EpcisEvent[] }
  }
  return document.epcisBody.eventList
}

test('a chain that is cut has the same events in the same order, and a document ends at each end', () => {
  const whole = [...simulate(chain)].flatMap((part) =>
    part.kind === 'document' ? eventsOf(part.json) : [],
  )
  const ends = [1, 2, 777, 778, 2000]
  const cut = [...cutAt(simulate(chain), ends)]
  assert.deepEqual(
    cut.flatMap(({ json }) => eventsOf(json)),
    whole.slice(0, 2000),
  )
  let events = 0
  const after = cut.map((document) => {
    assert.equal(document.events, eventsOf(document.json).length)
    return (events += document.events)
  })
  assert.deepEqual(
    ends.filter((end) => !after.includes(end)),
    [],
  )
})

test('a chain shorter than its end is all there', () => {
  const all = [...cutAt(simulate(chain), [1_000_000])].reduce((sum, { events }) => sum + events, 0)
  const parts = [...simulate(chain)].map((part) => (part.kind === 'document' ? part.events : 0))
  assert.equal(
    all,
    parts.reduce((sum, events) => sum + events, 0),
  )
})

test('the watched tins are counted as a plain reading of the events counts them', () => {
  for (const tins of [3000, 500_000]) {
    const find = mentionsIn(tins)
    const [found, plain] = [new Map<string, number>(), new Map<string, number>()]
    for (const { json } of cutAt(simulate(chain), [1_000_000])) {
      for (const [epc, events] of find(json)) found.set(epc, (found.get(epc) ?? 0) + events)
      for (const event of eventsOf(json)) {
        for (const epc of new Set(epcsOf(event).map(({ id }) => id))) {
          if (epc.includes('/21/')) plain.set(epc, (plain.get(epc) ?? 0) + 1)
        }
      }
    }
    for (const [epc, events] of found) assert.equal(events, plain.get(epc), epc)
    // of 3,000 tins all are watched; of more, 20,000
    const share = found.size / plain.size
    assert.ok(tins === 3000 ? share === 1 : Math.abs(share - 20_000 / tins) < 0.02, `${share}`)
  }
})

test('what was refused is not to be found, and what was not yet acknowledged may be', () => {
  const sample = new Sample()
  sample.sent([['urn:x:tin', 2]])
  assert.equal(sample.pick(0), undefined)
  sample.kept([['urn:x:tin', 2]])
  sample.sent([['urn:x:tin', 1]])
  assert.deepEqual([sample.pick(0.9)?.kept, sample.pick(0.9)?.sent], [2, 3])
  sample.takenBack([['urn:x:tin', 1]])
  assert.deepEqual([sample.pick(0)?.kept, sample.pick(0)?.sent], [2, 2])
})
