import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { boundCases } from './cases/bounds.ts'
import { gapCases } from './cases/gaps.ts'
import { linkCases } from './cases/links.ts'
import { walkCases } from './cases/walks.ts'
import { historyCases, whereCases } from './cases/whereabouts.ts'
import { plainHistory, plainTrace, plainWhere } from './plain-reading.ts'
import { eventIDOf, lot, made, minute, packed, saw, story, tanker, tin, tinLot } from './tell.ts'

describe('the plain reading of traces', () => {
  for (const asked of [...linkCases, ...walkCases, ...boundCases, ...gapCases])
    it(asked.sentence, () => {
      const { certain = [], possible = [], gaps = [] } = asked
      const trace = plainTrace(asked.events, asked.question)
      const told = new Map(trace?.things.map((thing) => [thing.id, thing.certainty]))
      const expected = new Map([
        ...certain.map((id) => [id, 'certain'] as const),
        ...possible.map((id) => [id, 'possible'] as const),
      ])
      assert.deepEqual(told, expected)
      assert.deepEqual(
        new Set(trace?.gaps),
        new Set(gaps.map(([kind, id, event]) => ({ kind, id, eventID: eventIDOf(event) }))),
      )
      assert.equal(trace?.complete, asked.complete ?? gaps.length === 0)
    })

  it('gives each link the event that made it, and its certainty', () => {
    const [T, M1, M2, S1, c1] = [tanker('T'), lot('M1'), lot('M2'), lot('S1'), tin('c1')]
    const events = story(
      packed(1, 'ADD', { parent: T, children: [M1] }, { id: 'load' }),
      made(2, [T], [], { id: 'fill', mix: 'x' }),
      made(3, [], [S1], { id: 'draw', mix: 'x' }),
      made(4, [M2], [], { id: 'late', mix: 'x' }),
      made(5, [S1], [c1], { id: 'can', lot: 'F7' }),
    )
    const link = (from: string, to: string, event: string, time: number): object => {
      return { from, to, eventID: eventIDOf(event), eventTime: minute(time) }
    }
    assert.deepEqual(
      new Set(plainTrace(events, { of: c1, direction: 'backward' })?.links),
      new Set([
        { ...link(tinLot('F7'), c1, 'can', 5), how: 'of-lot', certainty: 'certain' },
        { ...link(S1, c1, 'can', 5), how: 'made-from', certainty: 'certain' },
        { ...link(T, S1, 'draw', 3), how: 'made-from', certainty: 'certain' },
        { ...link(M2, S1, 'draw', 3), how: 'made-from', certainty: 'possible' },
        { ...link(M1, T, 'load', 1), how: 'packed-in', certainty: 'certain' },
      ]),
    )
  })

  it('tells a link once, and as certain, that is followed both ways', () => {
    const events = story(
      made(1, [lot('M1')], [], { mix: 'x' }),
      made(2, [], [lot('S1')], { id: 'draw', mix: 'x' }),
      made(3, [lot('M1')], [], { mix: 'x' }),
    )
    const trace = plainTrace(events, { of: lot('M1'), direction: 'forward' })
    assert.deepEqual(
      trace?.links.map(({ eventID, certainty }) => [eventID, certainty]),
      [[eventIDOf('draw'), 'certain']],
    )
  })

  it('leaves out the links to what is farther than the depth', () => {
    const events = story(
      made(1, [lot('M1')], [lot('S1')]),
      made(2, [lot('S1')], [lot('S2')], { id: 'near' }),
    )
    const trace = plainTrace(events, { of: lot('S2'), direction: 'backward', depth: 1 })
    assert.deepEqual(
      trace?.links.map(({ eventID }) => eventID),
      [eventIDOf('near')],
    )
    assert.deepEqual(
      trace?.things.map(({ id, distance }) => [id, distance]),
      [[lot('S1'), 1]],
    )
  })

  it('knows nothing of a thing never seen', () => {
    const events = story(saw(1, 'ADD', [tin('c1')]))
    assert.equal(plainTrace(events, { of: tin('c2'), direction: 'backward' }), undefined)
    assert.equal(plainWhere(events, { of: tin('c2') }), undefined)
    assert.equal(plainHistory(events, tin('c2')), undefined)
  })
})

describe('the plain reading of whereabouts', () => {
  for (const { sentence, events, question, where } of whereCases)
    it(sentence, () => {
      const told = plainWhere(events, question)
      const looked = Object.keys(where).map((key) => [key, told?.[key as keyof typeof where]])
      assert.deepEqual(Object.fromEntries(looked), where)
    })

  for (const { sentence, events, of, lived } of historyCases)
    it(sentence, () => {
      const told = plainHistory(events, of)?.map(({ event, through }) => [event.eventID, through])
      assert.deepEqual(
        told,
        lived.map(([event, through]) => [eventIDOf(event), through]),
      )
    })
})
