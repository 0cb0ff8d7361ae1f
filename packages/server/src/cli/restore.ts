import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { CannotOpen } from '../db/engine.ts'
import { isDatabase } from '../store/open.ts'
import { restore } from '../upkeep/restore.ts'
import { megabytes } from './backup.ts'
import { Misused, progress, read, type Command } from './terminal.ts'

const HELP = `suyuan restore FILE --data DIR [--json]

  Puts a backup into a data folder that is missing or empty, after it was found to be whole. The
  API key is not in a backup: suyuan serve --host … makes a new one. A PostgreSQL database is brought
  back with its own tools: docs/guides/back-up-postgresql.md.
`

/** `suyuan restore FILE --data DIR` */
export const restoreFolder: Command = async (args, terminal) => {
  const { values, positionals } = read(args, {
    data: { type: 'string' },
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  })
  if (values.help === true) {
    terminal.out(HELP)
    return 0
  }
  const [file, ...more] = positionals
  if (file === undefined || more.length > 0 || values.data === undefined) {
    throw new Misused('name a backup and a folder: suyuan restore FILE --data DIR')
  }
  if (isDatabase(values.data)) {
    throw new Misused(
      `this is for folders; PostgreSQL is brought back with its own tools (docs/guides/back-up-postgresql.md), or restore into a folder and suyuan migrate it`,
    )
  }
  if (!existsSync(file) || !statSync(file).isFile()) {
    throw new Misused(`${file} cannot be read; is the name right?`)
  }
  const folder = resolve(values.data)
  const line = progress(terminal)
  try {
    const verified = await restore(file, folder, (done, of) =>
      line.tell(`${megabytes(done)} of ${megabytes(of)} copied`),
    )
    if (!verified.ok) {
      terminal.err(`${file} was not restored: ${verified.says}\n`)
      return 1
    }
    const { events, bytes } = verified
    if (values.json === true) terminal.out(`${JSON.stringify({ folder, events, bytes })}\n`)
    line.end(`${folder}: ${events} events. The API key is not in a backup: serve makes a new one`)
    return 0
  } catch (error) {
    if (error instanceof CannotOpen) throw new Misused(error.message, { cause: error })
    throw error
  }
}
