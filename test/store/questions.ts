import fc from 'fast-check'
import { readContext } from '@suyuan/core/event/context'
import type { EpcisEvent, Json } from '@suyuan/core/event/event'
import { microsOf } from '@suyuan/core/event/micros'
import type { matches } from '@suyuan/core/query/matches'
import type { SettledCondition, SettledQuery } from '@suyuan/core/query/query'
import type { Engine } from '../../packages/server/src/db/engine.ts'
import { ask, event, keep, mentions, SOME, STANDARD, tin } from './events.ts'

const STEPS = ['packing', 'shipping', 'https://example.com/step']
const PLACES = ['https://id.gs1.org/414/9521001000017', 'urn:example:loc:7']

const condition: fc.Arbitrary<SettledCondition> = fc.oneof(
  fc.record<Extract<SettledCondition, { kind: 'oneOf' }>>({
    kind: fc.constant('oneOf' as const),
    field: fc.constantFrom('type', 'action', 'bizStep', 'disposition', 'readPoint', 'bizLocation'),
    values: fc.subarray(
      [
        'ObjectEvent',
        'AggregationEvent',
        'ADD',
        'OBSERVE',
        ...STEPS,
        'in_transit',
        ...PLACES,
        'nowhere',
      ],
      { minLength: 1 },
    ),
  }),
  fc.record<Extract<SettledCondition, { kind: 'time' }>>({
    kind: fc.constant('time' as const),
    field: fc.constant('eventTime' as const),
    compare: fc.constantFrom('ge', 'lt'),
    than: fc.integer({ min: 1, max: 5 }).map((day) => microsOf(`2026-03-0${day}T03:00:00Z`) ?? 0),
  }),
  fc.integer({ min: 0, max: 9 }).map((n): SettledCondition => mentions(tin(`S${n}`))),
  fc
    .integer({ min: 0, max: 3 })
    .map((n): SettledCondition => ({ kind: 'transformation', ids: [`urn:example:xform:${n}`] })),
  fc.subarray([5003, 5011, 5050, 9999]).map((ns): SettledCondition => ({
    kind: 'named',
    eventIDs: ns.flatMap((n) => event(n).eventID ?? []),
  })),
  fc.constant<SettledCondition>({ kind: 'declaredWrong' }),
)

/** Questions of every kind of condition. */
export const queries: fc.Arbitrary<SettledQuery> = fc.record(
  {
    where: fc.array(condition, { maxLength: 3 }),
    orderBy: fc.constantFrom('eventTime', 'recordTime'),
    direction: fc.constantFrom('ASC', 'DESC'),
  },
  { requiredKeys: ['where', 'direction'] },
)

/** Events of every type, field and time, each of which names SOME. */
export async function keepSome(engine: Engine): Promise<readonly Parameters<typeof matches>[1][]> {
  const events: EpcisEvent[] = []
  for (let n = 0; n < 120; n++) {
    const common = {
      eventTime: `2026-03-0${1 + (n % 4)}T0${n % 7}:00:00.000Z`,
      ...(n % 3 === 0 ? {} : { bizStep: STEPS[n % STEPS.length] }),
      ...(n % 5 === 0 ? { disposition: 'in_transit' } : {}),
      ...(n % 2 === 0 ? { readPoint: { id: PLACES[n % 4 === 0 ? 0 : 1] } } : {}),
      ...(n % 4 === 1 ? { bizLocation: { id: PLACES[n % 8 === 1 ? 0 : 1] } } : {}),
      ...(n % 11 === 0 ? { errorDeclaration: { declarationTime: '2026-03-09T00:00:00Z' } } : {}),
    }
    const kinds = [
      { ...common, action: 'ADD', epcList: [SOME, tin(`S${n % 9}`)] },
      {
        ...common,
        type: 'AggregationEvent',
        action: 'OBSERVE',
        parentID: SOME,
        childEPCs: [tin(`S${n % 9}`)],
        epcList: undefined,
      },
      {
        ...common,
        type: 'TransformationEvent',
        action: undefined,
        epcList: undefined,
        inputEPCList: [SOME],
        outputEPCList: [tin(`S${n % 9}`)],
        transformationID: `urn:example:xform:${n % 3}`,
      },
    ]
    events.push(JSON.parse(JSON.stringify(event(5000 + n, kinds[n % 3]))) as EpcisEvent)
  }
  await keep(engine, events)
  const stored = await ask(engine, { where: [mentions(SOME)] })
  const context = readContext(JSON.parse(STANDARD) as Json)
  return stored.map(({ body, eventID, recordTime }) => {
    const one = JSON.parse(body) as EpcisEvent
    return { event: one, context, eventID, eventTime: microsOf(one.eventTime) ?? 0, recordTime }
  })
}
