import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readContext } from '@suyuan/core/event/context'
import type { Json } from '@suyuan/core/event/event'
import { validateEvent } from '@suyuan/core/event/validate'
import { identify } from '@suyuan/core/id/identify'
import { chainOf, linesOf, readLines, type GroupLine } from './chain.fixture.ts'
import { simulate } from './simulate.ts'

const small = chainOf({ seed: 7, tins: 1000 })

test('the same seed gives the same bytes, another seed other tin codes', () => {
  assert.equal(chainOf({ seed: 7, tins: 1000 }).text, small.text)
  const other = chainOf({ seed: 8, tins: 1000 })
  const codes = new Set(linesOf(other, 'tins.ndjson'))
  assert.equal(linesOf(small, 'tins.ndjson').filter((line) => codes.has(line)).length, 0)
})

test('every event is valid by the strict rules, in both spellings', () => {
  let urns = 0
  for (const document of small.documents) {
    const context = readContext(document['@context'])
    const { eventList } = document['epcisBody'] as { eventList: Json[] }
    for (const event of eventList) {
      assert.deepEqual(validateEvent(event, '', context, { strict: true }), [])
      if (JSON.stringify(event).includes('urn:epc:')) urns += 1
    }
  }
  assert.ok(urns > 50, `${urns} events speak EPC URNs`)
})

test('all five kinds of events occur', () => {
  assert.deepEqual([...new Set(small.events.map((event) => event.type))].toSorted(), [
    'AggregationEvent',
    'AssociationEvent',
    'ObjectEvent',
    'TransactionEvent',
    'TransformationEvent',
  ])
})

test('no two events share an eventID but a declaration and the event it calls wrong; some have none', () => {
  const named = small.events.filter(
    (event) => event.errorDeclaration === undefined && event.eventID !== undefined,
  )
  assert.equal(new Set(named.map((event) => event.eventID)).size, named.length)
  assert.equal(small.events.filter((event) => event.errorDeclaration !== undefined).length, 1)
  assert.ok(small.events.some((event) => event.eventID === undefined))
})

test('every tin is made once, told of once and somewhere', () => {
  for (const tins of [1, 6, 13, 100, 1000]) {
    const chain = tins === 1000 ? small : chainOf({ seed: 1, tins })
    const made = chain.events
      .flatMap((event) => event.outputEPCList ?? [])
      .filter((id) => id.includes('/21/'))
    const told = readLines<{ id: string }>(chain, 'tins.ndjson').map(({ id }) => id)
    const found = readLines<{ id: string }>(chain, 'whereabouts.ndjson').map(({ id }) => id)
    assert.equal(new Set(made).size, tins)
    assert.deepEqual(told, made)
    assert.deepEqual(found.toSorted(), told.toSorted())
  }
})

test('a group tells of everything once, in order, and its possible things are among them', () => {
  const groups = new Map(
    readLines<GroupLine>(small, 'groups.ndjson').map((group) => [group.group, group]),
  )
  for (const { backward, possible, farms } of groups.values()) {
    assert.deepEqual(backward, [...new Set(backward)].toSorted())
    assert.ok(possible.every((id) => backward.includes(id)))
    assert.ok(farms.length > 0)
    assert.ok(backward.every((id) => identify(id).canonical === id))
  }
  for (const tin of readLines<{ lot: string; group: string }>(small, 'tins.ndjson')) {
    assert.equal(groups.get(tin.group)?.lot, tin.lot)
  }
})

test('reclaimed water cools and is in no tin', () => {
  const reclaimed = small.events
    .flatMap((event) => event.inputQuantityList ?? [])
    .filter(({ epcClass }) => epcClass.includes('/10/RW'))
  assert.ok(reclaimed.length > 0)
  const groups = readLines<GroupLine>(small, 'groups.ndjson')
  assert.ok(groups.every((group) => group.backward.every((id) => !id.includes('/10/RW'))))
})

test('rework goes into a later blend, once: no tin has more than one generation of it', () => {
  const counts = readLines<GroupLine>(chainOf({ seed: 7, tins: 3000 }), 'groups.ndjson').map(
    ({ reworkLots }) => reworkLots.length,
  )
  assert.equal(Math.max(...counts), 1)
})

test('milk drawn before the last tanker came is only possibly of it', () => {
  assert.ok(readLines<GroupLine>(small, 'groups.ndjson').some((group) => group.possible.length > 0))
})

test('documents hold no more events than asked for, and the first describes places and products', () => {
  const chain = chainOf({ seed: 7, tins: 100, eventsPerDocument: 40 })
  const sizes = chain.documents.map(
    (document) => (document['epcisBody'] as { eventList: Json[] }).eventList.length,
  )
  assert.equal(Math.max(...sizes), 40)
  assert.deepEqual(
    chain.documents.map((document) => Object.hasOwn(document, 'epcisHeader')),
    sizes.map((_, index) => index === 0),
  )
})

test('nothing is made before it is asked for: the largest chain begins at once', () => {
  let documents = 0
  for (const part of simulate({ seed: 7, tins: 100_000_000 })) {
    if (part.kind === 'document') documents += 1
    if (documents === 2) break
  }
  assert.equal(documents, 2)
})

test('options that cannot be followed are refused with a sentence', () => {
  const refused = (options: Parameters<typeof simulate>[0]): RegExp | string => {
    try {
      simulate(options).next()
    } catch (error) {
      assert.ok(error instanceof RangeError)
      return error.message
    }
    return 'taken'
  }
  assert.match(
    String(refused({ seed: 1, tins: 0 })),
    /tins must be a whole number from 1 to 100000000/,
  )
  assert.match(String(refused({ seed: 1, tins: 100_000_001 })), /tins must be/)
  assert.match(String(refused({ seed: 0.5, tins: 10 })), /seed must be a whole number/)
  assert.match(
    String(refused({ seed: 1, tins: 10, eventsPerDocument: 0 })),
    /eventsPerDocument must be/,
  )
  const unknown = ['flood'] as unknown as 'all'
  assert.match(
    String(refused({ seed: 1, tins: 10, incidents: unknown })),
    /no incident is called flood; there are/,
  )
})
