import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, test } from 'node:test'
import { suyuan } from '../cli/suyuan.ts'
import { capture, documentOf, startServer, type Server } from '../server.ts'
import { event, tin } from '../store/events.ts'

const EVENTS = 15
const folder = mkdtempSync(join(tmpdir(), 'suyuan-backup-'))
const file = join(folder, 'backup.db')
let server: Server
let sent = 0
const kept = new Set<number>()

/** Captures documents of {@link EVENTS} events until told to stop. */
async function captureUntil(stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    const n = sent++
    const events = Array.from({ length: EVENTS }, (_, i) =>
      event(n * EVENTS + i, { epcList: [tin(`${n}X${i}`), tin(`${i}Y${n}`)] }),
    )
    assert.equal((await capture(server.url, documentOf(events))).status, 202)
    kept.add(n)
  }
}

const identities = (data: string): readonly string[] => {
  const db = new DatabaseSync(join(data, 'suyuan.db'), { readOnly: true })
  try {
    const rows = db.prepare('select identity from event order by position').all()
    return rows.map((row) => String(row['identity']))
  } finally {
    db.close()
  }
}

before(async () => {
  server = await startServer()
})
after(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

test('a backup taken at full rate of capture restores to what was acknowledged before it, and to no half of a document', async () => {
  const stop = new AbortController()
  const capturing = Array.from({ length: 4 }, () => captureUntil(stop.signal))
  await new Promise((resolve) => setTimeout(resolve, 2000))
  const acknowledged = [...kept]
  const ran = await suyuan(['backup', file, '--server', server.url, '--json'])
  stop.abort()
  await Promise.all(capturing)
  assert.equal(ran.code, 0, ran.err)
  assert.ok(kept.size > acknowledged.length, 'capture went on')

  const data = join(folder, 'restored')
  const restored = await suyuan(['restore', file, '--data', data])
  assert.equal(restored.code, 0, restored.err)
  assert.match(restored.err, /The API key is not in a backup/)
  const checked = await suyuan(['check', '--data', data])
  assert.deepEqual([checked.code, checked.out], [0, ''], checked.err)

  const names = identities(data)
  assert.equal(names.length, (JSON.parse(ran.out) as { events: number }).events)
  const all = identities(server.folder)
  assert.deepEqual(names, all.slice(0, names.length), 'it is the log up to a moment')
  assert.ok(names.length < all.length, 'events came after that moment')
  const times = new Map<number, number>()
  for (const name of names) {
    const n = Math.floor(Number(name.slice(-12)) / EVENTS)
    times.set(n, (times.get(n) ?? 0) + 1)
  }
  assert.deepEqual(
    [...times.values()].filter((count) => count !== EVENTS),
    [],
    'no document is there in part',
  )
  assert.deepEqual(
    acknowledged.filter((n) => !times.has(n)),
    [],
    'what was acknowledged is there',
  )
})

test('a backup leaves nothing beside itself and in the data folder', () => {
  assert.deepEqual(readdirSync(folder).toSorted(), ['backup.db', 'restored'])
  assert.deepEqual(
    readdirSync(server.folder).filter((name) => name.startsWith('backup')),
    [],
  )
})

test('a backup overwrites nothing unless it is forced to', async () => {
  const taken = join(folder, 'taken')
  writeFileSync(taken, 'mine')
  const refused = await suyuan(['backup', taken, '--server', server.url])
  assert.deepEqual([refused.code, readFileSync(taken, 'utf8')], [2, 'mine'])
  assert.match(refused.err, /is there already; give another name, or --force/)
  const forced = await suyuan(['backup', taken, '--server', server.url, '--force'])
  assert.equal(forced.code, 0)
  assert.match(readFileSync(taken, 'latin1'), /^SQLite format 3/)
})

test('a folder is copied without its server, and beside it', async () => {
  for (const [name, data] of [
    ['beside.db', server.folder],
    ['without.db', join(folder, 'restored')],
  ] as const) {
    const { code, err } = await suyuan(['backup', join(folder, name), '--data', data])
    assert.equal(code, 0, err)
    assert.match(err, /\d+ events, [\d.]+ MB/)
  }
})

test('only with the API key a server sends its backup', async () => {
  const open = await startServer({ args: ['--host', '0.0.0.0'] })
  const url = open.url.replace('0.0.0.0', '127.0.0.1')
  while (!/sy_\S{32}\s/.test(open.output())) await new Promise((resolve) => setTimeout(resolve, 20))
  const [key = ''] = /sy_[\w-]+/.exec(open.output()) ?? []
  const target = join(folder, 'keyed.db')
  const without = await suyuan(['backup', target, '--server', url])
  assert.deepEqual([without.code, existsSync(target)], [1, false])
  assert.match(without.err, /A valid API key is needed/)
  const right = await suyuan(['backup', target, '--server', url, '--key', key])
  assert.equal(right.code, 0, right.err)
  await open.stop()
})

test('a client that goes away in the middle leaves the server as it was', async () => {
  const answer = await fetch(`${server.url}/admin/backup`)
  assert.equal(answer.status, 200)
  await answer.body?.cancel()
  assert.equal((await fetch(`${server.url}/health/ready`)).status, 200)
  assert.deepEqual(
    readdirSync(server.folder).filter((name) => name.startsWith('backup')),
    [],
  )
})

test('what a killed backup left is cleared away at start', async () => {
  const data = join(folder, 'killed')
  const left = join(data, 'backup-0b1cf1b0-0000-4000-8000-000000000000.part')
  mkdirSync(data)
  writeFileSync(left, 'half')
  const started = await startServer({ folder: data })
  assert.equal(existsSync(left), false)
  started.process.kill('SIGTERM')
  await once(started.process, 'exit')
})

test('restore refuses what is not whole and ours, and leaves no folder', async () => {
  const whole = readFileSync(file)
  const other = new DatabaseSync(join(folder, 'other.db'))
  other.exec('create table milk (cow text)')
  other.close()
  const damaged = Buffer.from(whole)
  damaged.fill(0x5a, 5 * 8192, 6 * 8192)
  const wrong = {
    'cut.db': [whole.subarray(0, whole.length / 2), /is cut off: \d+ of \d+ bytes/],
    'random.db': [randomBytes(20_000), /no database of suyuan/],
    'empty.db': [Buffer.alloc(0), /no database of suyuan/],
    'damaged.db': [damaged, /it is damaged: /],
    'other.db': [readFileSync(join(folder, 'other.db')), /not one of suyuan/],
  } as const
  for (const [name, [bytes, says]] of Object.entries(wrong)) {
    const from = join(folder, name)
    writeFileSync(from, bytes)
    const to = join(folder, `from-${name}`)
    const { code, err } = await suyuan(['restore', from, '--data', to])
    assert.deepEqual([code, existsSync(to)], [1, false], name)
    assert.match(err, says)
    assert.doesNotMatch(err, /\n {4}at /, 'no stack trace')
  }
})

test('restore refuses a backup of a newer suyuan', async () => {
  const newer = join(folder, 'newer.db')
  writeFileSync(newer, readFileSync(file))
  const db = new DatabaseSync(newer)
  db.exec(`insert into migration values ('9999_later.sql', 'x', 'y')`)
  db.close()
  const { code, err } = await suyuan(['restore', newer, '--data', join(folder, 'from-newer')])
  assert.equal(code, 1)
  assert.match(err, /written by a newer suyuan \(it knows 9999_later\.sql\)/)
})

test('restore writes into an empty or missing folder alone, and takes no database in use', async () => {
  const full = join(folder, 'full')
  mkdirSync(full)
  writeFileSync(join(full, 'note'), 'mine')
  const notEmpty = await suyuan(['restore', file, '--data', full])
  assert.deepEqual([notEmpty.code, readdirSync(full)], [2, ['note']])
  assert.match(notEmpty.err, /is not empty; restore into a new folder/)
  const live = join(server.folder, 'suyuan.db')
  const inUse = await suyuan(['restore', live, '--data', join(folder, 'from-live')])
  assert.equal(inUse.code, 2)
  assert.match(inUse.err, /is a database in use/)
  const empty = join(folder, 'empty')
  mkdirSync(empty)
  assert.equal((await suyuan(['restore', file, '--data', empty])).code, 0)
  const unknown = await suyuan(['restore', join(folder, 'none.db'), '--data', join(folder, 'n')])
  assert.equal(unknown.code, 2)
})
