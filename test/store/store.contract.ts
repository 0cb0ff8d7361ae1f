import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import fc from 'fast-check'
import { readContext } from '@suyuan/core/event/context'
import type { EpcisEvent } from '@suyuan/core/event/event'
import { microsOf } from '@suyuan/core/event/micros'
import { matches } from '@suyuan/core/query/matches'
import type { Condition, Query } from '@suyuan/core/query/query'
import { intake } from '../../packages/server/src/capture/intake.ts'
import { takeIn } from '../../packages/server/src/catalogue/take-in.ts'
import { catalogue } from '../../packages/server/src/catalogue/catalogue.ts'
import type { Engine } from '../../packages/server/src/db/engine.ts'
import { find } from '../../packages/server/src/query/find.ts'
import { namedEvent } from '../../packages/server/src/query/named-event.ts'
import type { Place } from '../../packages/server/src/query/page-token.ts'
import { append, type Appended } from '../../packages/server/src/store/append.ts'
import { OURSELVES } from '../../packages/server/src/store/follow.ts'
import type { Fresh } from '../../packages/server/src/store/fresh.ts'
import { stage } from '../../packages/server/src/store/stage.ts'
import type { Stored } from '../../packages/server/src/store/stored.ts'

const STANDARD = '"https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"'
const take = intake(STANDARD)

export const tin = (serial: string | number): string =>
  `https://id.gs1.org/01/09521001008013/21/${serial}`

/** A valid event; `n` makes its eventID. */
export function event(n: number, more: object = {}): EpcisEvent {
  return {
    type: 'ObjectEvent',
    eventID: `urn:uuid:00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    eventTime: '2026-03-01T08:00:00.000+08:00',
    eventTimeZoneOffset: '+08:00',
    action: 'OBSERVE',
    bizStep: 'inspecting',
    epcList: [tin(n)],
    ...more,
  } as EpcisEvent
}

let next = 100
let clock = Date.parse('2026-03-02T00:00:00Z') * 1000

/** Appends as a capture does, one second after the last. */
export function keep(
  engine: Engine,
  events: readonly EpcisEvent[],
  staged?: string,
): Promise<Appended> {
  clock += 1_000_000
  return engine.write(append, {
    party: 'tests',
    credential: 'none',
    now: clock,
    events: readied(events),
    masterData: [],
    behaviour: 'rollback',
    ...(staged !== undefined && { staged }),
  })
}

function readied(events: readonly EpcisEvent[]): readonly Fresh[] {
  return events.map((one, index) => {
    const taken = take({
      text: JSON.stringify(one),
      pointer: `/${index}`,
      index,
      line: 1,
      column: 1,
    })
    assert.ok(taken.ok, JSON.stringify(taken))
    return taken.event
  })
}

export async function ask(
  engine: Engine,
  query: Partial<Query>,
  perPage = 10_000,
): Promise<readonly Stored[]> {
  const found = await engine.read(find, {
    viewer: OURSELVES,
    query: { where: [], direction: 'DESC', ...query },
    perPage,
  })
  assert.ok('events' in found)
  return found.events
}

const idsOf = (events: readonly Stored[]): readonly string[] => events.map((one) => one.eventID)

/** What any engine must do to be ours. */
export function storeContract(name: string, open: () => Promise<Engine>): void {
  suite(`the store on ${name}`, () => {
    let engine: Engine
    before(async () => {
      engine = await open()
    })
    after(() => engine[Symbol.asyncDispose]())

    test('keeps an event as it came, under the name it gave or its event hash', async () => {
      const { eventID: _, ...nameless } = event(1)
      await keep(engine, [event(2), nameless as EpcisEvent])
      const [named] = await engine.read(namedEvent, {
        viewer: OURSELVES,
        eventID: event(2).eventID ?? '',
      })
      assert.equal(named?.body, JSON.stringify(event(2)))
      const [found] = await ask(engine, { where: [mentions(tin(1))] })
      assert.match(found?.eventID ?? '', /^ni:\/\/\/sha-256;[0-9a-f]{64}\?ver=CBV2\.0$/)
      const byHash = await engine.read(namedEvent, {
        viewer: OURSELVES,
        eventID: found?.eventID ?? '',
      })
      assert.deepEqual(
        byHash.map((one) => one.position),
        [found?.position],
      )
    })

    test('keeps the same event once, however it is spelt and wherever it comes again', async () => {
      const spelt = event(10, {
        bizStep: 'urn:epcglobal:cbv:bizstep:inspecting',
        epcList: ['urn:epc:id:sgtin:9521001.000801.10'],
      })
      assert.deepEqual(await keep(engine, [event(10), spelt]), { added: 1, conflicts: [] })
      assert.deepEqual(await keep(engine, [spelt]), { added: 0, conflicts: [] })
      assert.equal((await ask(engine, { where: [mentions(tin(10))] })).length, 1)
    })

    test('refuses another event under a name that is taken, with all that came with it', async () => {
      await keep(engine, [event(20)])
      const { added, conflicts } = await keep(engine, [
        event(21),
        event(20, { disposition: 'damaged' }),
      ])
      assert.deepEqual([added, conflicts.map(({ at }) => at)], [0, ['/1']])
      assert.deepEqual(await ask(engine, { where: [mentions(tin(21))] }), [])
      // What the event hash leaves out is content all the same.
      const certified = event(20, { certificationInfo: 'https://example.com/cert' })
      assert.equal((await keep(engine, [certified])).conflicts.length, 1)
    })

    test('keeps an error declaration beside the event it names, in either order, and once', async () => {
      const errorDeclaration = { declarationTime: '2026-03-02T08:00:00Z', reason: 'incorrect_data' }
      for (const [n, order] of [
        [30, [false, true]],
        [31, [true, false]],
      ] as const) {
        for (const declares of order)
          await keep(engine, [event(n, declares ? { errorDeclaration } : {})])
        await keep(engine, [event(n, { errorDeclaration })])
        const kept = await engine.read(namedEvent, {
          viewer: OURSELVES,
          eventID: event(n).eventID ?? '',
        })
        assert.deepEqual(
          kept.map((one) => one.declares),
          order,
        )
      }
    })

    test('lets a capture that is taken back leave nothing, and the next one through', async () => {
      const before = await ask(engine, {})
      await keep(engine, [event(40)])
      await Promise.all([
        keep(engine, [event(41), event(40, { disposition: 'damaged' })]),
        keep(engine, [event(42)]),
        keep(engine, [event(40, { disposition: 'expired' }), event(43)]),
        keep(engine, [event(44)]),
      ])
      const after = idsOf(await ask(engine, {})).slice(before.length)
      assert.deepEqual(
        after,
        [40, 42, 44].map((n) => event(n).eventID),
      )
    })

    test('never lets the record time fall, even when the clock does', async () => {
      const earlier = clock
      clock -= 3_600_000_000
      await keep(engine, [event(50)])
      clock = earlier
      const times = (await ask(engine, {})).map((one) => one.recordTime)
      assert.deepEqual(
        times,
        times.toSorted((a, b) => a - b),
      )
    })

    for (const [orderBy, direction] of [
      [undefined, 'DESC'],
      ['eventTime', 'ASC'],
      ['eventTime', 'DESC'],
      ['recordTime', 'DESC'],
    ] as const) {
      test(`pages by ${orderBy ?? 'capture'} ${direction} neither skip nor repeat while others write`, async () => {
        const query = { where: [], direction, ...(orderBy && { orderBy }) }
        const whole = idsOf(await ask(engine, query))
        const paged: string[] = []
        let after: Place | undefined
        do {
          const found = await engine.read(find, {
            viewer: OURSELVES,
            query,
            perPage: 3,
            ...(after && { after }),
          })
          assert.ok('events' in found)
          paged.push(...idsOf(found.events))
          await keep(engine, [event(next++)])
          after = found.next
        } while (after !== undefined)
        assert.deepEqual(paged, whole)
      })
    }

    test('keeps all parts of a large capture, or none of them', async () => {
      const before = idsOf(await ask(engine, {}))
      await engine.write(stage, {
        capture: 'large',
        part: 0,
        events: readied([event(900), event(901)]),
      })
      assert.deepEqual(idsOf(await ask(engine, {})), before)
      const refused = await keep(engine, [event(20, { disposition: 'damaged' })], 'large')
      assert.deepEqual([refused.added, refused.conflicts.length], [0, 1])
      assert.deepEqual(idsOf(await ask(engine, {})), before)
      const taken = await keep(engine, [event(902)], 'large')
      assert.deepEqual(taken, { added: 3, conflicts: [] })
      const added = idsOf(await ask(engine, {})).slice(before.length)
      assert.deepEqual(
        added,
        [900, 901, 902].map((n) => event(n).eventID),
      )
    })

    test('finds each of many random codes, through every merge of the index', async () => {
      const ROUNDS = 100
      for (let round = 0; round < ROUNDS; round++) {
        await keep(engine, [
          event(1000 + round, { epcList: Array.from({ length: 40 }, (_, i) => code(round, i)) }),
        ])
      }
      for (let round = 0; round < ROUNDS; round++) {
        for (const i of [0, 17, 39]) {
          const found = await ask(engine, { where: [mentions(code(round, i))] })
          assert.deepEqual(idsOf(found), [event(1000 + round).eventID])
        }
      }
      assert.deepEqual(await ask(engine, { where: [mentions(tin('NEVER'))] }), [])
    })

    test('counts what is commissioned in its catalogue, and takes back what is declared wrong', async () => {
      const made = event(2000, {
        action: 'ADD',
        epcList: [tin('K1'), tin('K2')],
        ilmd: { 'cbvmda:lotNumber': 'L9' },
      })
      const errorDeclaration = { declarationTime: '2026-03-02T08:00:00Z', reason: 'did_not_occur' }
      await keep(engine, [
        made,
        event(2001, { action: 'ADD', epcList: [tin('K3')], ilmd: { 'cbvmda:lotNumber': 'L9' } }),
      ])
      const items = async (): Promise<number | undefined> => {
        while ((await engine.write(takeIn, undefined)).left > 0);
        const { products } = await engine.read(catalogue, undefined)
        return products.flatMap(({ lots }) => lots).find(({ id }) => id.endsWith('/10/L9'))?.items
      }
      assert.equal(await items(), 3)
      await keep(engine, [{ ...made, errorDeclaration } as EpcisEvent])
      assert.equal(await items(), 1)
    })

    test('answers every question as its plain meaning says', async () => {
      const kept = await keepSome(engine)
      await fc.assert(
        fc.asyncProperty(queries, async (query) => {
          const found = idsOf(
            await ask(engine, { ...query, where: [...query.where, mentions(SOME)] }),
          )
          const meant = kept
            .filter((candidate) => matches(query, candidate))
            .map((one) => one.eventID)
          assert.deepEqual(found.toSorted(), meant.toSorted())
        }),
        { numRuns: 300 },
      )
    })
  })
}

const SOME = 'urn:example:some'

const code = (round: number, i: number): string =>
  tin(`${((round * 40 + i + 1) * 2_654_435_761) % 2 ** 32}X${round}`)

const mentions = (...things: readonly string[]): Condition => ({
  kind: 'mentions',
  roles: ['epcList', 'childEPCs', 'parentID', 'inputEPCList', 'outputEPCList'],
  things,
})

const STEPS = ['packing', 'shipping', 'https://example.com/step']
const PLACES = ['https://id.gs1.org/414/9521001000017', 'urn:example:loc:7']

/** Events of every type, field and time, each of which names SOME. */
async function keepSome(engine: Engine): Promise<readonly Parameters<typeof matches>[1][]> {
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
  const context = readContext(JSON.parse(STANDARD))
  return stored.map(({ body, eventID, recordTime }) => {
    const one = JSON.parse(body) as EpcisEvent
    return { event: one, context, eventID, eventTime: microsOf(one.eventTime) ?? 0, recordTime }
  })
}

const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
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
  fc.record({
    kind: fc.constant('time' as const),
    field: fc.constant('eventTime' as const),
    compare: fc.constantFrom('ge', 'lt'),
    than: fc.integer({ min: 1, max: 5 }).map((day) => microsOf(`2026-03-0${day}T03:00:00Z`) ?? 0),
  }),
  fc.integer({ min: 0, max: 9 }).map((n) => mentions(tin(`S${n}`))),
  fc
    .integer({ min: 0, max: 3 })
    .map((n): Condition => ({ kind: 'transformation', ids: [`urn:example:xform:${n}`] })),
  fc.subarray([5003, 5011, 5050, 9999]).map((ns): Condition => ({
    kind: 'named',
    eventIDs: ns.flatMap((n) => event(n).eventID ?? []),
  })),
  fc.constant<Condition>({ kind: 'declaredWrong' }),
)

const queries: fc.Arbitrary<Query> = fc.record(
  {
    where: fc.array(condition, { maxLength: 3 }),
    orderBy: fc.constantFrom('eventTime', 'recordTime'),
    direction: fc.constantFrom('ASC', 'DESC'),
  },
  { requiredKeys: ['where', 'direction'] },
)
