import { parseArgs } from 'node:util'
import * as fc from 'fast-check'
import { startServer } from '../server.ts'
import { answers, THROWN } from './properties.ts'

const HELP = `npm run fuzz -- [--minutes 5] [--seed N] [--only NAME]

  Throws wrong documents, queries, paths and headers at a server of its own, until the time is over or something
  is answered 5xx or not at all. Prints the seed; the same seed throws the same.
`

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    seed: { type: 'string' },
    only: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
})

async function main(): Promise<number> {
  const minutes = Number(values.minutes)
  const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed)
  const chosen = Object.entries(THROWN).filter(([name]) => name.includes(values.only ?? ''))
  if (values.help === true || !(minutes > 0) || !Number.isInteger(seed) || chosen.length === 0) {
    process.stdout.write(HELP)
    return values.help === true ? 0 : 2
  }
  process.stdout.write(`seed ${seed}, ${minutes} min, ${chosen.map(([name]) => name).join(', ')}\n`)
  const server = await startServer()
  let failed = 0
  try {
    for (const [name, thrown] of chosen) {
      const details = await fc.check(answers(server.url, thrown), {
        seed,
        numRuns: Number.MAX_SAFE_INTEGER,
        interruptAfterTimeLimit: (minutes * 60_000) / chosen.length,
        markInterruptAsFailure: false,
      })
      process.stdout.write(`${name}: ${details.numRuns} thrown\n`)
      if (!details.failed) continue
      failed++
      process.stdout.write(`${fc.defaultReportMessage(details) ?? ''}\n`)
    }
  } finally {
    await server.stop()
  }
  return failed === 0 ? 0 : 1
}

process.exitCode = await main()
