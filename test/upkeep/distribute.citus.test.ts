import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { event, tin } from '../store/events.ts'
import { onCitus, say } from '../store/citus.ts'
import { capture, documentOf, MAIN, startServer } from '../server.ts'

type Told = { readonly code: number | null; readonly out: string; readonly says: string }

function suyuan(args: readonly string[], database?: string): Told {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    env: { ...process.env, DATABASE_URL: database ?? '' },
    encoding: 'utf8',
    timeout: 120_000,
  })
  return { code: status, out: stdout, says: stderr }
}

test('suyuan db says what it needs, when it is not given a PostgreSQL database', () => {
  for (const [args, says] of [
    [['db'], /^suyuan db knows distribute/],
    [['db', 'distribute'], /^name a database: --database postgres:.* or DATABASE_URL\n$/],
    [
      ['db', 'distribute', '--data', 'data'],
      /^data is no PostgreSQL database, and only such a one/,
    ],
    [
      ['db', 'distribute', '--database', 'postgres://x', '--shards', '3'],
      /^--shards 3: one of 2, 4/,
    ],
    [
      ['db', 'distribute', '--database', 'postgres://u:secret@127.0.0.1:1/x'],
      /^no PostgreSQL answers/,
    ],
  ] as const) {
    const told = suyuan(args)
    assert.equal(told.code, 2, told.says)
    assert.match(told.says, says)
    assert.doesNotMatch(told.says, /secret/)
  }
})

onCitus('suyuan db distribute', (citus) => {
  test('a database without the extension, or a cluster without workers, is refused with what to do', async () => {
    const url = await citus.fresh('plain')
    const [worker] = await say<{ nodename: string; nodeport: number }>(url, [
      `select nodename, nodeport from pg_dist_node where groupid <> 0 order by nodeid limit 1`,
    ])
    const onWorker = new URL(url)
    onWorker.host = `${worker?.nodename}:${worker?.nodeport}`
    const elsewhere = suyuan(['db', 'distribute'], onWorker.href)
    assert.deepEqual([elsewhere.code, elsewhere.out], [1, ''])
    assert.match(elsewhere.says, /this is a worker .* name the database of its coordinator\n$/)
    await say(url, [
      `select citus_remove_node(nodename, nodeport) from pg_dist_node where groupid <> 0`,
    ])
    const alone = suyuan(['db', 'distribute'], url)
    assert.equal(alone.code, 1)
    assert.match(alone.says, /no workers; add each: select citus_add_node/)
    await say(url, ['drop extension citus'])
    const without = suyuan(['db', 'distribute'], url)
    assert.equal(without.code, 1)
    assert.match(
      without.says,
      /the extension citus is not in this database; .* create extension citus\n$/,
    )
  })

  test('a database is distributed while a server takes captures, and every event is there once', async () => {
    const url = await citus.fresh('plain')
    const server = await startServer({ folder: url })
    try {
      const kept: number[] = []
      const write = async (n: number): Promise<void> => {
        const body = documentOf([event(n), event(n + 1)])
        for (;;) {
          const { status } = await capture(server.url, body)
          if (status === 202) break
          assert.equal(status, 503)
          await setTimeout(100)
        }
        kept.push(n, n + 1)
      }
      for (let n = 0; n < 20; n += 2) await write(n)
      const child = spawn(process.execPath, [MAIN, 'db', 'distribute', '--shards', '4'], {
        env: { ...process.env, DATABASE_URL: url },
        stdio: ['ignore', 'ignore', 'inherit'],
      })
      const ended = once(child, 'exit')
      for (let n = 20; child.exitCode === null; n += 2) await write(n)
      await ended
      assert.equal(child.exitCode, 0)
      assert.ok(kept.length > 22, 'captures went on')
      for (let n = 100_000; n < 100_006; n += 2) await write(n)
      for (const n of kept) {
        const answer = await fetch(`${server.url}/events?MATCH_epc=${encodeURIComponent(tin(n))}`)
        assert.equal((await answer.text()).split('"ObjectEvent"').length - 1, 1, String(n))
      }
      const [end] = await say<{ settled: string; n: string }>(url, [
        'select settled, (select count(*) from event) as n from log_end',
      ])
      assert.deepEqual([Number(end?.settled), Number(end?.n)], [kept.length, kept.length])
    } finally {
      await server.stop()
    }
    const again = suyuan(['db', 'distribute'], url)
    assert.equal(again.code, 0)
    assert.match(again.says, /is already distributed: \d+ events\n$/)
    for (const args of [
      ['check', '--data', url],
      ['migrate', '--from', url, '--to', join(tmpdir(), 'suyuan-nowhere')],
    ]) {
      const refused = suyuan(args)
      assert.equal(refused.code, 2)
      assert.match(
        refused.says,
        /is distributed over a cluster; check and migrate know one database/,
      )
    }
  })

  test('interrupted, it goes on where it was', async () => {
    const url = await citus.fresh('plain')
    const server = await startServer({ folder: url })
    try {
      for (let from = 0; from < 24_000; from += 4000) {
        const events = Array.from({ length: 4000 }, (_, i) => event(from + i))
        assert.equal((await capture(server.url, documentOf(events))).status, 202)
      }
      const child = spawn(process.execPath, [MAIN, 'db', 'distribute', '--shards', '4'], {
        env: { ...process.env, DATABASE_URL: url },
        stdio: 'ignore',
      })
      const ended = once(child, 'exit')
      let copied = 0
      while (copied === 0 && child.exitCode === null) copied = await copiedIn(url)
      child.kill('SIGKILL')
      await ended
      const left = await copiedIn(url)
      assert.ok(left > 0 && left < 24_000, String(left))
      assert.equal((await capture(server.url, documentOf([event(50_000)]))).status, 202)
      // As if the newest event had been erased: its place stays taken.
      await say(url, [
        `insert into erased (position, hash, event_time, record_time, name, rule, erasure)
         values (24002, '', 0, 0, '', '', 0)`,
      ])
      const { code, says } = suyuan(['db', 'distribute'], url)
      assert.equal(code, 0, says)
      assert.match(says, /is distributed: 24001 events\n$/)
      const [shards] = await say<{ n: string }>(url, [
        `select count(*) as n from pg_dist_shard where logicalrelid = 'event'::regclass`,
      ])
      assert.equal(Number(shards?.n), 4, 'what was begun went on')
      assert.equal((await capture(server.url, documentOf([event(50_001)]))).status, 202)
      for (const n of [50_000, 50_001]) {
        const answer = await fetch(`${server.url}/events?MATCH_epc=${encodeURIComponent(tin(n))}`)
        assert.match(await answer.text(), /"ObjectEvent"/)
      }
      const [end] = await say<{ n: string }>(url, ['select max(position) as n from event'])
      assert.equal(Number(end?.n), 24_003)
    } finally {
      await server.stop()
    }
  })
})

/** How many events an unfinished run has copied. */
async function copiedIn(url: string): Promise<number> {
  const [there] = await say<{ there: boolean }>(url, [
    `select to_regclass('distribution') is not null as there`,
  ])
  if (there?.there !== true) return 0
  const [row] = await say<{ copied: string }>(url, ['select copied from distribution'])
  return Number(row?.copied ?? 0)
}
