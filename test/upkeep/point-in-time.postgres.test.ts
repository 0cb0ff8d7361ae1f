import assert from 'node:assert/strict'
import { spawnSync, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { Client } from 'pg'
import { openStore } from '../../packages/server/src/store/open.ts'
import { suyuan } from '../cli/suyuan.ts'
import { event, tin } from '../store/events.ts'
import { answers, begin, binaries, settle, urlIn, USER } from '../store/postgres-program.ts'
import { documentOf } from '../server.ts'
import { answerOf, appOver } from '../store/written-by/asked.ts'

const native = binaries()
const skip =
  native === undefined && process.env['CI'] !== 'true'
    ? 'npm has brought no PostgreSQL for this system'
    : false

/** As the guide tells it; the base copy by PostgreSQL's own calls, for npm brings no pg_basebackup. */
test(
  'a database is brought back to a moment before a mistake, and check finds it whole',
  { skip },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'suyuan-pitr-'))
    let child: ChildProcess | undefined
    try {
      settle(folder, native ?? '')
      shell(folder, 'mkdir wal')
      child = await started(folder, [])
      await captured(folder, 0, 200)
      await baseCopy(folder)
      await captured(folder, 200, 300)
      const due = await answered(folder)
      await setTimeout(1100)
      const [moment] = await say<{ now: string }>(folder, `select now()::text as now`)
      await setTimeout(1100)
      await say(
        folder,
        `delete from event where position between 50 and 90; drop table catalogue_lot`,
      )
      assert.equal((await suyuan(['check', '--database', urlIn(folder)])).code, 1)
      await captured(folder, 300, 310)
      await say(folder, `select pg_switch_wal()`)
      await stopped(child)
      shell(folder, 'mv data lost && mv base data && touch data/recovery.signal')
      child = await started(folder, [`recovery_target_time=${moment?.now}`, ...RECOVERING])
      while ((await say<{ on: boolean }>(folder, `select pg_is_in_recovery() as on`))[0]?.on) {
        await setTimeout(50)
      }
      const checked = await suyuan(['check', '--database', urlIn(folder)])
      assert.deepEqual([checked.code, checked.out], [0, ''], checked.err)
      assert.match(checked.err, /: 300 events, and every index agrees with them/)
      assert.deepEqual(await answered(folder), due)
      // Sent again from some time before: what is kept stays, what was lost comes back, behind the last position.
      await captured(folder, 250, 310)
      const [log] = await say<{ n: string; last: string }>(
        folder,
        `select count(*) as n, max(position) as last from event`,
      )
      assert.deepEqual([Number(log?.n), Number(log?.last)], [310, 310])
    } finally {
      if (child !== undefined) await stopped(child)
      rmSync(folder, { recursive: true, force: true })
    }
  },
)

const RECOVERING = ['restore_command=cp ../wal/%f %p', 'recovery_target_action=promote']

function shell(folder: string, script: string): void {
  const user = USER === undefined ? {} : { uid: USER, gid: USER }
  const ran = spawnSync('/bin/sh', ['-ec', script], { ...user, cwd: folder, encoding: 'utf8' })
  assert.equal(ran.status, 0, ran.stderr)
}

async function started(folder: string, settings: readonly string[]): Promise<ChildProcess> {
  const archiving = [
    'archive_mode=on',
    'archive_command=test ! -f ../wal/%f && cp %p ../wal/%f.part && mv ../wal/%f.part ../wal/%f',
  ]
  const child = begin(folder, { settings: [...archiving, ...settings] })
  assert.ok(await answers(urlIn(folder), child), 'PostgreSQL did not start')
  return child
}

async function stopped(child: ChildProcess): Promise<void> {
  child.ref()
  const exited = new Promise((resolve) => child.once('exit', resolve))
  if (child.exitCode === null && child.kill('SIGINT')) await exited
}

async function say<R>(folder: string, text: string): Promise<readonly R[]> {
  const client = new Client(urlIn(folder))
  await client.connect()
  try {
    return (await client.query(text)).rows as readonly R[]
  } finally {
    await client.end()
  }
}

/** A copy of the cluster as it runs; that it is one, and where its WAL begins, stands in backup_label. */
async function baseCopy(folder: string): Promise<void> {
  const client = new Client(urlIn(folder))
  await client.connect()
  await client.query(`select pg_backup_start('base', true)`)
  shell(folder, 'cp -a data base && rm -rf base/postmaster.pid base/pg_wal/0*')
  const { rows } = await client.query<{ label: string }>(
    `select labelfile as label from pg_backup_stop()`,
  )
  await client.end()
  shell(folder, `cat > base/backup_label <<'END'\n${rows[0]?.label ?? ''}END`)
}

async function captured(folder: string, from: number, to: number): Promise<void> {
  await using engine = await openStore(urlIn(folder))
  const ask = appOver(engine, () => Date.now() * 1000)
  const headers = { 'content-type': 'application/json' }
  for (let n = from; n < to; n += 50) {
    const length = Math.min(50, to - n)
    const body = documentOf(Array.from({ length }, (_, i) => event(1 + n + i)))
    assert.equal((await ask('/capture', { method: 'POST', headers, body })).status, 202)
  }
}

async function answered(folder: string): Promise<readonly string[]> {
  await using engine = await openStore(urlIn(folder))
  const ask = appOver(engine, () => Date.now() * 1000)
  const paths = ['/events?perPage=1000', '/capture', '/catalogue', `/history?of=${tin(70)}`]
  return await Promise.all(paths.map(async (path) => (await answerOf(ask, path)).said))
}
