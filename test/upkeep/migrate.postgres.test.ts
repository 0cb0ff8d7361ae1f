import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { before, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { Client } from 'pg'
import { simulate } from '../../packages/server/src/chain/simulate.ts'
import { openStore } from '../../packages/server/src/store/open.ts'
import { suyuan, SUYUAN } from '../cli/suyuan.ts'
import { seen } from '../samples.ts'
import { documentOf, startServer } from '../server.ts'
import { onPostgres } from '../store/postgres.ts'
import { answerOf, appOver, DOCUMENTS, PATHS } from '../store/written-by/asked.ts'
import { damaged, root, textOf } from './sound.ts'

const HEADERS = { 'content-type': 'application/json' }
const KEY = 'a'.repeat(64)
const full = join(root, 'full')
const large = join(root, 'large')

/** Everything a store can hold; and a chain of thousands of events. */
before(async () => {
  mkdirSync(full)
  writeFileSync(join(full, 'api-key.sha256'), `${KEY}\n`)
  {
    await using engine = await openStore(full)
    const ask = appOver(engine, () => Date.now() * 1000)
    const headers = { ...HEADERS, 'GS1-Capture-Error-Behaviour': 'proceed' }
    for (const body of DOCUMENTS) await ask('/capture', { method: 'POST', headers, body })
    await ask('/catalogue')
    await ask('/events?perPage=1')
    await ask('/sellable/key')
  }
  await using engine = await openStore(large)
  const ask = appOver(engine, () => Date.now() * 1000)
  for (const part of simulate({ seed: 3, tins: 6000 })) {
    if (part.kind === 'truth') continue
    const sent = await ask('/capture', { method: 'POST', headers: HEADERS, body: part.json })
    assert.equal(sent.status, 202)
  }
  await ask('/events?perPage=1')
})

/** Tokens tell until when they are good: the same hour makes the same tokens. */
const HOUR = Date.parse('2030-01-01T00:00:00Z') * 1000

/** All answers of a store, each page by page as `paths` names them, and where the next event comes to stand. */
async function answersOf(place: string, paths: Iterable<string>): Promise<Map<string, string>> {
  await using engine = await openStore(place)
  const ask = appOver(engine, () => HOUR)
  const answers = new Map<string, string>()
  for (const first of paths) {
    for (let path: string | undefined = first; path !== undefined;) {
      const { said, next } = await answerOf(ask, path)
      answers.set(path, said)
      path = next
    }
  }
  return answers
}

async function numbersAfterOne(place: string): Promise<readonly unknown[]> {
  {
    await using engine = await openStore(place)
    const ask = appOver(engine, () => Date.now() * 1000)
    const body = documentOf([seen('AFTER')])
    assert.equal((await ask('/capture', { method: 'POST', headers: HEADERS, body })).status, 202)
  }
  const text = `select (select max(position) from event) as a, (select max(number) from job) as b`
  if (!place.startsWith('postgres')) {
    const db = new DatabaseSync(join(place, 'suyuan.db'))
    const row = db.prepare(text).get()
    db.close()
    return [row?.['a'], row?.['b']]
  }
  const [row] = await say<{ a: string; b: string }>(place, text)
  return [Number(row?.a), Number(row?.b)]
}

async function say<R>(url: string, text: string): Promise<readonly R[]> {
  const client = new Client(url)
  await client.connect()
  try {
    return (await client.query(text)).rows as readonly R[]
  } finally {
    await client.end()
  }
}

const run = (from: string, to: string): ReturnType<typeof suyuan> =>
  suyuan(['migrate', '--from', from, '--to', to, '--json'])

type Told = { readonly moved: number; readonly tables: Readonly<Record<string, object>> }

const toldOf = (out: string): Told => JSON.parse(out) as Told

await onPostgres('suyuan migrate', (postgres) => {
  test('a folder moves into PostgreSQL and on into another folder: same answers, tokens, numbers, key', async () => {
    const url = await postgres.fresh()
    const back = join(root, 'back')
    const there = await run(`sqlite:${full}`, url)
    assert.equal(there.code, 0, there.err)
    assert.match(there.err, /: 18 events \(18 in this run\), 5 jobs, 1 descriptions; both sides/)
    const home = await run(url, back)
    assert.equal(home.code, 0, home.err)
    assert.deepEqual(toldOf(home.out).tables, toldOf(there.out).tables)
    const answers = await answersOf(full, [...PATHS, '/sellable/key'])
    assert.ok(answers.size > PATHS.size, 'there are pages with tokens')
    for (const place of [url, back]) {
      assert.deepEqual(await answersOf(place, answers.keys()), answers)
      assert.deepEqual(await numbersAfterOne(place), [19, 6])
    }
    const [key] = await say<{ value: string }>(
      url,
      `select value from setting where name = 'api-key.sha256'`,
    )
    assert.equal(key?.value, KEY)
    assert.equal(readFileSync(join(back, 'api-key.sha256'), 'utf8'), `${KEY}\n`)
    const checked = await suyuan(['check', '--data', back])
    assert.equal(checked.code, 0, checked.out)
    const events = await say(url, `select 1 from event e join event_index i using (position)`)
    assert.equal(events.length, 19)
  })

  test('killed again and again it goes on where it was, and the end is as if nothing had been', async () => {
    const [url, straight] = [await postgres.fresh(), await postgres.fresh()]
    const due = toldOf((await run(large, straight)).out)
    const stands: number[] = []
    for (const signal of ['SIGKILL', 'SIGKILL', 'SIGINT'] as const) {
      stands.push(await brokenOff(url, signal))
    }
    assert.ok(
      stands.some((stand) => stand > 0 && stand < due.moved),
      String(stands),
    )
    const last = await run(large, url)
    assert.equal(last.code, 0, last.err)
    const { moved, tables } = toldOf(last.out)
    assert.deepEqual(tables, due.tables)
    assert.equal(moved, due.moved - (stands.at(-1) ?? 0))
    const of = `/events?perPage=50&EQ_bizStep=packing`
    const path = [of, '/catalogue']
    assert.deepEqual(await answersOf(url, path), await answersOf(large, path))
  })

  /** Ends a move at a moment after the last stand; resolves with how many events had come over. */
  async function brokenOff(url: string, signal: NodeJS.Signals): Promise<number> {
    const before = await standOf(url)
    const child: ChildProcess = spawn(
      process.execPath,
      [SUYUAN, 'migrate', '--from', large, '--to', url],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    )
    let says = ''
    child.stderr?.on('data', (chunk: Buffer) => (says += chunk.toString()))
    const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
    while ((await standOf(url)) <= before && child.exitCode === null) await setTimeout(2)
    await setTimeout(Math.random() * 60)
    child.kill(signal)
    const code = await exited
    if (signal === 'SIGINT' && code !== 0) {
      assert.equal(code, 1)
      assert.match(says, /stopped( at \d+ of \d+ events)?; run the same again to go on\n$/)
    }
    if (code !== 0) {
      const served = await suyuan(['serve', '--port', '0'], { env: { DATABASE_URL: url } })
      assert.equal(served.code, 2)
      assert.match(
        served.err,
        /a suyuan migrate into this store is not finished; run the same again/,
      )
    }
    return standOf(url)
  }

  async function standOf(url: string): Promise<number> {
    try {
      const [row] = await say<{ n: string }>(url, `select count(*) as n from event`)
      return Number(row?.n)
    } catch {
      return 0
    }
  }

  test('what cannot be moved, or moved into, is refused with a sentence, and nothing is written', async () => {
    const [url, taken, foreign] = [
      await postgres.fresh(),
      await postgres.fresh(),
      await postgres.fresh(),
    ]
    assert.equal((await run(full, taken)).code, 0)
    await say(foreign, `create table job (x integer)`)
    const busy = join(root, 'busy')
    cpSync(full, busy, { recursive: true })
    const server = await startServer({ folder: busy })
    const others = join(root, 'others')
    mkdirSync(others)
    writeFileSync(join(others, 'letter.txt'), 'dear')
    const older = join(root, 'older')
    cpSync(full, older, { recursive: true })
    const db = new DatabaseSync(join(older, 'suyuan.db'))
    db.exec(`delete from migration where name like '0003%'`)
    db.close()
    const broken = damaged(textOf('"AggregationEvent"', (text) => text.slice(1)))
    const cases: readonly (readonly [string, string, number, RegExp])[] = [
      [full, full, 2, /--from and --to are the same place/],
      [join(root, 'none'), url, 2, /none holds no suyuan\.db/],
      [busy, url, 2, /busy is already open in another suyuan; stop that one/],
      [older, url, 2, /older: it is of an older version \(0003_body\.sql has not run\)/],
      [full, taken, 2, /holds something already \(event: 18\); name an empty one/],
      [full, foreign, 2, /has a table job that is not suyuan's; name an empty one/],
      [full, others, 2, /others holds letter\.txt; name a new folder/],
      [full, busy, 2, /busy is already open in another suyuan/],
      [full, 'mysql://x/y', 2, /--to mysql:\/\/x\/y: a folder \(sqlite:DIR\), or postgres:/],
      [full, 'postgres://u:secret@127.0.0.1:1/x', 2, /^no PostgreSQL answers at 127\.0\.0\.1:1/],
      [broken, url, 1, /event \d+ \(urn:.+\) is not as it was captured: .*look with suyuan check/],
    ]
    for (const [from, to, code, says] of cases) {
      const ran = await run(from, to)
      assert.equal(ran.code, code, `${from} ${to}: ${ran.err}`)
      assert.match(ran.err, says)
      assert.doesNotMatch(ran.err, /secret/)
      assert.equal(ran.err.trimEnd().split('\n').length, 1, ran.err)
      assert.equal(ran.out, '')
    }
    await server.stop()
    assert.equal(existsSync(join(others, 'suyuan.db')), false)
    // The broken one has begun to move: another may not go on with it.
    const another = await run(large, url)
    assert.equal(another.code, 2)
    assert.match(another.err, /holds a half-done migrate of another source/)
    for (const args of [[], ['--from', full], ['--to', url], ['--from', full, '--to', url, 'x']]) {
      const ran = await suyuan(['migrate', ...args])
      assert.deepEqual([ran.code, ran.err.startsWith('name both')], [2, true])
    }
  })

  test('it refuses what another has written into the target, or changed in it, since it stopped', async () => {
    const url = await postgres.fresh()
    await brokenOff(url, 'SIGKILL')
    await say(
      url,
      `update event set record_time = record_time + 1
      where position = (select max(position) from event)`,
    )
    const other = await run(large, url)
    assert.equal(other.code, 1)
    assert.match(other.err, /what the target holds up to event \d+ did not come from here/)
    await say(
      url,
      `update event set record_time = record_time - 1
      where position = (select max(position) from event);
      update event set event_time = event_time + 1 where position = 7`,
    )
    const differs = await run(large, url)
    assert.equal(differs.code, 1)
    assert.match(differs.err, /event is not the same on both sides \((\d+) rows, \1 rows\)/)
    assert.equal((await suyuan(['serve'], { env: { DATABASE_URL: url } })).code, 2)
  })

  test('a server that is on either database is to be stopped first', async () => {
    const url = await postgres.fresh()
    {
      await using engine = await openStore(url)
      const ask = appOver(engine, () => Date.now() * 1000)
      await ask('/events')
      for (const [from, to] of [
        [url, join(root, 'from served')],
        [full, url],
      ] as const) {
        const ran = await run(from, to)
        assert.equal(ran.code, 2)
        assert.match(ran.err, /a suyuan server is on postgres:.*; stop it first\n$/)
      }
    }
    assert.equal((await run(full, url)).code, 0)
  })
})
