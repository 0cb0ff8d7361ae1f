import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, test } from 'node:test'
import { unpackBlock } from '../../packages/server/src/store/body.ts'
import { openStore } from '../../packages/server/src/store/open.ts'
import { check } from '../../packages/server/src/upkeep/check.ts'
import { capture, documentOf, startServer, type Server } from '../server.ts'
import { lot, made, saw, tin } from '../trace/tell.ts'
import { RULES, serving } from './serving.ts'

const root = mkdtempSync(join(tmpdir(), 'suyuan-retention-kill-'))
after(() => rmSync(root, { recursive: true, force: true }))

const EVENTS = 6000

/** Batches of three events each: some 2,000 chains that have nothing to do with each other. */
function oldEvents(): readonly object[] {
  return Array.from({ length: EVENTS / 3 }, (_, i) => [
    saw(0, 'ADD', [lot(`K${i}`)]),
    made(1, [lot(`K${i}`)], [tin(`k${i}`)], { lot: `F${i}` }),
    saw(2, 'OBSERVE', [tin(`k${i}`)]),
  ])
    .flat()
    .map((event, i) => ({
      ...event,
      eventTime: event.eventTime.replace('2026', '2012'),
      eventID: `urn:example:kill:${i}`,
    }))
}

const headers = { 'content-type': 'application/json' }

const erase = (server: Server): Promise<Response> =>
  fetch(`${server.url}/admin/retention`, {
    method: 'POST',
    headers: { ...headers, accept: 'application/x-ndjson' },
    body: '{"yes":true}',
  })

/** Lets go until some steps are done, and kills the server in the middle of the next. */
async function killedAfter(server: Server, steps: number): Promise<void> {
  const { body } = await erase(server)
  assert.ok(body !== null)
  let told = ''
  try {
    for await (const piece of body.pipeThrough(new TextDecoderStream())) {
      told += piece
      if (told.split('"erased"').length > steps) break
    }
  } finally {
    await server.kill()
  }
}

type Left = { readonly kept: number; readonly erased: number }

/** Each event is kept, or erased and on record; and all that is derived agrees. */
async function leftIn(folder: string): Promise<Left> {
  const checked = await check(folder, { told: () => {}, repair: false })
  assert.deepEqual(checked.problems, [])
  const db = new DatabaseSync(join(folder, 'suyuan.db'), { readOnly: true })
  const count = (table: string): number =>
    Number(db.prepare(`select count(*) as n from ${table}`).get()?.['n'])
  const left = { kept: count('event'), erased: count('erased') }
  assert.equal(left.kept + left.erased, EVENTS)
  assert.equal(db.prepare('select sum(events) as n from erasure').get()?.['n'] ?? 0, left.erased)
  db.close()
  return left
}

test('killed in the middle, each event is kept, or erased and recorded; and it goes on from there', async (t) => {
  const folder = join(root, 'data')
  const first = await startServer({ folder })
  const events = oldEvents()
  for (let from = 0; from < events.length; from += 1000) {
    const kept = await capture(first.url, documentOf(events.slice(from, from + 1000)))
    assert.equal(kept.status, 202)
  }
  const body = JSON.stringify(RULES)
  await fetch(`${first.url}/admin/retention/rules`, { method: 'POST', headers, body })
  // The catalogue has counted what goes.
  assert.equal((await fetch(`${first.url}/catalogue`)).status, 200)
  let left = { kept: EVENTS, erased: 0 }
  for (const [round, server] of [first, undefined, undefined].entries()) {
    await killedAfter(server ?? (await startServer({ folder })), round + 1)
    const now = await leftIn(folder)
    t.diagnostic(`${now.kept} kept, ${now.erased} erased`)
    assert.ok(now.erased > left.erased && now.kept > 0)
    left = now
  }
  const last = await startServer({ folder })
  assert.match(await (await erase(last)).text(), new RegExp(`"erased":${left.kept},"spared":0`))
  assert.equal(await last.stop(), 0)
  assert.deepEqual(await leftIn(folder), { kept: 0, erased: EVENTS })
})

test('what went is gone from the files, its text and its name, and the texts beside it stay in their places', async () => {
  const folder = join(root, 'gone')
  const secret = 'urn:example:secret-0123456789'
  {
    await using engine = await openStore(folder)
    const store = serving(engine)
    await store.post('/admin/retention/rules', RULES, 201)
    const events = [1, 2, 3].map((n) => ({
      ...saw(n, 'ADD', [tin(`s${n}`)]),
      eventID: n === 2 ? secret : `urn:example:other:${n}`,
      eventTime: n === 2 ? '2020-01-01T00:00:00Z' : '2026-03-01T00:00:00Z',
    }))
    await store.capture(events)
    assert.equal((await store.plan()).going.events, 1)
    assert.ok(bytesOf(folder).includes(secret))
    await store.post('/admin/retention', { yes: true })
    assert.equal(
      ((await store.get('/events/urn:example:other:3')) as { type: string }).type,
      'EPCISQueryDocument',
    )
  }
  assert.ok(!bytesOf(folder).includes(secret))
  const db = new DatabaseSync(join(folder, 'suyuan.db'), { readOnly: true })
  const { data } = db.prepare('select data from body').get() as { data: Uint8Array }
  const texts = unpackBlock(data)
  db.close()
  assert.deepEqual(
    texts.map((text) => /other:\d/.exec(text)?.[0] ?? text),
    ['other:1', '', 'other:3'],
  )
})

/** The database and its WAL, as they are on disk. */
function bytesOf(folder: string): Buffer {
  const parts = ['suyuan.db', 'suyuan.db-wal'].map((name) => {
    try {
      return readFileSync(join(folder, name))
    } catch {
      return Buffer.alloc(0)
    }
  })
  return Buffer.concat(parts)
}
