import { execFileSync } from 'node:child_process'
import { cpus, loadavg, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { SETTINGS, startPostgres } from './postgres.ts'
import type { Line, Row } from './row.ts'
import { ROWS } from './rows.ts'
import { runsOf, type Runs, type Sizes } from './runs.ts'

const HELP = `npm run bench -- [options]

  The speed and memory of this product against baselines in the same run: bare inserts into SQLite, and what
  a team would write instead on PostgreSQL (JSONB). Each line is written as soon as it is known.

  --rows A,B     only these: ${ROWS.map(({ name }) => name).join(', ')}
  --sizes A=N,…  events: small=100000 middle=1000000 large=2000000 grown=10000000 meanwhile=200000;
                 bytes: document=1073741824
  --short        small sizes: only whether all of it runs; no figure means anything
  --connections 2, --events-per-document 1000, --lookups 20000, --lookup-connections 4, --seed 7
`

const FULL: Sizes = {
  small: 100_000,
  middle: 1_000_000,
  large: 2_000_000,
  grown: 10_000_000,
  meanwhile: 200_000,
  document: 2 ** 30,
}
const SHORT: Sizes = {
  small: 1500,
  middle: 2500,
  large: 2000,
  grown: 6000,
  meanwhile: 1000,
  document: 2 ** 21,
}

const OPTIONS = {
  rows: { type: 'string' },
  sizes: { type: 'string', default: '' },
  short: { type: 'boolean', default: false },
  seed: { type: 'string', default: '7' },
  connections: { type: 'string', default: '2' },
  'events-per-document': { type: 'string', default: '1000' },
  lookups: { type: 'string' },
  'lookup-connections': { type: 'string', default: '4' },
  help: { type: 'boolean', short: 'h' },
} as const

type Asked = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values']

const say = (line: string): void => void process.stdout.write(`${line}\n`)

function sizesOf({ sizes, short }: Asked): Sizes {
  const all: Record<string, number> = { ...(short ? SHORT : FULL) }
  for (const each of sizes.split(',').filter((text) => text !== '')) {
    const [name = '', size] = each.split('=')
    if (all[name] === undefined || !(Number(size) > 0))
      throw new Error(`--sizes ${each}: no such size`)
    all[name] = Number(size)
  }
  return all as Sizes
}

function rowsOf({ rows }: Asked): readonly Row[] {
  if (rows === undefined) return ROWS
  return rows.split(',').map((name) => {
    const row = ROWS.find((each) => each.name === name)
    if (row === undefined) throw new Error(`--rows ${name}: no such row; see --help`)
    return row
  })
}

async function heading({ connections, ...asked }: Asked): Promise<void> {
  const commit = execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8' })
  const [cpu] = cpus()
  await using postgres = await startPostgres()
  say(`${new Date().toISOString()}, commit ${commit.trim()}`)
  say(`${cpus().length} × ${cpu?.model ?? '?'}, ${Math.round(totalmem() / 2 ** 30)} GiB; ${load()}`)
  say(
    `Node ${process.version}, SQLite ${process.versions['sqlite'] ?? '?'}, PostgreSQL ${postgres.version} (${SETTINGS.join(' ')})`,
  )
  say(
    `${connections} connections capture, documents of ${asked['events-per-document']} events; ${asked['lookup-connections']} look up`,
  )
}

const load = (): string => `load average ${loadavg()[0]?.toFixed(1)}`

function told({ what, ours, against, ratio }: Line, short: boolean): string {
  const columns = [what, ours, against]
  if (ratio === undefined || short) return columns.join(' | ')
  const { is, reach, atMost = false } = ratio
  const number = is >= 100 ? Math.round(is).toString() : is.toFixed(2)
  if (Number.isNaN(reach)) return [...columns, number].join(' | ')
  const reached = (atMost ? is <= reach : is >= reach) ? 'reached' : 'MISSED'
  return [...columns, number, `${atMost ? '≤' : '≥'} ${reach}`, reached].join(' | ')
}

/** Whether it could be measured. */
async function measured({ name, lines }: Row, runs: Runs, short: boolean): Promise<boolean> {
  try {
    for (const line of await lines(runs)) say(`${name} | ${told(line, short)} | ${load()}`)
    return true
  } catch (error) {
    say(`${name} | FAILED: ${error instanceof Error ? error.stack : String(error)}`)
    return false
  }
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: OPTIONS })
  if (values.help === true) {
    process.stdout.write(HELP)
    return 0
  }
  const [rows, sizes] = [rowsOf(values), sizesOf(values)]
  await heading(values)
  const runs = runsOf(sizes, {
    seed: Number(values.seed),
    connections: Number(values.connections),
    eventsPerDocument: Number(values['events-per-document']),
    lookups: Number(values.lookups ?? (values.short ? 200 : 20_000)),
    lookupConnections: Number(values['lookup-connections']),
  })
  const done: boolean[] = []
  for (const row of rows) done.push(await measured(row, runs, values.short))
  return done.every(Boolean) ? 0 : 1
}

process.exitCode = await main()
