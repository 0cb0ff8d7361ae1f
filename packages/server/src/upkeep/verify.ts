import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { speaking } from '../db/sqlite.ts'
import { sql } from '../db/sql.ts'
import { strangeMigrations } from './migrations.ts'

const MAGIC = 'SQLite format 3\0'

export type Verified =
  | { readonly ok: true; readonly events: number; readonly bytes: number }
  | { readonly ok: false; readonly says: string }

/** Whether a file is a whole database of ours that this suyuan can open; else why not, in words. */
export async function verifyDatabase(file: string): Promise<Verified> {
  const bytes = statSync(file).size
  const cut = shape(file, bytes)
  if (cut !== undefined) return { ok: false, says: cut }
  const db = new DatabaseSync(file, { readOnly: true })
  try {
    const tx = speaking(db)
    const strange = await strangeMigrations(tx, { older: 'taken' })
    if (strange !== undefined) return { ok: false, says: strange }
    const [first] = await tx.all<{ integrity_check: string }>(sql`pragma integrity_check(1)`)
    const says = first?.integrity_check ?? 'it cannot be read'
    if (says !== 'ok') return { ok: false, says: `it is damaged: ${says}` }
    // Not from where the log ends: an older version knows no places that are erased.
    const [kept] = await tx.all<{ events: number }>(sql`select count(*) as events from event`)
    return { ok: true, events: kept?.events ?? 0, bytes }
  } catch (error) {
    return { ok: false, says: `it is damaged: ${error instanceof Error ? error.message : 'error'}` }
  } finally {
    db.close()
  }
}

/** What the first bytes of the file say of it (SQLite file format §1.3): magic, page size at 16, pages at 28. */
function shape(file: string, bytes: number): string | undefined {
  const head = Buffer.alloc(100)
  const handle = openSync(file, 'r')
  try {
    readSync(handle, head, 0, 100, 0)
  } finally {
    closeSync(handle)
  }
  if (head.toString('latin1', 0, 16) !== MAGIC) return 'this is no database of suyuan'
  const page = head.readUInt16BE(16)
  const whole = (page === 1 ? 65_536 : page) * head.readUInt32BE(28)
  if (bytes >= whole) return undefined
  return `it is cut off: ${bytes} of ${whole} bytes`
}
