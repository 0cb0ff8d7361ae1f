import { existsSync, realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import { CannotOpen } from '../db/engine.ts'
import { isLost } from '../db/postgres-faults.ts'
import { isDatabase } from '../store/open.ts'
import { nameOfStore } from '../upkeep/alone.ts'
import { move, type Moved } from '../upkeep/move.ts'
import { MoveBroken } from '../upkeep/move-log.ts'
import { stopping } from './ending.ts'
import { Misused, progress, read, type Command } from './terminal.ts'

const HELP = `suyuan migrate --from PLACE --to PLACE [--json]

  Moves all of a store into another, empty one. A PLACE is a data folder (sqlite:DIR, or DIR alone) or
  a PostgreSQL database (postgres://user:password@host/database). Stop the servers on both first.
  Events keep their positions and record times, jobs, captors, master data and the API key come along:
  answers and page tokens stay the same. At the end both sides are read through and their counts and
  SHA-256 compared. Broken off, by whatever, run the same again: it goes on where it stopped. The
  source is left as it is.
`

/** `suyuan migrate` */
export const migrate: Command = async (args, terminal) => {
  const { values, positionals } = read(args, {
    from: { type: 'string' },
    to: { type: 'string' },
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  })
  if (values.help === true) {
    terminal.out(HELP)
    return 0
  }
  if (positionals.length > 0 || values.from === undefined || values.to === undefined) {
    throw new Misused(
      'name both: suyuan migrate --from DIR --to postgres://user:password@host/database',
    )
  }
  const from = placeOf('from', values.from)
  const to = placeOf('to', values.to)
  if (same(from, to)) throw new Misused('--from and --to are the same place; name two')
  const line = progress(terminal)
  try {
    const moved = await move({ from, to, told: line.tell, stop: stopping() })
    if (values.json === true) terminal.out(`${JSON.stringify({ to: nameOfStore(to), ...moved })}\n`)
    line.end(lastLine(to, moved))
    return 0
  } catch (error) {
    return brokenBy(error, line.end)
  }
}

function placeOf(option: string, given: string): string {
  if (isDatabase(given)) return given
  const folder = given.replace(/^sqlite:(\/\/)?/, '')
  if (folder === '' || /^[a-z]+:\/\//i.test(folder)) {
    throw new Misused(
      `--${option} ${given}: a folder (sqlite:DIR), or postgres://user:password@host/database`,
    )
  }
  return resolve(folder)
}

const same = (a: string, b: string): boolean =>
  a === b || (existsSync(a) && existsSync(b) && realpathSync(a) === realpathSync(b))

function lastLine(to: string, { tables, moved }: Moved): string {
  const { event, job, master_data: data } = tables
  return `${nameOfStore(to)}: ${event?.rows ?? 0} events (${moved} in this run), ${job?.rows ?? 0} jobs, ${data?.rows ?? 0} descriptions; both sides read through and the same (events SHA-256 ${event?.sha256.slice(0, 16) ?? ''}…)`
}

function brokenBy(error: unknown, end: (line: string) => void): number {
  if (error instanceof CannotOpen) throw new Misused(error.message, { cause: error })
  if (error instanceof MoveBroken) end(error.message)
  else if (isLost(error)) {
    const says = error instanceof Error ? error.message : String(error)
    end(`the database went away (${says}); run the same again to go on`)
  } else if (isOfDatabase(error)) {
    end(`the database broke off (${error.message}); when that is mended, run the same again`)
  } else throw error
  return 1
}

/** What SQLite and PostgreSQL say themselves: a full disk, a right that is missing. */
const isOfDatabase = (error: unknown): error is Error =>
  error instanceof Error &&
  ('severity' in error || ('code' in error && error.code === 'ERR_SQLITE_ERROR'))
