import { resolve } from 'node:path'
import { CannotOpen } from '../db/engine.ts'
import { check, type Checked } from '../upkeep/check.ts'
import { Misused, progress, read, type Command, type Terminal } from './terminal.ts'

const HELP = `suyuan check [--data DIR] [--repair] [--json]

  Verifies a data folder (./data) while no server has it open: the pages of the file, each event
  against its text and its event hash, and every index against the log. Exit code 1: something is
  wrong; it says what. --repair rebuilds from the log all that holds nothing else; it never writes
  to an event.
`

/** Damage that the log cannot mend, for it is the log's own. */
const LOST: ReadonlySet<string> = new Set([
  'unreadable',
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
  const folder = resolve(values.data ?? 'data')
  const line = progress(terminal)
  try {
    const checked = await check(folder, { told: line.tell, repair: values.repair === true })
    if (values.json === true) terminal.out(`${JSON.stringify({ folder, ...checked })}\n`)
    else tell(folder, checked, terminal)
    line.end(lastLine(folder, checked))
    return checked.problems.length === 0 ? 0 : 1
  } catch (error) {
    if (error instanceof CannotOpen) throw new Misused(error.message, { cause: error })
    throw error
  }
}

function tell(folder: string, { problems, counts, repaired }: Checked, { out }: Terminal): void {
  for (const { says } of problems) out(`${says}\n`)
  for (const [rule, count] of Object.entries(counts)) {
    const more = count - problems.filter((problem) => problem.rule === rule).length
    if (more > 0) out(`and ${more} more like it (${rule})\n`)
  }
  if (repaired.length > 0) out(`rebuilt from the log: ${repaired.join(', ')}\n`)
  const rules = Object.keys(counts)
  if (rules.some((rule) => LOST.has(rule))) {
    out('What the log itself has lost comes back from a backup: suyuan restore FILE --data DIR\n')
  }
  if (rules.some((rule) => !LOST.has(rule)) && repaired.length === 0) {
    out(`The rest can be rebuilt from the log: suyuan check --repair --data ${folder}\n`)
  }
}

function lastLine(folder: string, { events, counts }: Checked): string {
  const wrong = Object.values(counts).reduce((sum, count) => sum + count, 0)
  return wrong === 0
    ? `${folder}: ${events} events, and every index agrees with them`
    : `${folder}: ${events} events, ${wrong} problems`
}
