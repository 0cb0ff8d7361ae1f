import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before } from 'node:test'
import { openAccess } from '../../packages/server/src/access/access.ts'
import { createApp } from '../../packages/server/src/app.ts'
import { simulate } from '../../packages/server/src/chain/simulate.ts'
import { packBlock, unpackBlock } from '../../packages/server/src/store/body.ts'
import { openStore } from '../../packages/server/src/store/open.ts'
import { check, type Checked } from '../../packages/server/src/upkeep/check.ts'
import { seen } from '../samples.ts'
import { documentOf } from '../server.ts'

/** A folder for all that the tests of one file make. */
export const root: string = mkdtempSync(join(tmpdir(), 'suyuan-check-'))
export const sound: string = join(root, 'sound')
after(() => rmSync(root, { recursive: true }))

/** A demo chain, an event with a name and one without, each declared wrong, and a catalogue that knows all. */
async function make(): Promise<void> {
  const engine = await openStore(sound)
  const now = (): number => Date.now() * 1000
  const app = createApp({ engine, access: openAccess, now, log: assert.ifError })
  const send = async (body: string): Promise<void> => {
    const headers = { 'content-type': 'application/json' }
    const { status } = await app.request('/capture', { method: 'POST', headers, body })
    assert.equal(status, 202)
  }
  for (const part of simulate({ seed: 7, tins: 60 })) {
    if (part.kind !== 'truth') await send(part.json)
  }
  const errorDeclaration = { declarationTime: '2026-03-02T08:00:00Z' }
  const named = { ...seen('wrong'), eventID: 'urn:uuid:00000000-0000-4000-8000-00000000dead' }
  await send(documentOf([named, seen('nameless')]))
  await send(
    documentOf([
      { ...named, errorDeclaration },
      { ...seen('nameless'), errorDeclaration },
    ]),
  )
  assert.equal((await app.request('/catalogue')).status, 200)
  await engine[Symbol.asyncDispose]()
  const db = new DatabaseSync(join(sound, 'suyuan.db'))
  db.exec('pragma wal_checkpoint(truncate)')
  db.close()
}

/** When {@link sound} is there: hooks of suites do not wait for those of their file. */
export const made: Promise<void> = make()
before(() => made)

let copies = 0
/** A copy of the sound folder in which this was changed behind the back of suyuan. */
export function damaged(change: (db: DatabaseSync) => void): string {
  const folder = join(root, `copy${++copies}`)
  cpSync(sound, folder, { recursive: true })
  const db = new DatabaseSync(join(folder, 'suyuan.db'))
  change(db)
  db.close()
  return folder
}

export const run = (folder: string, repair = false): Promise<Checked> =>
  check(folder, { told: () => {}, repair })

export const sqlText =
  (text: string): ((db: DatabaseSync) => void) =>
  (db: DatabaseSync): void =>
    db.exec(text)

/** Changes the kept text of an event: the first whose text has `part`. */
export const textOf =
  (part: string, change: (text: string) => string) =>
  (db: DatabaseSync): void => {
    const rows = db.prepare('select block, data from body order by block').all()
    for (const { block, data } of rows) {
      const texts = unpackBlock(data as Uint8Array)
      const at = texts.findIndex((text) => text.includes(part))
      if (at < 0) continue
      const changed = packBlock(texts.map((text, i) => (i === at ? change(text) : text)))
      db.prepare('update body set data = ? where block = ?').run(changed, block as number)
      return
    }
    assert.fail(`no event has ${part}`)
  }

/** A digest of the whole log. */
export function eventsOf(folder: string): string {
  const db = new DatabaseSync(join(folder, 'suyuan.db'), { readOnly: true })
  try {
    const rows = db.prepare('select *, hex(hash) as digits from event order by position').all()
    const bodies = db.prepare('select block, hex(data) as digits from body order by block').all()
    return hash('sha256', JSON.stringify([rows, bodies]))
  } finally {
    db.close()
  }
}
