import assert from 'node:assert/strict'
import { test } from 'node:test'
import { takeIn } from '../../packages/server/src/catalogue/take-in.ts'
import { Away } from '../../packages/server/src/db/engine.ts'
import { openStore } from '../../packages/server/src/store/open.ts'
import { onCitus, say } from './citus.ts'
import { ask, event, keep } from './events.ts'

onCitus('a commit that a machine of Citus holds back', (citus) => {
  test('a commit that a machine of Citus holds back is shown to nobody, and no capture passes it', async () => {
    const url = await citus.fresh('distributed')
    await using engine = await openStore(url)
    await keep(engine, [event(1)])
    await keep(engine, [event(2)])
    // As a server leaves it that dies between the commit and what tells that it is through on all machines …
    await say(url, ['update log_end set settled = 1'])
    const positions = async (): Promise<readonly number[]> =>
      (await ask(engine, {})).map(({ position }) => position)
    assert.deepEqual(await positions(), [1])
    assert.deepEqual(await engine.write(takeIn, undefined), { left: 0 })
    // … while a worker still has it prepared.
    const [worker] = await say<{ nodename: string; nodeport: number }>(url, [
      'select nodename, nodeport from pg_dist_node where groupid <> 0 order by nodeid limit 1',
    ])
    const held = `citus_held_by_test_${process.pid}`
    const there = new URL(url)
    there.host = `${worker?.nodename}:${worker?.nodeport}`
    await say(there.href, [
      'create table held (n integer)',
      'begin',
      'insert into held values (1)',
      `prepare transaction '${held}'`,
    ])
    try {
      await assert.rejects(keep(engine, [event(3)]), Away)
      assert.deepEqual(await positions(), [1])
    } finally {
      // Left, it would hold its database for ever.
      await say(there.href, [`commit prepared '${held}'`])
    }
    assert.deepEqual(await keep(engine, [event(3), event(2)]), { added: 1, conflicts: [] })
    assert.deepEqual(await positions(), [1, 2, 3])
  })
})
