import { CannotOpen } from '../db/engine.ts'
import { withoutPassword } from '../db/postgres-faults.ts'
import { isDatabase } from '../store/open.ts'
import { distribute } from '../upkeep/distribute.ts'
import { Misused, progress, read, type Command } from './terminal.ts'

const HELP = `suyuan db distribute [--database URL] [--shards 32]

  Distributes the tables of the PostgreSQL database that DATABASE_URL or --database names (the
  coordinator of a Citus cluster) over its workers. Servers may go on meanwhile; captures wait for
  the last step. Interrupted, it is run again and goes on where it was; what is distributed already
  is left as it is. --shards: 2, 4, 8, 16, 32 or 64 for each large table.
`

/** Each slot of the index is a 64th; so many shards take an even number of them. */
const SHARDS: readonly number[] = [2, 4, 8, 16, 32, 64]

/** `suyuan db` */
export const db: Command = async (args, terminal) => {
  const { values, positionals } = read(args, {
    database: { type: 'string' },
    data: { type: 'string' },
    shards: { type: 'string' },
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  })
  if (values.help === true) {
    terminal.out(HELP)
    return 0
  }
  if (positionals.length !== 1 || positionals[0] !== 'distribute') {
    throw new Misused(`suyuan db knows distribute: ${HELP.split('\n', 1)[0]}`)
  }
  const url = databaseOf(values.data ?? values.database ?? terminal.environment['DATABASE_URL'])
  const shards = shardsOf(values.shards ?? '32')
  const line = progress(terminal)
  try {
    const done = await distribute(url, { shards, told: line.tell })
    if (values.json === true) terminal.out(`${JSON.stringify(done)}\n`)
    if (done.outcome === 'refused') {
      line.end(done.says)
      return 1
    }
    const already = done.outcome === 'was-done' ? 'already ' : ''
    line.end(`${withoutPassword(url)} is ${already}distributed: ${done.events} events`)
    return 0
  } catch (error) {
    if (error instanceof CannotOpen) throw new Misused(error.message, { cause: error })
    throw error
  }
}

function databaseOf(given: string | undefined): string {
  if (given !== undefined && isDatabase(given)) return given
  const wanted = 'name a database: --database postgres://user:password@coordinator/suyuan'
  throw new Misused(
    given === undefined || given === ''
      ? `${wanted}, or DATABASE_URL`
      : `${given} is no PostgreSQL database, and only such a one is distributed; ${wanted}`,
  )
}

function shardsOf(text: string): number {
  const shards = Number(text)
  if (SHARDS.includes(shards)) return shards
  throw new Misused(`--shards ${text}: one of ${SHARDS.join(', ')}`)
}
