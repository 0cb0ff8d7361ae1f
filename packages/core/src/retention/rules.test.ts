import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { readContext } from '../event/context.ts'
import type { EpcisEvent, Json } from '../event/event.ts'
import { microsOf } from '../event/micros.ts'
import { after, periodOf } from './period.ts'
import { readRules } from './read-rules.ts'
import { untilOf } from './until.ts'

const CONTEXT = readContext('https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld')
const SOURCE = { name: 'a law', edition: '2021' }

const rule = (more: object): Json =>
  ({
    id: 'r',
    covers: 'everything',
    keep: [{ after: 'eventTime', for: 'P2Y' }],
    source: SOURCE,
    certainty: 'F',
    ...more,
  }) as Json

const TIN = 'https://id.gs1.org/01/09521001008013/21/1'

function until(rules: readonly Json[], event: object = {}): string {
  const read = readRules({ rules })
  assert.ok(read.ok, JSON.stringify(read))
  const eventTime = '2026-03-01T08:00:00Z'
  const whole = {
    type: 'ObjectEvent',
    eventTime,
    eventTimeZoneOffset: '+00:00',
    action: 'ADD',
    epcList: [TIN],
    ...event,
  } as EpcisEvent
  const found = untilOf(read.value, {
    event: whole,
    context: CONTEXT,
    eventID: '',
    eventTime: microsOf(whole.eventTime) ?? 0,
    recordTime: 0,
  })
  return found.until === Infinity
    ? 'for good'
    : new Date(found.until / 1000).toISOString().slice(0, 16)
}

suite('retention rules', () => {
  test('a period is added by the calendar, and a day that does not exist is never the day before', () => {
    const add = (moment: string, period: string): string => {
      const read = periodOf(period)
      assert.ok(read)
      return new Date(after(microsOf(moment) ?? 0, read) / 1000).toISOString()
    }
    assert.equal(add('2026-03-01T08:00:00.123Z', 'P3Y'), '2029-03-01T08:00:00.123Z')
    assert.equal(add('2028-02-29T00:00:00Z', 'P1Y'), '2029-03-01T00:00:00.000Z')
    assert.equal(add('2026-08-31T00:00:00Z', 'P6M'), '2027-03-03T00:00:00.000Z')
    assert.equal(add('1969-12-31T23:59:59.5Z', 'P1W'), '1970-01-07T23:59:59.500Z')
    for (const none of ['P', 'P0D', 'PT5H', '3Y', 'P1.5Y', 'P-1Y']) {
      assert.equal(periodOf(none), undefined, none)
    }
    assert.equal(after(0, { years: 9999, months: 0, days: 999_999_999 }), Infinity)
  })

  test('the longest rule counts, and the longest clock of a rule', () => {
    assert.equal(until([rule({})]), '2028-03-01T08:00')
    const three = rule({ id: 'three', keep: [{ after: 'eventTime', for: 'P3Y' }] })
    assert.equal(until([rule({}), three]), '2029-03-01T08:00')
    const both = rule({
      keep: [
        { after: 'eventTime', for: 'P1M' },
        { after: 'eventTime', for: 'P1D' },
      ],
    })
    assert.equal(until([both]), '2026-04-01T08:00')
  })

  test('expiry is the date that ILMD gives, under any prefix, at the end of its day; else the clock falls back', () => {
    const expiry = rule({ keep: [{ after: 'expiry', for: 'P6M', else: 'P2Y' }] })
    assert.equal(until([expiry]), '2028-03-01T08:00')
    const good = (ilmd: object): string => until([expiry], { ilmd })
    assert.equal(good({ 'cbvmda:itemExpirationDate': '2030-01-31' }), '2030-08-01T12:00')
    assert.equal(good({ 'urn:epcglobal:cbv:mda#bestBeforeDate': '2030-01-31' }), '2030-08-01T12:00')
    assert.equal(good({ 'cbvmda:itemExpirationDate': 'soon' }), '2028-03-01T08:00')
    const both = {
      'cbvmda:bestBeforeDate': '2029-01-01',
      'cbvmda:itemExpirationDate': '2030-01-31',
    }
    assert.equal(good(both), '2030-08-01T12:00')
    assert.equal(good({ 'example:itemExpirationDate': '2030-01-31' }), '2028-03-01T08:00')
  })

  test('what no confirmed rule covers is kept for good; a rule only remembered lengthens, and lets nothing go', () => {
    const remembered = { certainty: 'M', keep: [{ after: 'eventTime', for: 'P20Y' }] }
    assert.equal(until([rule(remembered)]), 'for good')
    assert.equal(until([rule({ ...remembered, certainty: 'U' })]), 'for good')
    assert.equal(until([rule({}), rule({ ...remembered, id: 'm' })]), '2046-03-01T08:00')
    const confirmed = { ...remembered, confirmed: { by: 'Wang', on: '2026-11-01' } }
    assert.equal(until([rule(confirmed)]), '2046-03-01T08:00')
    assert.equal(until([rule({ certainty: 'H' })]), '2028-03-01T08:00')
  })

  test('a rule covers what its query and its classes both hold for', () => {
    const covered = (covers: object, event: object = {}): boolean =>
      until([rule({ covers })], event) !== 'for good'
    assert.ok(covered({ classes: ['09521001008013'] }))
    assert.ok(covered({ classes: ['9521001008013'] }))
    assert.ok(covered({ classes: ['0952100100*'] }))
    assert.ok(covered({ classes: ['urn:epc:idpat:sgtin:9521001.000801.*'] }))
    assert.ok(!covered({ classes: ['0952100100802*'] }))
    assert.ok(covered({ classes: ['0952100100802*', '0952100100801*'] }))
    const inspecting = { bizStep: 'inspecting' }
    assert.ok(covered({ events: { EQ_bizStep: 'inspecting|packing' } }, inspecting))
    assert.ok(!covered({ events: { EQ_bizStep: 'packing' } }, inspecting))
    const both = { events: { EQ_bizStep: 'packing' }, classes: ['0952100100801*'] }
    assert.ok(!covered(both, inspecting))
    const cow = { epcList: ['urn:epc:id:giai:9521001.cow7'] }
    assert.ok(!covered({ classes: ['0952100100801*'] }, cow))
  })

  test('a file with many faults has each of them named, with its place', () => {
    const read = readRules({
      rule: [],
      rules: [
        rule({ id: 'a b', keep: [] }),
        rule({ covers: {}, certainty: 'sure', keep: [{ after: 'eventTime', for: '3 years' }] }),
        rule({ covers: { classes: ['milk'], events: { EQ_bizSteps: 'x', orderBy: 'eventTime' } } }),
        rule({
          id: 'x',
          keep: [
            { after: 'expiry', for: 'P6M' },
            { after: 'birth', for: 'P1Y' },
          ],
        }),
        rule({ id: 'x', source: { name: 'a law' }, confirmed: { by: '', on: 'today' } }),
        { id: 'y', coverage: 1 },
        7,
      ],
    })
    assert.ok(!read.ok)
    assert.deepEqual(
      read.problems.map(({ at, rule: broken }) => `${at} ${broken}`),
      [
        '/rule unknown-member',
        '/rules/0/id value',
        '/rules/0/keep empty',
        '/rules/1/covers empty',
        '/rules/1/keep/0/for period',
        '/rules/1/certainty value',
        '/rules/2/covers/events/orderBy not-here',
        '/rules/2/covers/events/EQ_bizSteps unknown-parameter',
        '/rules/2/covers/classes/0 class',
        '/rules/3/keep/0/else missing',
        '/rules/3/keep/1/after value',
        '/rules/4/source/edition missing',
        '/rules/4/confirmed/by value',
        '/rules/4/confirmed/on value',
        '/rules/5/covers missing',
        '/rules/5/keep missing',
        '/rules/5/source missing',
        '/rules/5/certainty missing',
        '/rules/5/coverage unknown-member',
        '/rules/6 wrong-type',
        '/rules repeated',
      ],
    )
    for (const { says } of read.problems) assert.ok(says.length > 5)
    assert.ok(!readRules([]).ok)
    assert.ok(!readRules({ rules: [] }).ok)
  })
})
