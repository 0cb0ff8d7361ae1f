import { parseArgs } from 'node:util'
import { binaries } from '../store/postgres-program.ts'
import { buildShim } from './shim.ts'
import { isBad, kindsOn, lineOf, tableOf, torture, type Plan } from './torture.ts'

const HELP = `npm run torture -- [options]

  Captures at full rate over HTTP into a real server, does it harm at a random moment, starts it again, and looks
  whether every acknowledged event is there once. Exit code 1: something was lost, doubled or wrong.

  --engine E     embedded or postgres; both unless given
  --rounds N     on each engine (20)
  --minutes N    on each engine at most (1440)
  --kinds A,B    of the kinds of harm; all that can be done here unless given
  --seed N       makes the same choices again; when harm is done in what the server does, no seed can tell
`

const OPTIONS = {
  engine: { type: 'string' },
  rounds: { type: 'string', default: '20' },
  minutes: { type: 'string', default: '1440' },
  kinds: { type: 'string' },
  seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  help: { type: 'boolean', short: 'h' },
} as const

const say = (line: string): void => void process.stdout.write(`${line}\n`)

type Asked = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values']

/** What is to be done on each engine that there is here. */
function plansOf({ engine: only, kinds, rounds, seed }: Asked): readonly Plan[] {
  const shim = buildShim()
  const native = binaries()
  if ('none' in shim) say(`${shim.none}; kinds of harm that need it are left out`)
  if (native === undefined) say('npm has brought no PostgreSQL for this system; it is left out')
  const asked = kinds?.split(',')
  return (['embedded', 'postgres'] as const)
    .filter((engine) => engine === (only ?? engine))
    .filter((engine) => engine === 'embedded' || native !== undefined)
    .map((engine) => ({
      engine,
      kinds: kindsOn(engine, 'library' in shim).filter((kind) => asked?.includes(kind) ?? true),
      rounds: Number(rounds),
      seed: Number(seed),
      ...('library' in shim && shim),
      ...(native !== undefined && { native }),
    }))
    .filter((plan) => plan.kinds.length > 0)
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: OPTIONS })
  if (values.help === true) {
    process.stdout.write(HELP)
    return 0
  }
  say(`seed ${values.seed}`)
  const minutes = Number(values.minutes)
  // The round is done to its end: what it has started ends with it.
  const told = new AbortController()
  process.once('SIGTERM', () => told.abort())
  const done = []
  for (const plan of plansOf(values)) {
    const over = AbortSignal.any([told.signal, AbortSignal.timeout(minutes * 60_000)])
    done.push(...(await torture({ ...plan, over }, (round, number) => say(lineOf(round, number)))))
  }
  say(`\n${tableOf(done)}`)
  return done.length === 0 || done.some(isBad) ? 1 : 0
}

process.exitCode = await main()
