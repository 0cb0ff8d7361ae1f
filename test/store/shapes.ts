import fc from 'fast-check'
import { readContext } from '@suyuan/core/event/context'
import type { EpcisEvent, Json } from '@suyuan/core/event/event'
import { microsOf } from '@suyuan/core/event/micros'
import type { Candidate, matches } from '@suyuan/core/query/matches'
import {
  EVERY_ROLE,
  type SettledCondition,
  type SettledQuery,
  type Role,
} from '@suyuan/core/query/query'
import type { Engine } from '../../packages/server/src/db/engine.ts'
import { ask, clock, event, keep, STANDARD, tin } from './events.ts'

export type Kept = Parameters<typeof matches>[1] & { readonly position: number }

const DAY = 86_400_000_000
const FIRST = microsOf('2026-03-01T00:00:00Z') ?? 0
const EVENTS = 200
const STEPS = ['packing', 'shipping', 'https://example.com/step']
const PLACES = ['https://id.gs1.org/414/9521001000017', 'urn:example:loc:7']
const TYPES = [
  'ObjectEvent',
  'AggregationEvent',
  'TransactionEvent',
  'TransformationEvent',
  'AssociationEvent',
]
const DISPOSITIONS = ['in_transit', 'https://example.com/disposition']
const item = (n: number): string => tin(`Q${n % 11}`)
const ofClass = (n: number): string => `https://id.gs1.org/01/09521001008013/10/Q${n % 7}`
const xform = (n: number): string => `urn:example:xform:${n % 3}`
const nameAt = (n: number): string => event(n).eventID ?? ''

/** Every type of event, and in it every place where a thing may stand. */
const SHAPES: readonly ((n: number) => object)[] = [
  (n) => ({ action: 'ADD', epcList: [item(n)], quantityList: [{ epcClass: ofClass(n) }] }),
  (n) => ({
    type: 'AggregationEvent',
    action: 'OBSERVE',
    parentID: item(n),
    childEPCs: [item(n + 1)],
    childQuantityList: [{ epcClass: ofClass(n), quantity: 3 }],
  }),
  (n) => ({
    type: 'TransactionEvent',
    action: 'ADD',
    bizTransactionList: [{ bizTransaction: 'urn:example:po:1' }],
    epcList: [item(n), item(n + 2)],
    ...(n % 2 === 0 ? { parentID: item(n + 3) } : {}),
  }),
  (n) => ({
    type: 'TransformationEvent',
    inputEPCList: [item(n)],
    inputQuantityList: [{ epcClass: ofClass(n), quantity: 2.5, uom: 'KGM' }],
    outputEPCList: [item(n + 1)],
    outputQuantityList: [{ epcClass: ofClass(n + 1) }],
    ...(n % 2 === 0 ? { transformationID: xform(n) } : {}),
  }),
  (n) => ({
    type: 'AssociationEvent',
    action: 'DELETE',
    parentID: item(n),
    childEPCs: [item(n + 1)],
  }),
]

function shaped(n: number): EpcisEvent {
  const { epcList: _, action: __, bizStep: ___, ...bare } = { ...event(n) } as Record<string, Json>
  return {
    ...bare,
    eventTime: `2026-03-0${1 + (n % 4)}T0${n % 7}:00:00.000Z`,
    ...(n % 3 === 0 ? {} : { bizStep: STEPS[n % STEPS.length] }),
    ...(n % 5 === 0 ? { disposition: DISPOSITIONS[n % 2] } : {}),
    ...(n % 2 === 0 ? { readPoint: { id: PLACES[n % 4 === 0 ? 0 : 1] } } : {}),
    ...(n % 4 === 1 ? { bizLocation: { id: PLACES[n % 8 === 1 ? 0 : 1] } } : {}),
    ...(n % 13 === 0 ? { errorDeclaration: { declarationTime: '2026-03-09T00:00:00Z' } } : {}),
    ...SHAPES[n % SHAPES.length]?.(n),
  } as unknown as EpcisEvent
}

/** Events of every shape, captured in several goes an hour apart, as a question sees them, in order of capture. */
export async function keepShapes(engine: Engine): Promise<readonly Kept[]> {
  clock.now = FIRST
  for (let from = 1; from <= EVENTS; from += 40) {
    clock.now += 3_600_000_000
    await keep(
      engine,
      Array.from({ length: 40 }, (_, i) => shaped(from + i)),
    )
  }
  const context = readContext(JSON.parse(STANDARD) as Json)
  const stored = await ask(engine, {})
  return stored.map(({ body, eventID, recordTime, position }) => {
    const one = JSON.parse(body) as Candidate['event']
    const eventTime = microsOf(one.eventTime) ?? 0
    return { event: one, context, eventID, eventTime, recordTime, position }
  })
}

const WORDS: Readonly<Record<string, readonly string[]>> = {
  type: TYPES,
  action: ['ADD', 'OBSERVE', 'DELETE'],
  bizStep: STEPS,
  disposition: DISPOSITIONS,
  readPoint: PLACES,
  bizLocation: PLACES,
}

const fields = Object.keys(WORDS) as Extract<SettledCondition, { kind: 'oneOf' }>['field'][]

const oneOf = fc
  .constantFrom(...fields)
  .chain((field) =>
    fc
      .subarray([...(WORDS[field] ?? []), 'nowhere'], { minLength: 1 })
      .map((values): SettledCondition => ({ kind: 'oneOf', field, values })),
  )

const times = fc.record({
  kind: fc.constant('time' as const),
  field: fc.constantFrom('eventTime' as const, 'recordTime' as const),
  compare: fc.constantFrom('ge' as const, 'lt' as const),
  than: fc.integer({ min: 0, max: 96 }).map((hour) => FIRST + (hour * DAY) / 24),
})

const mentioned: fc.Arbitrary<SettledCondition> = fc.record({
  kind: fc.constant('mentions' as const),
  roles: fc.subarray<Role>([...EVERY_ROLE], { minLength: 1 }),
  things: fc.array(
    fc.oneof(fc.nat(12).map(item), fc.nat(8).map(ofClass), fc.constant('urn:example:never')),
    { minLength: 1, maxLength: 12 },
  ),
})

const condition: fc.Arbitrary<SettledCondition> = fc.oneof(
  oneOf,
  times,
  mentioned,
  fc
    .array(fc.nat(4).map(xform), { minLength: 1, maxLength: 2 })
    .map((ids): SettledCondition => ({ kind: 'transformation', ids })),
  fc
    .array(fc.integer({ min: 1, max: 220 }).map(nameAt), { minLength: 1, maxLength: 30 })
    .map((eventIDs): SettledCondition => ({ kind: 'named', eventIDs })),
  fc.constant<SettledCondition>({ kind: 'declaredWrong' }),
)

/** Every kind of question: each condition, both orders both ways, cut and counted. */
export const questions: fc.Arbitrary<SettledQuery> = fc.record(
  {
    where: fc.array(condition, { maxLength: 3 }),
    orderBy: fc.constantFrom('eventTime', 'recordTime'),
    direction: fc.constantFrom('ASC', 'DESC'),
    eventCountLimit: fc.integer({ min: 1, max: 60 }),
  },
  { requiredKeys: ['where', 'direction'] },
)

/** The order that a question asks for; undefined: it asks for none. */
export function orderOf({
  orderBy,
  direction,
}: SettledQuery): ((a: Kept, b: Kept) => number) | undefined {
  if (orderBy === undefined) return undefined
  const sign = direction === 'ASC' ? 1 : -1
  const by = (one: Kept): number => (orderBy === 'eventTime' ? one.eventTime : one.position)
  return (a, b) => sign * (by(a) - by(b) || a.position - b.position)
}
