import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { capture, documentOf, startServer } from '../server.ts'
import { event } from './events.ts'
import { begin, binaries, answers, settle, urlIn, USER } from './postgres-program.ts'
import { onPostgres } from './postgres.ts'

const MAIN = fileURLToPath(new URL('../../packages/server/src/main.ts', import.meta.url))

/** What `suyuan serve` says and exits with, when it cannot start. */
function refusedBy(database: string): { readonly code: number | null; readonly says: string } {
  const { status, stderr } = spawnSync(process.execPath, [MAIN, 'serve', '--port', '0'], {
    env: { ...process.env, DATABASE_URL: database },
    encoding: 'utf8',
    timeout: 30_000,
  })
  return { code: status, says: stderr }
}

test('a DATABASE_URL that leads nowhere is refused with a sentence', () => {
  for (const [url, says] of [
    ['mysql://u@localhost/x', /^DATABASE_URL is to be postgres:\/\//],
    ['postgres://u:secret@127.0.0.1:1/x', /^no PostgreSQL answers at 127\.0\.0\.1:1; start it/],
  ] as const) {
    const refused = refusedBy(url)
    assert.equal(refused.code, 2)
    assert.match(refused.says, says)
    assert.doesNotMatch(refused.says, /secret/)
    assert.equal(refused.says.trim().split('\n').length, 1)
  }
})

await onPostgres('suyuan serve on PostgreSQL', (postgres) => {
  test('a database that is not there is named, with the command that makes it', async () => {
    const url = (await postgres.fresh()).replace(/suyuan_\d+_\d+/, 'nowhere')
    const { code, says } = refusedBy(url)
    assert.equal(code, 2)
    assert.match(says, /has no database nowhere; make it: createdb nowhere\n$/)
  })

  test('a database that takes no writes is named', async () => {
    const url = await postgres.fresh()
    const client = new Client(url)
    await client.connect()
    const { rows } = await client.query<{ name: string }>('select current_database() as name')
    await client.query(`alter database ${rows[0]!.name} set default_transaction_read_only = on`)
    await client.end()
    const { code, says } = refusedBy(url)
    assert.equal(code, 2)
    assert.match(says, /takes no writes \(a standby\?\); name the one that does in DATABASE_URL\n$/)
  })

  test('data of a newer version, and tables of no version, are named', async () => {
    for (const [change, says] of [
      [`insert into migration values ('9999_later.sql', 'x', 'x')`, /written by a newer suyuan/],
      [`delete from migration where name like '0002%'`, /0002_\S+ cannot run on them \(.*exists\)/],
    ] as const) {
      const url = await postgres.fresh()
      await (await startServer({ folder: url })).stop()
      const client = new Client(url)
      await client.connect()
      await client.query(change)
      await client.end()
      const refused = refusedBy(url)
      assert.equal(refused.code, 2, refused.says)
      assert.match(refused.says, says)
      assert.equal(refused.says.trim().split('\n').length, 1)
    }
  })

  test('what one server takes in, another on the same database answers, behind the same key', async () => {
    const url = await postgres.fresh()
    const one = await startServer({ folder: url, args: ['--host', '0.0.0.0'] })
    const two = await startServer({ folder: url, args: ['--host', '0.0.0.0'] })
    try {
      const key = /API key +(sy_\S+)/.exec(one.output())?.[1] ?? ''
      assert.doesNotMatch(two.output(), /API key/)
      const headers = { 'x-api-key': key }
      const kept = await capture(one.url, documentOf([event(1)]), headers)
      assert.equal(kept.status, 202)
      const asked = `${two.url}/events/${encodeURIComponent(event(1).eventID ?? '')}`
      assert.equal((await fetch(asked, { headers })).status, 200)
      assert.equal((await fetch(asked)).status, 401)
    } finally {
      await Promise.all([one.stop(), two.stop()])
    }
  })

  test('while the database is away the answer is 503 with Retry-After, and then all goes on', async () => {
    const way = await openWay(await postgres.fresh())
    const server = await startServer({ folder: way.url })
    try {
      assert.equal((await capture(server.url, documentOf([event(1)]))).status, 202)
      await way.close()
      for (const answer of [
        await capture(server.url, documentOf([event(2)])),
        await fetch(`${server.url}/events`),
        await fetch(`${server.url}/health/ready`),
      ]) {
        assert.equal(answer.status, 503, await answer.text())
        assert.equal(answer.headers.get('retry-after'), '5')
      }
      assert.equal((await fetch(`${server.url}/health/live`)).status, 200)
      await way.open()
      assert.equal((await capture(server.url, documentOf([event(2)]))).status, 202)
      const answer = (await (await fetch(`${server.url}/catalogue`)).json()) as { events: number }
      assert.equal(answer.events, 2)
    } finally {
      await server.stop()
      await way.close()
    }
  })
})

const native = binaries()
const none = native === undefined && 'npm has brought no PostgreSQL for this system'
if (none !== false && process.env['CI'] === 'true') throw new Error(none)

test('a wrong password is told, and not shown', { skip: none }, async () => {
  if (native === undefined) return
  const folder = mkdtempSync(join(tmpdir(), 'suyuan-password-'))
  settle(folder, native)
  const rules = join(folder, 'rules')
  writeFileSync(rules, 'local all suyuan trust\nlocal all all scram-sha-256\n')
  if (USER !== undefined) chownSync(rules, USER, USER)
  const child = begin(folder, { settings: [`hba_file=${rules}`] })
  try {
    assert.ok(await answers(urlIn(folder), child))
    const client = new Client(urlIn(folder))
    await client.connect()
    await client.query(`create role farm login password 'right'`)
    await client.end()
    const url = urlIn(folder).replace('suyuan@', 'farm:wrong-secret@')
    const { code, says } = refusedBy(url)
    assert.equal(code, 2)
    assert.match(says, /refuses the password of farm; mend DATABASE_URL\n$/)
    assert.doesNotMatch(says, /wrong-secret/)
  } finally {
    child.ref()
    const exited = once(child, 'exit')
    child.kill('SIGINT')
    await exited
    rmSync(folder, { recursive: true })
  }
})

type Way = {
  readonly url: string
  readonly open: () => Promise<void>
  /** As when the machine of the database is switched off. */
  readonly close: () => Promise<void>
}

/** A way to a database that can be closed. */
async function openWay(url: string): Promise<Way> {
  const to = new URL(url)
  const folder = to.searchParams.get('host')
  const there = (): Socket =>
    folder === null
      ? connect(Number(to.port || 5432), to.hostname)
      : connect(`${folder}/.s.PGSQL.5432`)
  const sockets = new Set<Socket>()
  const begin = (port: number): Promise<Server> =>
    new Promise((resolve) => {
      const server = createServer((here) => {
        const far = there()
        for (const socket of [here, far]) {
          sockets.add(socket)
          socket.on('error', () => undefined)
        }
        here.pipe(far).pipe(here)
      })
      server.listen(port, '127.0.0.1', () => resolve(server))
    })
  let server: Server | undefined = await begin(0)
  const { port } = server.address() as AddressInfo
  to.searchParams.delete('host')
  to.host = `127.0.0.1:${port}`
  return {
    url: to.href,
    open: async () => {
      server = await begin(port)
    },
    close: async () => {
      const closed = new Promise((resolve) => server?.close(resolve))
      for (const socket of sockets) socket.destroy()
      sockets.clear()
      if (server !== undefined) await closed
      server = undefined
    },
  }
}
