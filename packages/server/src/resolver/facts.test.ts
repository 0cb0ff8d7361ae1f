import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EpcisEvent } from '@suyuan/core/event/event'
import { passportFacts } from './facts.ts'
import { remembering } from './memory.fixture.ts'
import { F7, LABELS, M1, P1, PLACE, PRODUCT, STORY, T, tin, told } from './story.fixture.ts'
import { MOST_HISTORIES } from './upstream.ts'

const gtin = '09521001008013'
const of = (url: { lot?: string; serial?: string }, events: readonly EpcisEvent[] = STORY) =>
  passportFacts(remembering(events, LABELS), { gtin, ...url })

test('a made item is told with its making, its recorded lot and the dates on its tin', async () => {
  const facts = await of({ serial: 'c1' })
  assert.deepEqual(facts.commissioned, {
    time: '2026-09-08T23:00:00.000Z',
    offset: '+08:00',
    eventID: 'urn:uuid:31',
    place: { zh: '一厂', en: 'Plant one' },
  })
  assert.equal(facts.recordedLot, 'F7')
  assert.deepEqual(facts.dates, { produced: '2026-09-09', expires: '2028-09-08' })
  assert.deepEqual(facts.product, { zh: '婴儿配方奶粉', en: 'Infant formula' })
  assert.equal(facts.voided, false)
})

test('an item made under another spelling of its code is the same item', async () => {
  assert.equal((await of({ serial: 'c2' })).commissioned?.eventID, 'urn:uuid:31')
})

test('a serial that nobody made borrows nothing from the lot it names', async () => {
  const facts = await of({ lot: 'F7', serial: 'forged' })
  assert.equal(facts.seen, false)
  assert.equal(facts.known, true)
  assert.equal(facts.commissioned, undefined)
  assert.deepEqual([facts.steps, facts.tests, facts.dates], [[], [], {}])
})

test('a serial that a shop saw but nobody made is seen, and still never made', async () => {
  const seen = told(80, 'ObjectEvent', {
    action: 'OBSERVE',
    epcList: [tin('forged')],
    bizStep: 'inspecting',
  })
  const facts = await of({ serial: 'forged' }, [...STORY, seen])
  assert.deepEqual([facts.seen, facts.voided, facts.commissioned], [true, false, undefined])
  assert.deepEqual([facts.steps, facts.where], [[], undefined])
})

const made = told(40, 'ObjectEvent', {
  action: 'ADD',
  epcList: [tin('v1')],
  bizStep: 'commissioning',
})
const withdrawn = { ...made, errorDeclaration: { declarationTime: '2026-09-10T00:00:00Z' } }

test('a making that was declared wrong is told as withdrawn, whichever came first', async () => {
  for (const events of [
    [made, withdrawn],
    [withdrawn, made],
  ]) {
    const facts = await of({ serial: 'v1' }, [...STORY, ...events])
    assert.deepEqual([facts.seen, facts.voided, facts.commissioned], [true, true, undefined])
    assert.deepEqual(facts.steps, [])
  }
})

test('a making declared wrong and made anew is made', async () => {
  const anew = { ...made, eventID: 'urn:uuid:anew' }
  const facts = await of({ serial: 'v1' }, [...STORY, made, withdrawn, anew])
  assert.equal(facts.voided, false)
  assert.equal(facts.commissioned?.eventID, 'urn:uuid:anew')
})

test('the way is told origin first, many things in one line, each with its place and days', async () => {
  const { steps } = await of({ serial: 'c1' })
  assert.deepEqual(
    steps.map(({ stage, count, lot, place }) => [stage, count ?? lot, place?.en]),
    [
      ['milk', 2, 'Hasuhai ranch'],
      ['tanker', undefined, undefined],
      ['reception', 'S1', 'Plant one'],
      ['dryer', 'P1', 'Plant one'],
      ['ingredient', 'W9', undefined],
      ['can', 'F7', 'Plant one'],
      ['packed', undefined, 'Plant one'],
      ['shop', undefined, 'Xinhua Street shop'],
    ],
  )
  const [milk] = steps
  assert.equal(milk?.name.en, 'Raw milk')
  assert.deepEqual(
    [milk?.time, milk?.until],
    ['2026-09-07T17:00:00.000Z', '2026-09-07T18:00:00.000Z'],
  )
})

test('tests are found along the way, a carrier named, a failure kept as it was given', async () => {
  const { tests } = await of({ serial: 'c1' })
  const rows = tests.map(({ what, on, value, found, verdict, alarm }) => [
    what.en,
    on?.en,
    value ?? found,
    verdict ?? alarm,
  ])
  assert.deepEqual(rows, [
    ['Temperature', 'Tanker one', 9.4, true],
    ['Antibiotic residues', 'Raw milk', false, 'conformant'],
    ['Fat', 'Raw milk', 3.87, 'conformant'],
    ['Plate count', 'Base powder', 52_000, 'non_conformant'],
  ])
})

test('a test that was declared wrong is not told', async () => {
  const wrong = STORY.find(({ disposition }) => disposition === 'non_conformant') as EpcisEvent
  const events = [
    ...STORY,
    { ...wrong, errorDeclaration: { declarationTime: '2026-09-11T00:00:00Z' } },
  ]
  const { tests } = await of({ serial: 'c1' }, events)
  assert.ok(tests.every(({ verdict }) => verdict !== 'non_conformant'))
})

test('after a sale the page knows the shop and not the buyer', async () => {
  const { where, scans } = await of({ serial: 'c2' })
  assert.equal(where?.place?.en, 'Xinhua Street shop')
  assert.equal(where?.bizStep, 'retail_selling')
  assert.equal(scans, 1)
})

test('the page of a lot has its way and its tests but no whereabouts of an item', async () => {
  const facts = await of({ lot: 'F7' })
  assert.equal(facts.of, F7)
  assert.equal(facts.seen, true)
  assert.equal(facts.where, undefined)
  assert.deepEqual(facts.dates, { produced: '2026-09-09', expires: '2028-09-08' })
  assert.deepEqual(
    facts.steps.map(({ stage }) => stage),
    ['milk', 'tanker', 'reception', 'dryer', 'ingredient', 'can'],
  )
  assert.deepEqual(facts.steps.at(-1)?.place, { zh: '一厂', en: 'Plant one' })
  assert.equal(facts.steps.at(-1)?.lot, 'F7')
})

test('a lot that nobody recorded is not seen, under a known product', async () => {
  const facts = await of({ lot: 'F8' })
  assert.deepEqual([facts.seen, facts.known], [false, true])
})

test('a product without master data is known by the lot that the code names', async () => {
  const url = { gtin, lot: 'F7', serial: 'forged' }
  assert.equal((await passportFacts(remembering(STORY, {}), url)).known, true)
})

test('of a longer way to the shop the last four arrivals are told', async () => {
  const hops = [1, 2, 3, 4, 5].map((n) =>
    told(40 + n, 'ObjectEvent', {
      action: 'OBSERVE',
      epcList: [tin('c3')],
      bizStep: 'receiving',
      bizLocation: { id: `https://id.gs1.org/414/952100100002${n}` },
    }),
  )
  const { steps } = await of({ serial: 'c3' }, [...STORY, ...hops])
  assert.equal(steps.filter(({ stage }) => stage === 'arrived').length, 4)
  assert.equal(steps.at(-1)?.time, hops.at(-1)?.eventTime)
})

test('where something happened is its read point; where it went from there is not told as its place', async () => {
  const moved = STORY.map((event) =>
    event.eventID === 'urn:uuid:10' ? { ...event, readPoint: { id: PLACE.lab } } : event,
  )
  const { steps } = await of({ serial: 'c1' }, moved)
  assert.equal(steps.find(({ stage }) => stage === 'dryer')?.place?.en, 'Laboratory')
})

test('what is of the product’s own class stands in its filling, whatever master data calls it', async () => {
  const facts = await passportFacts(remembering(STORY, {}), { gtin, serial: 'c1' })
  assert.equal(facts.steps.filter(({ stage }) => stage === 'can').length, 1)
  assert.equal(facts.steps.find(({ stage }) => stage === 'can')?.lot, 'F7')
})

test('of a product that no event and no master data names nothing is known', async () => {
  const facts = await passportFacts(remembering(STORY, {}), {
    gtin: '09521001008020',
    serial: 'c1',
  })
  assert.equal(facts.known, false)
})

test('a page asks a bounded number of questions, however many lots went in', async () => {
  const many = Array.from({ length: 90 }, (_, i) => `${M1}-${i}`)
  const quantityList = many.map((epcClass) => ({ epcClass, quantity: 1, uom: 'KGM' }))
  const events = [
    told(9, 'ObjectEvent', { action: 'ADD', quantityList, bizStep: 'commissioning' }),
    told(9.5, 'TransformationEvent', {
      inputQuantityList: quantityList,
      outputQuantityList: [{ epcClass: P1 }],
    }),
  ]
  const ask = remembering([...STORY, ...events], LABELS)
  const facts = await passportFacts(ask, { gtin, lot: 'F7', serial: 'c1' })
  assert.equal(facts.steps[0]?.count, 92)
  assert.deepEqual(ask.asked, { history: MOST_HISTORIES + 1, trace: 1, labels: 3, named: 0 })
})

test('the history of a tanker or a place, which knows no end, is never asked', async () => {
  const ask = remembering(STORY, LABELS)
  const asked: string[] = []
  await passportFacts(
    { ...ask, history: (id) => (asked.push(id), ask.history(id)) },
    { gtin, serial: 'c1' },
  )
  assert.ok(asked.includes(M1))
  assert.ok(!asked.includes(T) && !asked.includes(PLACE.plant))
})

test('gaps of the trace are passed on, and the page is not called complete', async () => {
  const events = STORY.filter(({ eventID }) => eventID !== 'urn:uuid:8')
  const facts = await of({ serial: 'c1' }, events)
  assert.deepEqual(facts.gaps, [{ kind: 'origin-unknown' }])
  assert.equal(facts.complete, false)
})

test('the product page needs no trace', async () => {
  const ask = remembering(STORY, LABELS)
  const facts = await passportFacts(ask, { gtin })
  assert.equal(facts.of, PRODUCT)
  assert.equal(ask.asked.trace, 0)
  assert.equal(facts.known, true)
})
