import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, test } from 'node:test'
import { buildShim, diskOver } from '../torture/shim.ts'
import { capture, documentOf, MAIN, startServer } from '../server.ts'
import { event } from '../store/events.ts'

const root = mkdtempSync(join(tmpdir(), 'suyuan-unusable-'))
chmodSync(root, 0o755)
const sound = join(root, 'sound')
after(() => rmSync(root, { recursive: true }))

before(async () => {
  const server = await startServer({ folder: sound })
  assert.equal((await capture(server.url, documentOf([event(1)]))).status, 202)
  await server.stop()
  // All of it in the one file.
  sql('pragma wal_checkpoint(truncate)')(sound)
})

const sql =
  (text: string) =>
  (folder: string): void => {
    const db = new DatabaseSync(join(folder, 'suyuan.db'))
    db.exec(text)
    db.close()
  }

/** Root may write everywhere: unless the power to is taken from it. */
const BOUND =
  process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-dac_override,-dac_read_search'] : []

/** What is done to the folder, and what whoever starts a server on it is told. */
const UNUSABLE: Readonly<Record<string, readonly [(folder: string) => void, RegExp]>> = {
  'written by a newer version': [
    sql(`insert into migration values ('9999_later.sql', 'x', 'x')`),
    /written by a newer suyuan \(it knows 9999_later\.sql\); run that one/,
  ],
  'half of a migration has run': [
    sql(`delete from migration where name like '0003%'`),
    /not those of one version: 0003_body\.sql cannot run on them \(.*\)\. Nothing was changed; res/,
  ],
  'no database': [
    (folder) => writeFileSync(join(folder, 'suyuan.db'), 'x'.repeat(10_000)),
    /suyuan\.db is damaged, or no database of suyuan; see what suyuan check/,
  ],
  'cut off': [
    (folder) => truncateSync(join(folder, 'suyuan.db'), 20_000),
    /suyuan\.db is damaged, or no database of suyuan; see what suyuan check/,
  ],
  'a folder that may not be written': [
    (folder) => {
      for (const name of ['suyuan.db', 'lock', 'acknowledged']) chmodSync(join(folder, name), 0o444)
      chmodSync(folder, 0o555)
    },
    /may not be written by this user; mend its rights, or give another --data/,
  ],
  'a database that may not be written': [
    (folder) => {
      for (const name of ['lock', 'acknowledged']) chmodSync(join(folder, name), 0o666)
      chmodSync(join(folder, 'suyuan.db'), 0o444)
      chmodSync(folder, 0o777)
    },
    /may not be written by this user; mend its rights, or give another --data/,
  ],
}

let copies = 0
for (const [what, [change, says]] of Object.entries(UNUSABLE)) {
  test(`serve says in a sentence what it cannot use, and ends with 2: ${what}`, () => {
    const folder = join(root, `copy${++copies}`)
    cpSync(sound, folder, { recursive: true })
    change(folder)
    const [program, ...args] = [
      ...(what.includes('may not') ? BOUND : []),
      process.execPath,
      ...command(folder),
    ]
    isRefused(spawnSync(program ?? '', args, TEXT), says)
  })
}

test('a database that another program has locked is named', () => {
  const folder = join(root, 'locked')
  cpSync(sound, folder, { recursive: true })
  using other = new DatabaseSync(join(folder, 'suyuan.db'))
  other.exec('pragma locking_mode = exclusive; begin exclusive; update follower set position = 1')
  isRefused(
    spawnSync(process.execPath, command(folder), TEXT),
    /suyuan\.db is locked by another program; end that one, then start again/,
  )
})

const shim = buildShim()
const none = 'none' in shim ? shim.none : false
test('a disk that is full at the first start is named', { skip: none }, () => {
  if ('none' in shim) return
  const folder = join(root, 'full')
  const disk = diskOver(shim.library, { folder, beside: join(root, 'beside') })
  disk.fail('full')
  const env = { ...process.env, ...disk.environment }
  const ran = spawnSync(process.execPath, command(folder), { env, ...TEXT })
  isRefused(ran, /the disk of \S+full is full; make room, then start again/)
})

const TEXT = { encoding: 'utf8', timeout: 30_000 } as const

const command = (folder: string): string[] => [MAIN, 'serve', '--port', '0', '--data', folder]

function isRefused(ran: { status: number | null; stderr: string }, says: RegExp): void {
  assert.equal(ran.status, 2, ran.stderr)
  assert.match(ran.stderr, says)
  assert.equal(ran.stderr.trim().split('\n').length, 1, ran.stderr)
}
