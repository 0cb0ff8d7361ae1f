import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import fc from 'fast-check'
import type { EpcisEvent } from '@suyuan/core/event/event'
import { matches } from '@suyuan/core/query/matches'
import { takeIn } from '../../packages/server/src/catalogue/take-in.ts'
import { catalogue } from '../../packages/server/src/catalogue/catalogue.ts'
import type { Engine } from '../../packages/server/src/db/engine.ts'
import { find } from '../../packages/server/src/query/find.ts'
import { namedEvent } from '../../packages/server/src/query/named-event.ts'
import type { Place } from '../../packages/server/src/query/place.ts'
import { OURSELVES } from '../../packages/server/src/store/follow.ts'
import { pack } from '../../packages/server/src/store/pack.ts'
import { stage } from '../../packages/server/src/store/stage.ts'
import type { Stored } from '../../packages/server/src/store/stored.ts'
import { ask, clock, event, keep, mentions, readied, SOME, tin } from './events.ts'
import { keepSome, queries } from './questions.ts'

let next = 100

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
      const earlier = clock.now
      clock.now -= 3_600_000_000
      await keep(engine, [event(50)])
      clock.now = earlier
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
        packed: pack(readied([event(900), event(901)])),
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
        const { products } = await engine.read(catalogue, OURSELVES)
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

const code = (round: number, i: number): string =>
  tin(`${((round * 40 + i + 1) * 2_654_435_761) % 2 ** 32}X${round}`)
