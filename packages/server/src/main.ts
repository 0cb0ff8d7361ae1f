import { Misused, type Command, type Terminal } from './cli/terminal.ts'

/** Each is loaded when it is asked for: all of them together are 80 MB of memory. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import('./cli/serve.ts')).serve,
  capture: async () => (await import('./cli/capture-files.ts')).captureFiles,
  trace: async () => (await import('./cli/ask.ts')).ask.trace,
  where: async () => (await import('./cli/ask.ts')).ask.where,
  history: async () => (await import('./cli/ask.ts')).ask.history,
  balance: async () => (await import('./cli/balance.ts')).balance,
  cause: async () => (await import('./cli/cause.ts')).cause,
  sellable: async () => (await import('./cli/sellable.ts')).sellable,
  chain: async () => (await import('./cli/chain.ts')).chain,
  hash: async () => (await import('./cli/hash-files.ts')).hashFiles,
  convert: async () => (await import('./cli/convert-file.ts')).convertFile,
  backup: async () => (await import('./cli/backup.ts')).backup,
  restore: async () => (await import('./cli/restore.ts')).restoreFolder,
  check: async () => (await import('./cli/check.ts')).checkFolder,
  db: async () => (await import('./cli/db.ts')).db,
  export: async () => (await import('./cli/export.ts')).exportEvents,
  'export-file': async () => (await import('./cli/export-file.ts')).exportFile,
  import: async () => (await import('./cli/import.ts')).importEvents,
  prefixes: async () => (await import('./cli/prefixes.ts')).prefixes,
  retention: async () => (await import('./cli/retention.ts')).retention,
  recall: async () => (await import('./cli/recall.ts')).recall,
  hold: async () => (await import('./cli/hold.ts')).hold,
  subscriptions: async () => (await import('./cli/subscriptions.ts')).subscriptions,
  bench: async () => (await import('./cli/bench.ts')).bench,
  conformance: async () => (await import('./cli/conformance.ts')).conformance,
  migrate: async () => (await import('./cli/migrate.ts')).migrate,
  pack: async () => (await import('./cli/pack.ts')).pack,
}

const HELP = `suyuan — from a blade of grass to a cup of milk  从一棵草到一杯奶

  suyuan serve    [--port 8080] [--data DIR] [--demo] …   run the server
  suyuan capture  FILE…                                    send EPCIS documents, JSON-LD or XML
  suyuan trace    ID [--direction backward|forward]        where a thing came from or went
  suyuan where    ID [--at TIME]                           where a thing is
  suyuan history  ID                                       what happened to a thing
  suyuan balance  ID | by line|day|supplier | rules        what went in, what came out, what is missing
  suyuan cause    --bad FILE|IDS [--good …]                what bad tins share and good ones do not
  suyuan sellable ID…                                      may this be sold?
  suyuan chain    --out DIR [--seed 7] [--tins 6000]       write the demo chain with its ground truth
  suyuan hash     FILE…                                    the event hash of each event
  suyuan convert  FILE [--to json|xml|xml-1.2]             EPCIS documents into the other binding or edition
  suyuan backup   FILE                                     a copy of the data, while the server runs
  suyuan restore  FILE --data DIR                          a backup into an empty folder
  suyuan check    [--data DIR|postgres://…] [--repair]     every index against the log
  suyuan export   DIR                                      all events as EPCIS documents, and master data
  suyuan export-file KIND ID                               FSMA 204, GS1 CSV, table of lots, or EPCIS of what is affected
  suyuan import   DIR                                      what export wrote
  suyuan retention plan|apply|rules|erased                 what may go, by rule and legal hold
  suyuan recall   open|list|show|items|notices|found|close …  recalls and drills, as cases
  suyuan hold     place|lift|list                          what may not go, whatever the rules say
  suyuan prefixes list|add|import|remove|learn             how long company prefixes are, for EPC URNs
  suyuan subscriptions list|dead-letters|send|drop         who is told, and what no receiver took
  suyuan bench    --target URL                             capture and look-ups of an EPCIS 2.0 server, measured
  suyuan conformance --target URL                          an EPCIS 2.0 server, any, against the standard
  suyuan migrate  --from DIR --to postgres://…             a store into another, answers unchanged
  suyuan pack     check DIR                                domain knowledge as data: every fault of it
  suyuan db       distribute                               spread a PostgreSQL database over a Citus cluster

  suyuan COMMAND --help tells more. --json prints what the server answers.
  Exit code: 0 done, 1 refused or not found, 2 not understood.
`

const terminal: Terminal = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  isTerminal: process.stderr.isTTY,
  environment: process.env,
}

async function main([name = 'help', ...args]: readonly string[]): Promise<number> {
  if (name === 'help' || name === '--help' || name === '-h') {
    terminal.out(HELP)
    return 0
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (command === undefined) {
    terminal.err(`suyuan knows no "${name}"; it knows ${Object.keys(COMMANDS).join(', ')}\n`)
    return 2
  }
  try {
    return await (
      await command()
    )(args, terminal)
  } catch (error) {
    if (error instanceof Misused) terminal.err(`${error.message}\n`)
    else
      terminal.err(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
    return error instanceof Misused ? 2 : 1
  }
}

process.exitCode = await main(process.argv.slice(2))
