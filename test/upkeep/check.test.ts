import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { openAccess } from '../../packages/server/src/access/access.ts'
import { createApp } from '../../packages/server/src/app.ts'
import { withSum, wordsIn } from '../../packages/server/src/store/entries.ts'
import { openStore } from '../../packages/server/src/store/open.ts'
import type { Checked } from '../../packages/server/src/upkeep/check.ts'
import { suyuan } from '../cli/suyuan.ts'
import { startServer } from '../server.ts'
import { event, keep, tin } from '../store/events.ts'
import { damaged, eventsOf, root, run, sound, sqlText } from './sound.ts'

/** Turns one bit of a byte in a blob. */
function flip(bytes: unknown, at: number, bit = 1): Uint8Array {
  assert.ok(bytes instanceof Uint8Array && at < bytes.length)
  const copy = Uint8Array.from(bytes)
  copy[at] = (copy[at] ?? 0) ^ bit
  return copy
}

const pageOf = (family: number) => (db: DatabaseSync) => {
  const page = db
    .prepare(
      `select p.id, p.data from run_page p join run r on r.id = p.id / 16777216 where r.family = ? order by length(p.data) desc`,
    )
    .get(family)
  return { id: Number(page?.['id']), data: page?.['data'] }
}

function inPage(family: number, at: number): (db: DatabaseSync) => void {
  return (db) => {
    const { id, data } = pageOf(family)(db)
    db.prepare('update run_page set data = ? where id = ?').run(flip(data, at), id)
  }
}

/** The last fences of the runs of a family that are finished, or of the one that is not. */
function edgeOf(
  db: DatabaseSync,
  family: number,
  finished = true,
): { id: number; highs: Uint32Array } {
  const edge = db
    .prepare(
      `select e.id, e.highs from run_edge e join run r on r.id = e.id / 16777216
       where r.family = ? and (r.sources is null) = ? order by e.id desc`,
    )
    .get(family, finished ? 1 : 0)
  const highs = wordsIn(edge?.['highs'] as Uint8Array)
  assert.ok(highs !== undefined)
  return { id: Number(edge?.['id']), highs }
}

function inBloom(clear: boolean): (db: DatabaseSync) => void {
  return (db) => {
    const row = db.prepare('select id, bits from run_bloom').get()
    const bloom = row?.['bits'] as Uint8Array
    const at = bloom.findIndex((byte) => (clear ? byte !== 0 : byte !== 255))
    const byte = bloom[at] ?? 0
    const bit = clear ? byte & -byte : ~byte & -~byte
    db.prepare('update run_bloom set bits = ? where id = ?').run(
      flip(bloom, at, bit),
      row?.['id'] ?? 0,
    )
  }
}

/** What is changed; the rules that are broken then, and what is said. All of it can be rebuilt. */
const MENDED: Readonly<
  Record<
    string,
    readonly [change: (db: DatabaseSync) => void, rules: readonly string[], says: RegExp]
  >
> = {
  'the hash of an entry in a page of things': [
    inPage(1, 12 * 7 + 4),
    ['index-misses', 'index-invents'],
    /the index over what events name does not find event \d+ \(.+\) under 1 of its \d+ entries/,
  ],
  'the position of an entry in a page of things': [
    inPage(1, 12 * 5 + 8),
    ['index-misses'],
    /the index over what events name does not find event \d+/,
  ],
  'an entry in a page of names': [
    inPage(0, 6),
    ['index-misses', 'bloom'],
    /the index over event names does not find event \d+/,
  ],
  'the length of a page': [
    (db) => {
      const { id, data } = pageOf(1)(db)
      const cut = (data as Uint8Array).subarray(1)
      db.prepare('update run_page set data = ? where id = ?').run(cut, id)
    },
    ['run-unreadable'],
    /run \d+ cannot be read through: page \d+ is torn/,
  ],
  'a page that is gone': [
    (db) => {
      const { id } = pageOf(1)(db)
      db.prepare('delete from run_page where id = ?').run(id)
    },
    ['run-unreadable'],
    /page \d+ is missing/,
  ],
  'a fence': [
    (db) => {
      const { id, highs } = edgeOf(db, 1)
      highs[0] = (highs[0] ?? 0) + 1
      db.prepare('update run_edge set highs = ? where id = ?').run(withSum(highs), id)
    },
    ['run-fence'],
    /the fence of page \d+ is not the first hash in it/,
  ],
  'a bit of the fences': [
    (db) => {
      const { id, highs } = edgeOf(db, 1)
      const changed = flip(withSum(highs), 2)
      db.prepare('update run_edge set highs = ? where id = ?').run(changed, id)
    },
    ['run-unreadable'],
    /run \d+ cannot be read through: the fences of run \d+ of the index are damaged/,
  ],
  'fences that are gone': [
    (db) => void db.prepare('delete from run_edge where id = ?').run(edgeOf(db, 1).id),
    ['run-entries', 'run-strays', 'index-misses'],
    /\d+ pages stand behind no fence/,
  ],
  'a bit taken out of a Bloom filter': [
    inBloom(true),
    ['bloom'],
    /its Bloom filter denies what the run holds; /,
  ],
  'a bit put into a Bloom filter': [
    inBloom(false),
    ['bloom'],
    /its Bloom filter has bits that no name has set/,
  ],
  'a whole run': [
    sqlText('delete from run where id = (select max(id) from run)'),
    ['run-strays', 'index-misses'],
    /pages, \d+ fences and \d+ filters of the index belong to no run/,
  ],
  'a byte of a declared name': [
    sqlText(`update declared set identity = replace(identity, 'dead', 'deaf')`),
    ['declared-misses', 'declared-invents'],
    /event \d+ declares urn:uuid:.+dead wrong, and declared does not say so/,
  ],
  'a declared name of an event without one': [
    sqlText(`delete from declared where identity like 'ni:%'`),
    ['declared-misses'],
    /declares ni:\/\/\/sha-256;[0-9a-f]{64}\?ver=CBV2\.0 wrong, and declared does not say so/,
  ],
  'a count in the catalogue': [
    sqlText('update catalogue_class set items = items + 1 where items > 0'),
    ['catalogue-differs'],
    /catalogue_class: https:.+ is kept as \d+, the log gives \d+/,
  ],
  'a byte of a lot in the catalogue': [
    sqlText(
      `update catalogue_lot set lot = lot || 'x' where lot = (select min(lot) from catalogue_lot)`,
    ),
    ['catalogue-differs'],
    /catalogue_lot: .+x \(.+\) is kept, and the log does not give it/,
  ],
  'a thing of master data': [
    sqlText(`update master_element set latest = latest - 1 where number = 1`),
    ['master-element-differs'],
    /what holds of https:.+ is not what was said of it/,
  ],
  'what a thing of master data is found by': [
    sqlText(`delete from master_token where element = 2`),
    ['master-element-differs'],
    /what holds of .+ is not what was said of it/,
  ],
  'a child of master data': [
    sqlText(`update master_child set child = child || 'x' where place = 0`),
    ['master-element-differs'],
    /what holds of .+ is not what was said of it/,
  ],
  'a sample of the catalogue': [
    sqlText(
      `update catalogue_sample set item = item || '0' where rank = (select min(rank) from catalogue_sample)`,
    ),
    ['catalogue-differs'],
    /catalogue_sample: .+ is kept as .+0, the log gives/,
  ],
  'the place of a follower': [
    sqlText('update follower set position = 1000000'),
    ['follower-place'],
    /the follower catalogue stands at 1000000; the log ends with \d+/,
  ],
}

test('check finds nothing wrong in a sound folder, and changes nothing', async () => {
  const file = join(sound, 'suyuan.db')
  const before = readFileSync(file)
  const checked = await run(sound)
  assert.deepEqual(checked.problems, [])
  assert.ok(checked.events > 200)
  assert.ok(readFileSync(file).equals(before))
})

for (const [what, [change, rules, says]] of Object.entries(MENDED)) {
  test(`check names, and repair mends: ${what}`, async () => {
    const folder = damaged(change)
    const { problems, counts } = await run(folder)
    for (const rule of rules)
      assert.ok((counts[rule] ?? 0) > 0, `${rule} in ${JSON.stringify(counts)}`)
    assert.match(problems.map((problem) => problem.says).join('\n'), says)
    assert.equal(counts['event-damaged'], undefined)
    const events = eventsOf(folder)
    const repaired = await run(folder, true)
    assert.deepEqual(repaired.problems, [])
    assert.deepEqual(repaired.repaired, ['declared', 'run', 'catalogue', 'master_element'])
    assert.deepEqual(eventsOf(folder), events, 'no event was written to')
    assert.deepEqual((await run(folder)).problems, [])
  })
}

test('a merge under way is no damage, and what it lost is', async () => {
  const folder = join(root, 'merging')
  const engine = await openStore(folder)
  for (let i = 0; i < 9; i++) {
    const events = Array.from({ length: 100 }, (_, j) =>
      event(i * 100 + j, {
        epcList: Array.from({ length: 300 }, (__, k) => tin(`${i}X${j}X${k}`)),
      }),
    )
    await keep(engine, events)
  }
  await engine[Symbol.asyncDispose]()
  const db = new DatabaseSync(join(folder, 'suyuan.db'))
  const merging = db.prepare('select id from run where sources is not null').get()
  assert.ok(merging !== undefined, 'a merge is under way')
  assert.deepEqual((await run(folder)).problems, [])
  const { id, highs } = edgeOf(db, 1, false)
  db.prepare('delete from run_page where id = ?').run(id + highs.length - 1)
  const rest = withSum(highs.slice(0, -1))
  db.prepare('update run_edge set highs = ? where id = ?').run(rest, id)
  db.close()
  assert.deepEqual(Object.keys((await run(folder)).counts), [
    'bloom',
    'run-merge',
    'catalogue-not-compared',
  ])
  assert.deepEqual((await run(folder, true)).problems, [])
})

test('check tells what is wrong and what to do, and ends with 1; after a repair with 0', async () => {
  const folder = damaged(MENDED['a count in the catalogue']?.[0] ?? assert.fail())
  const wrong = await suyuan(['check', '--data', folder])
  assert.equal(wrong.code, 1)
  assert.match(
    wrong.out,
    /catalogue_class: .+\nThe rest can be rebuilt from the log: suyuan check --repair --data /,
  )
  assert.match(wrong.err, /\d+ events, \d+ problems\n$/)
  const json = await suyuan(['check', '--data', folder, '--json'])
  assert.equal(json.code, 1)
  assert.ok((JSON.parse(json.out) as Checked).problems.length > 0)
  const mended = await suyuan(['check', '--repair', '--data', folder])
  assert.equal(mended.code, 0)
  assert.match(mended.out, /rebuilt from the log: declared, run, catalogue/)
  assert.match(mended.err, /every index agrees with them/)
})

test('check wants the folder to itself, a database in it, and one of its own version', async () => {
  const server = await startServer()
  const busy = await suyuan(['check', '--data', server.folder])
  await server.stop()
  assert.deepEqual([busy.code, /is already open in another suyuan/.test(busy.err)], [2, true])
  const none = await suyuan(['check', '--data', join(root, 'none')])
  assert.deepEqual([none.code, /holds no suyuan\.db/.test(none.err)], [2, true])
  const newer = await suyuan([
    'check',
    '--data',
    damaged(sqlText(`insert into migration values ('9999_later.sql', 'x', 'y')`)),
  ])
  assert.deepEqual([newer.code, /written by a newer suyuan/.test(newer.err)], [2, true])
})

test('the catalogue is the same however far behind it is read', async () => {
  const folder = join(root, 'behind')
  const engine = await openStore(folder)
  const commissioned = (n: number, more: object = {}): ReturnType<typeof event> =>
    event(n, { action: 'ADD', bizStep: 'commissioning', ...more })
  const errorDeclaration = { declarationTime: '2026-03-02T08:00:00Z' }
  await keep(engine, [commissioned(1), commissioned(2)])
  await keep(
    engine,
    Array.from({ length: 1500 }, (_, i) => event(100 + i)),
  )
  await keep(engine, [commissioned(1, { errorDeclaration })])
  const now = (): number => Date.now() * 1000
  const app = createApp({ engine, access: openAccess, now, log: assert.ifError })
  const { products } = (await (await app.request('/catalogue')).json()) as {
    readonly products: readonly { readonly items: number }[]
  }
  await engine[Symbol.asyncDispose]()
  assert.deepEqual(
    products.map(({ items }) => items),
    [1],
  )
  assert.deepEqual((await run(folder)).problems, [])
})
