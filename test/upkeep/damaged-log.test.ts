import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { suyuan } from '../cli/suyuan.ts'
import { damaged, eventsOf, run, sound, sqlText, textOf } from './sound.ts'

type Change = Parameters<typeof damaged>[0]

/** Of the log itself: what is changed, the rule, what is said. */
const LOST: Readonly<Record<string, readonly [change: Change, rule: string, says: RegExp]>> = {
  'a byte of a code in its text': [
    textOf('"epcList":["h', (text) => text.replace('"epcList":["h', '"epcList":["i')),
    'event-damaged',
    /event \d+ \(urn:uuid:.+\) is not as it was captured: .*its event hash is kept as ni:.+, its text gives ni:/,
  ],
  'a brace of its text': [
    textOf('"AggregationEvent"', (text) => text.slice(1)),
    'event-damaged',
    /event \d+ \(urn:uuid:.+\) is not as it was captured: its text is not JSON any more/,
  ],
  'its event hash': [
    sqlText(`update event set hash = zeroblob(32) where position = 17`),
    'event-damaged',
    /event 17 \(.+\) is not as it was captured: its event hash is kept as ni:\/\/\/sha-256;0000/,
  ],
  'its time': [
    sqlText(`update event set event_time = event_time + 1 where position = 17`),
    'event-damaged',
    /its event time \(µs\) is kept as \d+, its text gives \d+/,
  ],
  'its bizStep': [
    sqlText(
      `update event set biz_step = (select id from term where value = 'ObjectEvent') where position = 17`,
    ),
    'event-damaged',
    /its bizStep is kept as ObjectEvent, its text gives/,
  ],
  'the time it was recorded': [
    sqlText(`update event set record_time = 5 where position = 17`),
    'record-time-falls',
    /event 17 was recorded before event 16/,
  ],
}

for (const [what, [change, rule, says]] of Object.entries(LOST)) {
  test(`check names an event that is damaged: ${what}; repair does not touch it`, async () => {
    const folder = damaged(change)
    const { problems, counts } = await run(folder)
    assert.equal(counts[rule], 1, JSON.stringify(counts))
    assert.match(problems.map((problem) => problem.says).join('\n'), says)
    const events = eventsOf(folder)
    const repaired = await run(folder, true)
    assert.deepEqual(eventsOf(folder), events)
    assert.equal(repaired.counts[rule], 1)
  })
}

test('repair keeps what the old index knew of an event whose text is damaged', async () => {
  const folder = damaged(LOST['a byte of a code in its text']![0])
  const before = mentionsOf(folder)
  await run(folder, true)
  assert.equal(mentionsOf(folder).join('\n') === before.join('\n'), true)
})

/** All entries of the index over things. */
function mentionsOf(folder: string): readonly string[] {
  const db = new DatabaseSync(join(folder, 'suyuan.db'), { readOnly: true })
  const pages = db.prepare(`select p.data from run_page p join run r on r.id = p.id / 16777216
    where r.family = 1 and r.sources is null`)
  const entries = pages.all().flatMap(({ data }) => {
    const bytes = Buffer.from(data as Uint8Array).toString('hex')
    return bytes.match(/.{24}/g) ?? []
  })
  db.close()
  return entries.toSorted()
}

test('check names each event whose block of texts is damaged, and no other', async () => {
  const folder = damaged((db) => {
    const { block, data } = db.prepare('select * from body where length(data) > 200 limit 1').get()!
    const bytes = Buffer.from(data as Uint8Array)
    bytes[100] = (bytes[100] ?? 0) ^ 1
    db.prepare('update body set data = ? where block = ?').run(bytes, block as number)
  })
  const { problems, counts } = await run(folder)
  const db = new DatabaseSync(join(folder, 'suyuan.db'), { readOnly: true })
  const [block] = problems.map(({ says }) => Number(/the text of event (\d+) and/.exec(says)?.[1]))
  const there = db.prepare('select count(*) as n from event where block = ?').get(block ?? 0)
  db.close()
  assert.ok(Number(there?.['n']) > 1)
  assert.equal(counts['event-damaged'], there?.['n'])
})

test('check names events that are gone', async () => {
  const folder = damaged(sqlText('delete from event where position in (20, 21)'))
  const { problems } = await run(folder)
  assert.match(
    problems.map(({ says }) => says).join('\n'),
    /events 20 to 21 are missing from the log/,
  )
})

test('a page of the file that is damaged is named, in words', async () => {
  const db = new DatabaseSync(join(sound, 'suyuan.db'), { readOnly: true })
  const roots = db.prepare(
    `select rootpage from sqlite_master where name in ('event', 'run_page', 'event_by_time')`,
  )
  const pages = roots.all().map((row) => Number(row['rootpage']))
  db.close()
  for (const page of [1, ...pages]) {
    const folder = damaged(sqlText('pragma wal_checkpoint(truncate)'))
    const file = join(folder, 'suyuan.db')
    const bytes = readFileSync(file)
    const at = (page - 1) * 8192
    bytes.fill(0x5a, at, at + 4096)
    writeFileSync(file, bytes)
    const { code, out, err } = await suyuan(['check', '--data', folder])
    assert.equal(code, 1, err)
    assert.match(out, /is damaged|cannot be read through/)
    assert.match(out, /comes back from a backup/)
    assert.doesNotMatch(out + err, /\n {4}at /, 'no stack trace')
  }
})
