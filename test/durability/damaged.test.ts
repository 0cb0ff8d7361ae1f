import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, test } from 'node:test'
import { suyuan } from '../cli/suyuan.ts'
import { eventsIn } from '../samples.ts'
import { capture, documentOf, startServer } from '../server.ts'
import { event, tin } from '../store/events.ts'
import { randomOf } from '../torture/random.ts'

const folder = mkdtempSync(join(tmpdir(), 'suyuan-damaged-'))
after(() => rmSync(folder, { recursive: true }))
const EVENTS = 40

before(async () => {
  const server = await startServer({ folder })
  const events = Array.from({ length: EVENTS }, (_, n) => event(n))
  assert.equal((await capture(server.url, documentOf(events))).status, 202)
  await server.stop()
})

/** Flips one bit of a column of bytes, in the file; what puts it back is returned. */
function flip(table: string, key: string, at: (length: number) => number): () => void {
  const db = new DatabaseSync(join(folder, 'suyuan.db'))
  const row = db.prepare(`select ${key} as key, data from ${table} order by 1 desc limit 1`).get()
  const data = Buffer.from(row?.['data'] as Uint8Array)
  const update = db.prepare(`update ${table} set data = ? where ${key} = ?`)
  const damaged = Buffer.from(data)
  const bit = at(8 * data.length)
  damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  update.run(damaged, row?.['key'] as number)
  return () => {
    update.run(data, row?.['key'] as number)
    db.close()
  }
}

/** The last of its events is in the last block, and every event of one capture in its only run. */
const TABLES = {
  body: {
    key: 'block',
    says: /the text of event \d+ and of those kept with it is damaged; run suy/,
  },
  run_page: {
    key: 'id',
    says: /page \d+ of the index is damaged; stop the server, run suyuan che/,
  },
} as const

for (const [table, { key, says }] of Object.entries(TABLES)) {
  test(`a bit that is wrong in ${table} is noticed when it is read, named, and not served`, async (t) => {
    const seed = Date.now() % 1_000_000
    const random = randomOf(seed)
    let noticed = 0
    // The first bytes tell how the rest is read: without one of these bits a block begins like plain text.
    for (const given of [3, 5, 11, undefined, undefined, undefined]) {
      let bit = given ?? 0
      const putBack = flip(table, key, (length) => (bit = given ?? random.between(0, length)))
      t.diagnostic(`seed ${seed}, bit ${bit}`)
      const server = await startServer({ folder })
      try {
        const asked = await fetch(`${server.url}/events?MATCH_anyEPC=${tin(EVENTS - 1)}`)
        const body: unknown = await asked.json()
        if (asked.status === 200) {
          // A few bits of a block mean nothing to who reads it.
          const { recordTime: _, ...served } = eventsIn(body)[0] ?? { recordTime: '' }
          assert.deepEqual(served, event(EVENTS - 1))
        } else {
          assert.equal(asked.status, 500)
          assert.match(server.output(), says)
          noticed++
        }
      } finally {
        await server.stop()
        putBack()
      }
    }
    assert.ok(noticed > 3, `${noticed} of 6 noticed`)
  })
}

test('check names a bit that is wrong in a text, and in a page of the index', async () => {
  for (const [table, { key }] of Object.entries(TABLES)) {
    const putBack = flip(table, key, () => 100)
    const { code, out } = await suyuan(['check', '--data', folder])
    putBack()
    assert.equal(code, 1)
    assert.match(out, table === 'body' ? /damaged/ : /run \d+|page \d+/)
  }
})

test('a text that an earlier version kept as it came, with white space before it, is served', async (t) => {
  const own = mkdtempSync(join(tmpdir(), 'suyuan-plain-'))
  t.after(() => rmSync(own, { recursive: true }))
  const first = await startServer({ folder: own })
  assert.equal((await capture(first.url, documentOf([event(7)]))).status, 202)
  await first.stop()
  const db = new DatabaseSync(join(own, 'suyuan.db'))
  db.prepare('update body set data = ?').run(Buffer.from(`\r\n\t ${JSON.stringify(event(7))}`))
  db.close()
  const again = await startServer({ folder: own })
  try {
    const body: unknown = await (await fetch(`${again.url}/events`)).json()
    const { recordTime: _, ...served } = eventsIn(body)[0] ?? { recordTime: '' }
    assert.deepEqual(served, event(7))
  } finally {
    await again.stop()
  }
})
