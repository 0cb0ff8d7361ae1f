import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { CannotOpen } from '../db/engine.ts'
import { DATABASE } from './alone.ts'
import { syncFile, type Progress } from './copy.ts'
import { verifyDatabase, type Verified } from './verify.ts'

/**
 * Puts a backup into a data folder that is missing or empty: copied beside its place, verified, then renamed into it.
 * When it is refused the folder is as it was.
 *
 * @throws CannotOpen when the folder holds anything, or the file is not a backup but a database in use.
 */
export async function restore(file: string, folder: string, progress: Progress): Promise<Verified> {
  if (existsSync(`${file}-wal`) && statSync(`${file}-wal`).size > 0) {
    throw new CannotOpen(
      `${file} is a database in use (there is a ${file}-wal); make a backup of it: suyuan backup FILE`,
    )
  }
  const made = !existsSync(folder)
  if (!made && readdirSync(folder).length > 0) {
    throw new CannotOpen(
      `${folder} is not empty; restore into a new folder, nothing is overwritten`,
    )
  }
  mkdirSync(folder, { recursive: true })
  const part = join(folder, `${DATABASE}.part`)
  let verified: Verified | undefined
  try {
    await copyFile(file, part, progress)
    verified = await verifyDatabase(part)
    if (verified.ok) {
      syncFile(part)
      renameSync(part, join(folder, DATABASE))
      syncFile(folder)
    }
    return verified
  } finally {
    if (verified?.ok !== true) {
      rmSync(part, { force: true })
      if (made) rmdirSync(folder)
    }
  }
}

async function copyFile(from: string, to: string, progress: Progress): Promise<void> {
  const { size } = statSync(from)
  let done = 0
  await pipeline(
    createReadStream(from, { highWaterMark: 2 ** 20 }),
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        done += chunk.length
        progress(done, size)
        yield chunk
      }
    },
    createWriteStream(to),
  )
}
