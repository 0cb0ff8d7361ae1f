import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, suite, test } from 'node:test'
import { openStore } from '../../packages/server/src/store/open.ts'
import { check, type Checked } from '../../packages/server/src/upkeep/check.ts'
import { move } from '../../packages/server/src/upkeep/move.ts'
import { lot, saw, tin } from '../trace/tell.ts'
import { RULES, serving } from './serving.ts'

const root = mkdtempSync(join(tmpdir(), 'suyuan-retention-check-'))
after(() => rmSync(root, { recursive: true, force: true }))
const sound = join(root, 'sound')

/** Ten events of which 3, 4, 5 and the newest, 10, were let go. */
before(async () => {
  await using engine = await openStore(sound)
  const store = serving(engine)
  await store.post('/admin/retention/rules', RULES, 201)
  const old = new Set([3, 4, 5, 10])
  for (let n = 1; n <= 10; n++) {
    const event = saw(0, 'ADD', [n % 2 === 0 ? tin(`c${n}`) : lot(`M${n}`)])
    const eventTime = old.has(n) ? '2012-01-01T00:00:00Z' : event.eventTime
    await store.capture([{ ...event, eventTime, eventID: `urn:example:check:${n}` }])
  }
  await store.get('/catalogue')
  await store.post('/admin/retention', { yes: true })
  await store.get('/catalogue')
})

const run = (folder: string): Promise<Checked> => check(folder, { told: () => {}, repair: false })

/** What is changed behind the back of suyuan; the rule that is broken then, and what is said. */
const DAMAGE: readonly (readonly [what: string, rule: string, says: RegExp])[] = [
  [
    'delete from erased where position = 4',
    'event-missing',
    /^events 4 to 4 are missing from the log$/,
  ],
  [
    'delete from event where position in (6, 7)',
    'event-missing',
    /^events 6 to 7 are missing from the log$/,
  ],
  [
    'insert into erased select 8, hash, event_time, record_time, name, rule, erasure from erased where position = 4',
    'erased-and-kept',
    /^event 8 is kept, and recorded as erased$/,
  ],
  ['delete from erasure', 'erasure-differs', /^event 3 is recorded as erased, and not by whom$/],
  ['update erasure set events = 5', 'erasure-differs', /let 5 events go, and 4 are recorded$/],
  [
    `insert into body (block, data) values (3, cast('{"left":"over"}' as blob))`,
    'body-stray',
    /^the texts that begin with event 3 belong to no event$/,
  ],
]

suite('a check of a folder from which events went', () => {
  test('recorded gaps are sound, at the end of the log too', async () => {
    const { problems, events } = await run(sound)
    assert.deepEqual(problems, [])
    assert.equal(events, 6)
  })

  for (const [change, rule, says] of DAMAGE) {
    test(`${rule}: ${change}`, async () => {
      const folder = mkdtempSync(join(root, 'copy-'))
      cpSync(sound, folder, { recursive: true })
      const db = new DatabaseSync(join(folder, 'suyuan.db'))
      db.exec(change)
      db.close()
      const { problems } = await run(folder)
      const told = problems.filter((one) => one.rule === rule).map((one) => one.says)
      assert.ok(
        told.some((sentence) => says.test(sentence)),
        JSON.stringify(problems),
      )
    })
  }

  test('moved into another store, what is erased is so there, and no place is given twice', async () => {
    const to = join(root, 'moved')
    await move({ from: sound, to, told: () => {}, stop: new AbortController().signal })
    assert.deepEqual((await run(to)).problems, [])
    await using engine = await openStore(to)
    const store = serving(engine)
    await store.get('/events/urn:example:check:10', 410)
    await store.capture([{ ...saw(0, 'ADD', [lot('M11')]), eventID: 'urn:example:check:11' }])
    assert.equal((await store.plan()).upTo, 11)
  })
})
