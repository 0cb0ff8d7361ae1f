import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Client } from 'pg'
import { onPostgres } from '../store/postgres.ts'
import { openStore } from '../../packages/server/src/store/open.ts'
import { flowsByStore, openLineage } from '../../packages/server/src/trace/lineage.ts'
import { OURSELVES } from '../../packages/server/src/store/follow.ts'
import { eventOf } from './one-lot.ts'
import { appOver, keep } from './served-worlds.ts'

const { event, lot } = eventOf(3)

await onPostgres('a lineage whose connection is lost', (postgres) => {
  test('leaves the answer to the store, says so once, and answers again when it has connected anew', async () => {
    const url = await postgres.fresh()
    await using engine = await openStore(url)
    await keep(appOver(engine, flowsByStore(engine)), [event])
    const faults: unknown[] = []
    const by: string[] = []
    await using lineage = openLineage({ place: url, memory: 2 ** 28 }, (fault) =>
      faults.push(fault),
    )
    const flows = lineage.flows(engine, (who) => by.push(who))
    const ask = async (): Promise<number | undefined> =>
      (await flows.trace({ viewer: OURSELVES, of: lot, direction: 'forward' }))?.things.length
    assert.equal(await ask(), 3)
    const client = new Client(url)
    await client.connect()
    await client.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'suyuan upkeep' and datname = current_database()`)
    await client.end()
    assert.equal(await ask(), 3)
    for (let i = 0; i < 100 && by.at(-1) !== 'lineage'; i++) {
      await new Promise((resolve) => setTimeout(resolve, 100))
      assert.equal(await ask(), 3)
    }
    assert.deepEqual([by[0], by.at(-1)], ['lineage', 'lineage'])
    assert.ok(by.includes('store') || faults.length === 1, `${String(by)}, ${faults.length} faults`)
  })
})
