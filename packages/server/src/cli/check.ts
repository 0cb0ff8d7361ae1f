import { CannotOpen } from '../db/engine.ts'
import { isLost } from '../db/postgres-faults.ts'
import { isDatabase } from '../store/open.ts'
import { nameOfStore } from '../upkeep/alone.ts'
import { check, type Checked } from '../upkeep/check.ts'
import { BY_POSTGRESQL, databaseIn, placeOf } from './place.ts'
import { Misused, progress, read, type Command, type Terminal } from './terminal.ts'

const HELP = `suyuan check [--data DIR | --database postgres://…] [--repair] [--json]

  Verifies each event against its text and its event hash, and every index against the log: of a data
  folder (./data) that no server has open, with the pages of its file; or of a PostgreSQL database (that
  of DATABASE_URL, when neither is given) as it stands at one moment, while servers go on. Exit code 1:
  something is wrong; it says what. --repair rebuilds from the log all that holds nothing else; it never
  writes to an event. Servers of a database may go on meanwhile; their captures wait.
`

/** Damage that the log cannot mend, for it is the log's own. */
const LOST: ReadonlySet<string> = new Set([
  'unreadable',
  'writes-missing',
  'event-damaged',
  'event-missing',
  'erased-and-kept',
  'erasure-differs',
  'body-stray',
  'record-time-falls',
  'captor-missing',
  'master-data-damaged',
  'file-damaged',
])

/** `suyuan check` */
export const checkFolder: Command = async (args, terminal) => {
  const { values, positionals } = read(args, {
    data: { type: 'string' },
    database: { type: 'string' },
    repair: { type: 'boolean' },
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  })
  if (values.help === true) {
    terminal.out(HELP)
    return 0
  }
  if (positionals.length > 0)
    throw new Misused(`${positionals[0]}: name the folder with --data DIR`)
  const place =
    values.database === undefined
      ? placeOf(values, terminal)
      : databaseIn(values.database, values.data)
  const folder = nameOfStore(place)
  const line = progress(terminal)
  try {
    const checked = await check(place, { told: line.tell, repair: values.repair === true })
    if (values.json === true) terminal.out(`${JSON.stringify({ folder, ...checked })}\n`)
    else tell(place, checked, terminal)
    line.end(lastLine(folder, checked))
    return checked.problems.length === 0 ? 0 : 1
  } catch (error) {
    if (error instanceof CannotOpen) throw new Misused(error.message, { cause: error })
    if (isLost(error)) {
      line.end('the database went away meanwhile; when it is back, run the same again')
      return 1
    }
    throw error
  }
}

function tell(place: string, { problems, counts, repaired }: Checked, { out }: Terminal): void {
  for (const { says } of problems) out(`${says}\n`)
  for (const [rule, count] of Object.entries(counts)) {
    const more = count - problems.filter((problem) => problem.rule === rule).length
    if (more > 0) out(`and ${more} more like it (${rule})\n`)
  }
  if (repaired.length > 0) out(`rebuilt from the log: ${repaired.join(', ')}\n`)
  const rules = Object.keys(counts)
  if (rules.some((rule) => LOST.has(rule))) {
    const how = isDatabase(place) ? BY_POSTGRESQL : 'suyuan restore FILE --data DIR'
    out(`What the log itself has lost comes back from a backup: ${how}\n`)
  }
  if (rules.some((rule) => !LOST.has(rule)) && repaired.length === 0) {
    out(
      `The rest can be rebuilt from the log: suyuan check --repair --data ${nameOfStore(place)}\n`,
    )
  }
}

function lastLine(folder: string, { events, counts }: Checked): string {
  const wrong = Object.values(counts).reduce((sum, count) => sum + count, 0)
  return wrong === 0
    ? `${folder}: ${events} events, and every index agrees with them`
    : `${folder}: ${events} events, ${wrong} problems`
}
