import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { Lot } from '@suyuan/core/balance/lot'
import { moveOf } from '@suyuan/core/balance/move'
import { readBalanceRules } from '@suyuan/core/balance/read-rules'
import { Transformation } from '@suyuan/core/balance/transformation'
import type { BalanceRules } from '@suyuan/core/balance/rules'
import type { Told } from '@suyuan/core/balance/counting'
import { compare, decimalOf, minus, numberOf, plus, times } from '@suyuan/core/balance/decimal'
import type { EpcisEvent } from '@suyuan/core/event/event'
import { readContext } from '@suyuan/core/event/context'
import { microsOf } from '@suyuan/core/event/micros'
import { flowEventOf } from '@suyuan/core/flow/read'
import { lot, made, place, saw, tin, type Told as Part } from '../trace/tell.ts'

const RULES: BalanceRules = rulesOf({
  tolerances: [
    { id: 'all', covers: 'everything', loss: { share: 0.01, kg: 1 }, gain: { share: 0.01 } },
  ],
  products: [{ classes: ['06901234567892'], netWeight: { value: 0.9, uom: 'KGM' } }],
})

function rulesOf(given: object): BalanceRules {
  const read = readBalanceRules(JSON.parse(JSON.stringify(given)) as never)
  assert.ok(read.ok)
  return read.value
}

const CONTEXT = readContext(undefined)

function toldOf(event: EpcisEvent, order: number): Told {
  const eventTime = microsOf(event.eventTime) ?? 0
  const eventID = event.eventID ?? `urn:example:${order}`
  const flow = flowEventOf(event, CONTEXT, { time: eventTime, order, eventID, void: false })
  const candidate = { event, context: CONTEXT, eventID, eventTime, recordTime: 0 }
  return { flow, candidate }
}

const WEIGHTS = (): object => ({ density: decimalOf(1030), piece: decimalOf(0.9) })

/** Sums and verdict; not who told it, nor when. */
function weighed(events: readonly EpcisEvent[]): unknown {
  const transformation = new Transformation('urn:example:mix:1', RULES)
  for (const [order, event] of events.entries())
    transformation.add(toldOf(event, order), () => undefined)
  const balance = transformation.balance(WEIGHTS)
  if (balance === undefined) return undefined
  const { sums, verdict } = balance
  const { lines: _, dimension, difference, ...each } = sums
  const all = Object.entries(each).map(([name, { value, atLeast }]) => [
    name,
    numberOf(value),
    atLeast,
  ])
  return {
    dimension,
    all,
    difference: difference && numberOf(difference),
    verdict: verdict.verdict,
  }
}

/** Amounts as plants write them: grams to tonnes, three places. */
const grams = fc.integer({ min: 1, max: 9_999_999 })
const kilograms = (value: number): number => Number(`${value}e-3`)

const side = fc.constantFrom('in', 'out', 'loss', 'sample')
const part = fc.record({ side, what: fc.constantFrom('A', 'B', 'C'), grams, unknown: fc.boolean() })
const parts = fc.array(part, { minLength: 1, maxLength: 12 })
type Given = { side: string; what: string; grams: number; unknown: boolean }

const STEP: Readonly<Record<string, object>> = {
  loss: { step: 'destroying' },
  sample: { step: 'sampling' },
}

function eventOf({ side: on, what }: Given, amount: Part, nth = 0): EpcisEvent {
  const saying = { mix: '1', ...STEP[on], id: `${on}${what}${nth}` }
  return on === 'in' ? made(1, [amount], [], saying) : made(2, [], [amount], saying)
}

const amountOf = (given: Given): Part =>
  given.unknown ? lot(given.what) : [lot(given.what), kilograms(given.grams), 'KGM']

suite('a balance', () => {
  test('does not hang on the order in which its events arrive', () => {
    fc.assert(
      fc.property(parts, fc.infiniteStream(fc.nat()), (given, order) => {
        const events = given.map((one, i) => eventOf(one, amountOf(one), i))
        const keys = new Map(events.map((event) => [event, order.next().value as number]))
        const shuffled = events.toSorted((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0))
        assert.deepEqual(weighed(shuffled), weighed(events))
      }),
    )
  })

  test('does not hang on how an amount was split over events', () => {
    fc.assert(
      fc.property(parts, fc.nat(), (given, at) => {
        const whole = given.map((one) => eventOf(one, amountOf(one)))
        const split = given.flatMap((one) => {
          const first = at % one.grams
          if (one.unknown || first === 0) return [eventOf(one, amountOf(one))]
          return [first, one.grams - first].map((some, nth) =>
            eventOf(one, [lot(one.what), kilograms(some), 'KGM'], nth),
          )
        })
        assert.deepEqual(weighed(split), weighed(whole))
      }),
    )
  })

  test('does not hang on the units that amounts are told in', () => {
    const units = [
      (one: number) => [kilograms(one), 'KGM'],
      (one: number) => [one, 'GRM'],
      (one: number) => [Number(`${one}e-6`), 'TNE'],
    ] as const
    fc.assert(
      fc.property(parts, fc.infiniteStream(fc.nat({ max: 2 })), (given, choice) => {
        const told = given.map((one) => {
          const [value, uom] = units[choice.next().value as 0 | 1 | 2](one.grams)
          const amount = one.unknown ? lot(one.what) : ([lot(one.what), value, uom] as Part)
          return eventOf(one, amount)
        })
        assert.deepEqual(weighed(told), weighed(given.map((one) => eventOf(one, amountOf(one)))))
      }),
    )
  })

  test('is not judged where anything in it is unknown, and else is exactly the whole grams of it', () => {
    fc.assert(
      fc.property(parts, (given) => {
        const told = weighed(given.map((one) => eventOf(one, amountOf(one)))) as {
          difference?: number
          verdict: string
        }
        if (given.some(({ unknown }) => unknown)) {
          assert.equal(told.difference, undefined)
          assert.equal(told.verdict, 'not-judged')
          return
        }
        const sum = given.reduce(
          (all, one) => all + (one.side === 'in' ? one.grams : -one.grams),
          0,
        )
        assert.equal(told.difference, kilograms(sum))
      }),
    )
  })

  test('of litres and tins is by density and net weight, in either case exactly', () => {
    const litres = made(1, [[lot('A'), 10, 'LTR']], [tin('c1'), tin('c2')], { mix: '1' })
    assert.partialDeepStrictEqual(weighed([litres]), { dimension: 'mass', difference: 8.5 })
    const repacked = made(1, [[lot('A'), 2]], [tin('c1'), tin('c2')], { mix: '1' })
    assert.partialDeepStrictEqual(weighed([repacked]), { dimension: 'mass', difference: 0 })
  })
})

suite('a lot', () => {
  const X = lot('X')
  const story = fc.array(
    fc.record({
      time: fc.nat({ max: 20 }),
      what: fc.constantFrom(
        'made',
        'used',
        'shipping',
        'receiving',
        'retail_selling',
        'destroying',
      ),
      grams,
      at: fc.constantFrom(1 as const, 2 as const),
    }),
    { maxLength: 12 },
  )
  const eventsOf = (
    given: readonly { time: number; what: string; grams: number; at: 1 | 2 }[],
  ): readonly EpcisEvent[] =>
    given.map(({ time, what, grams: amount, at }) => {
      const some: Part = [X, kilograms(amount), 'KGM']
      if (what === 'made') return made(time, [], [some], { at: place(at) })
      if (what === 'used') return made(time, [some], [], { at: place(at) })
      return saw(time, 'OBSERVE', [some], { step: what, at: place(at) })
    })
  const balanceOf = (events: readonly EpcisEvent[]): ReturnType<Lot['balance']> => {
    const all = new Lot(X, rulesOf({}))
    for (const [order, event] of events.entries()) {
      const move = moveOf(toldOf(event, order), X, rulesOf({}))
      if (move !== undefined) all.add(move, () => 0)
    }
    return all.balance({}, (where) => where)
  }

  test('is beyond what was made exactly where the whole grams say so, in any order of arrival', () => {
    fc.assert(
      fc.property(story, (given) => {
        const events = eventsOf(given)
        const told = balanceOf(events)
        assert.deepEqual(balanceOf(events.toReversed())?.beyond, told?.beyond)
        const sum = (...whats: readonly string[]): number =>
          given.reduce((all, one) => (whats.includes(one.what) ? all + one.grams : all), 0)
        const isMade = given.some(({ what }) => what === 'made')
        const gone = sum('used', 'retail_selling', 'destroying') - sum('made')
        assert.equal(told?.beyond.some(({ what }) => what === 'gone') ?? false, isMade && gone > 0)
      }),
    )
  })
})

test('decimals are what they are written as', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer(), (a, b) => {
      assert.equal(numberOf(decimalOf(a)), a)
      assert.equal(compare(minus(plus(decimalOf(a), decimalOf(b)), decimalOf(b)), decimalOf(a)), 0)
      assert.equal(numberOf(times(decimalOf(b), decimalOf(0.1))), Number(`${b}e-1`))
    }),
  )
  assert.equal(numberOf(plus(decimalOf(0.1), decimalOf(0.2))), 0.3)
})
