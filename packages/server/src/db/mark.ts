import { existsSync, fdatasync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { crc32 } from 'node:zlib'

/*
 * SQLite ends the recovery of a WAL at the first frame whose checksum is wrong, and says nothing: one bad bit, and all that
 * was acknowledged after it would be gone unnoticed. So each write counts itself in the database (`user_version`, in its
 * own transaction), and the count is noted beside the database once the write is on disk. A database that has counted less
 * than its note has lost something.
 */

/** The note in a data folder. */
export const MARK = 'acknowledged'

/** `user_version` has 31 bits: at 500 writes a second they are used up in 50 days, and counted around. */
const AROUND = 2 ** 31

/** The count after this one. */
export const next = (count: number): number => (count + 1) % AROUND

/** Milliseconds until a note is forced to disk; a note that is behind only claims less. */
const LATE_MS = 1000

/** Notes counts in a folder; what is noted never claims more than is on disk already. */
export function openMark(folder: string): { readonly note: (count: number) => void } {
  const file = join(folder, MARK)
  const fresh = !existsSync(file)
  const handle = openSync(file, fresh ? 'w+' : 'r+')
  if (fresh) writeSync(handle, textOf(0), 0)
  let due = false
  const force = (): void => {
    due = false
    fdatasync(handle, () => undefined)
  }
  return {
    note: (count) => {
      try {
        writeSync(handle, textOf(count), 0)
      } catch {
        // What was to be noted is on disk, and acknowledged: this claims less.
        return
      }
      if (due) return
      due = true
      setTimeout(force, LATE_MS).unref()
    },
  }
}

const textOf = (count: number): string => {
  const digits = String(count).padStart(10, '0')
  return `${digits} ${crc32(digits).toString(16).padStart(8, '0')}\n`
}

/**
 * Why a data folder does not hold all that was acknowledged; undefined: nothing says so. To be asked while nobody has the
 * folder open. It changes nothing: it reads the WAL and leaves it.
 */
export function missingIn(folder: string): string | undefined {
  const noted = notedIn(join(folder, MARK))
  if (noted === undefined) return undefined
  if (typeof noted === 'string') return noted
  const file = join(folder, 'suyuan.db')
  const behind = (noted - (existsSync(file) ? countIn(file) : 0) + AROUND) % AROUND
  if (behind === 0 || behind > AROUND / 2) return undefined
  return (
    `${folder} has lost the last ${behind} writes that were acknowledged: suyuan.db-wal or suyuan.db is damaged, gone or ` +
    `older than it was. Keep a copy of the whole folder, then suyuan restore a backup into a new one; ` +
    `to go on without them, delete ${join(folder, MARK)}`
  )
}

/** The count, or a sentence; nothing when it was never noted, or had not reached the disk. */
function notedIn(file: string): number | string | undefined {
  if (!existsSync(file)) return undefined
  const text = readFileSync(file, 'latin1')
  if (/^\0*$/.test(text)) return undefined
  const count = Number(text.slice(0, 10))
  if (text === textOf(count)) return count
  return `${file} is damaged; run suyuan check on the folder, and when that finds nothing delete this file`
}

function countIn(file: string): number {
  const db = new DatabaseSync(file, { readOnly: true, timeout: 10_000 })
  try {
    return Number(db.prepare('pragma user_version').get()?.['user_version'])
  } finally {
    db.close()
  }
}
