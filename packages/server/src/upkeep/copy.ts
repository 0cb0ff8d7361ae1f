import { closeSync, existsSync, fsyncSync, openSync, readdirSync, rmSync } from 'node:fs'
import { open, rm, stat, statfs } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { backup, DatabaseSync } from 'node:sqlite'
import { CannotOpen } from '../db/engine.ts'
import { DATABASE } from './alone.ts'

/** Pages copied before others get their turn. */
const PAGES_A_STEP = 1000

/** Hears how many parts of a whole are done. */
export type Progress = (done: number, of: number) => void

/**
 * Copies the database of a data folder into `file`, as it stood at one moment: every event acknowledged before the call
 * is in it. Whoever has the folder open goes on writing. The read transaction holds that moment: without one SQLite
 * would begin again with each commit of the writer, and never end beside a capture at full rate.
 *
 * @throws CannotOpen when there is no database, or no room for the copy.
 */
export async function copyDatabase(
  folder: string,
  file: string,
  progress: Progress = () => {},
): Promise<void> {
  const from = join(folder, DATABASE)
  if (!existsSync(from)) {
    throw new CannotOpen(`${folder} holds no ${DATABASE}; name the data folder with --data DIR`)
  }
  const db = new DatabaseSync(from, { readOnly: true, timeout: 10_000 })
  try {
    db.exec('begin')
    const page = db.prepare('pragma page_size').get()?.['page_size']
    const pages = db.prepare('pragma page_count').get()?.['page_count']
    db.prepare('select count(*) from migration').get()
    await roomFor(Number(page) * Number(pages), file)
    await backup(db, file, {
      rate: PAGES_A_STEP,
      progress: ({ totalPages, remainingPages }) =>
        progress(totalPages - remainingPages, totalPages),
    })
  } finally {
    db.close()
  }
  settle(file)
}

async function roomFor(bytes: number, file: string): Promise<void> {
  const { bavail, bsize } = await statfs(join(file, '..'))
  if (bavail * bsize > bytes) return
  throw new CannotOpen(
    `the copy needs ${bytes} bytes, and the disk of ${file} has ${bavail * bsize} left`,
  )
}

/** Makes the copy a single file, without a WAL beside it, and forces it to disk. */
function settle(file: string): void {
  const copy = new DatabaseSync(file)
  try {
    copy.exec('pragma journal_mode = delete')
  } finally {
    copy.close()
  }
  syncFile(file)
}

/** Forces a file (or a folder's list of names) to disk. */
export function syncFile(file: string): void {
  const handle = openSync(file, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** A copy to be sent away: its length, and its bytes. */
export type Copy = { readonly bytes: number; readonly body: ReadableStream }

/** Makes a consistent copy to be sent away; nothing of it stays. */
export type Copying = () => Promise<Copy>

const LEFT_OVER = /^backup-[0-9a-f-]+\.part(-journal)?$/

/** Copies of the database in `folder`, made there first; those a killed process left are cleared away now. */
export function copiesOf(folder: string): Copying {
  for (const name of readdirSync(folder)) {
    if (LEFT_OVER.test(name)) rmSync(join(folder, name), { force: true })
  }
  return async () => {
    const file = join(folder, `backup-${randomUUID()}.part`)
    try {
      await copyDatabase(folder, file)
      const { size } = await stat(file)
      const handle = await open(file)
      // Gone from the folder at once, from the disk when it has been sent, or the client has gone away.
      await rm(file)
      return { bytes: size, body: Readable.toWeb(handle.createReadStream()) as ReadableStream }
    } catch (error) {
      await rm(file, { force: true })
      throw error
    }
  }
}
