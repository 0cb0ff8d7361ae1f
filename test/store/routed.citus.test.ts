import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { EpcisEvent } from '@suyuan/core/event/event'
import type { Engine, Work } from '../../packages/server/src/db/engine.ts'
import { namedEvent } from '../../packages/server/src/query/named-event.ts'
import { follow, OURSELVES } from '../../packages/server/src/store/follow.ts'
import { openStore } from '../../packages/server/src/store/open.ts'
import { SLOTS } from '../../packages/server/src/store/slot.ts'
import { traceThing } from '../../packages/server/src/trace/trace.ts'
import { onCitus, say } from './citus.ts'
import { ask, event, keep, mentions, tin } from './events.ts'

type Counts = { readonly routed: number; readonly broadcast: number }

onCitus('what a question asks of Citus', (citus) => {
  suite('what a question asks of Citus', () => {
    let url = ''
    let engine: Engine
    before(async () => {
      url = await citus.fresh('distributed')
      const name = new URL(url).pathname.slice(1)
      await say(url, [`alter database ${name} set citus.enable_stat_counters = on`])
      engine = await openStore(url)
    })
    after(() => engine[Symbol.asyncDispose]())

    const counts = async (): Promise<Counts> => {
      const [row] = await say<{ routed: string; broadcast: string }>(url, [
        `select query_execution_single_shard as routed, query_execution_multi_shard as broadcast
         from citus_stat_counters where name = current_database()`,
      ])
      return { routed: Number(row?.routed), broadcast: Number(row?.broadcast) }
    }

    const asked = async (work: () => Promise<unknown>): Promise<Counts> => {
      const was = await counts()
      await work()
      const is = await counts()
      return { routed: is.routed - was.routed, broadcast: is.broadcast - was.broadcast }
    }

    test('one thing is looked up on one shard of the index, one of the log and one of the texts', async () => {
      await keep(engine, [event(1), event(2)])
      await ask(engine, { where: [mentions(tin(1))] })
      await keep(engine, [event(3)])
      const look = (): Promise<unknown> => ask(engine, { where: [mentions(tin(3))] })
      assert.deepEqual(await asked(look), { routed: 3, broadcast: 0 })
      const eventID = event(3).eventID ?? ''
      const name = (): Promise<unknown> => engine.read(namedEvent, { viewer: OURSELVES, eventID })
      assert.deepEqual(await asked(name), { routed: 2, broadcast: 0 })
    })

    test('a capture writes to one shard of the log, and to the index in one go', async () => {
      const events = Array.from({ length: 300 }, (_, i) => event(1000 + i))
      const { broadcast } = await asked(() => keep(engine, events))
      assert.equal(broadcast, 1)
      const shards = await say(url, [
        `select distinct get_shard_id_for_distribution_column('event', bucket) from event`,
      ])
      assert.equal(shards.length, 1)
    })

    test('a hop of a trace asks each slot of the index for its own things, and none for all', async () => {
      const outputs = Array.from({ length: 3000 }, (_, i) => tin(`H${i}`))
      const of = tin('H')
      await keep(engine, [
        transformation(3000, [of], outputs.slice(0, 1500)),
        transformation(3001, [of], outputs.slice(1500)),
      ])
      const question = { viewer: OURSELVES, of, direction: 'forward' as const }
      let links = 0
      const { routed, broadcast } = await asked(async () => {
        links = (await engine.read(traceThing, question))?.links.length ?? 0
      })
      assert.equal(links, 3000)
      assert.equal(broadcast, 0)
      assert.ok(routed > SLOTS.length && routed < 3 * SLOTS.length, String(routed))
    })

    test('a follower reads the log shard by shard', async () => {
      const { broadcast } = await asked(() => engine.read(next, undefined))
      assert.equal(broadcast, 0)
    })
  })
})

const next: Work<undefined, number> = {
  run: async (tx) => (await follow(tx, 'nobody', 100)).length,
  module: import.meta.url,
  name: 'next',
}

const transformation = (
  n: number,
  inputEPCList: readonly string[],
  outputEPCList: readonly string[],
): EpcisEvent =>
  JSON.parse(
    JSON.stringify(
      event(n, {
        type: 'TransformationEvent',
        action: undefined,
        epcList: undefined,
        inputEPCList,
        outputEPCList,
      }),
    ),
  ) as EpcisEvent
