import { ask } from './cli/ask.ts'
import { backup } from './cli/backup.ts'
import { bench } from './cli/bench.ts'
import { captureFiles } from './cli/capture-files.ts'
import { chain } from './cli/chain.ts'
import { checkFolder } from './cli/check.ts'
import { conformance } from './cli/conformance.ts'
import { convertFile } from './cli/convert-file.ts'
import { db } from './cli/db.ts'
import { exportEvents } from './cli/export.ts'
import { hashFiles } from './cli/hash-files.ts'
import { hold } from './cli/hold.ts'
import { importEvents } from './cli/import.ts'
import { migrate } from './cli/migrate.ts'
import { prefixes } from './cli/prefixes.ts'
import { retention } from './cli/retention.ts'
import { restoreFolder } from './cli/restore.ts'
import { serve } from './cli/serve.ts'
import { Misused, type Command, type Terminal } from './cli/terminal.ts'

const COMMANDS: Readonly<Record<string, Command>> = {
  serve,
  capture: captureFiles,
  trace: ask.trace,
  where: ask.where,
  history: ask.history,
  chain,
  hash: hashFiles,
  convert: convertFile,
  backup,
  restore: restoreFolder,
  check: checkFolder,
  db,
  export: exportEvents,
  import: importEvents,
  prefixes,
  retention,
  hold,
  bench,
  conformance,
  migrate,
}

const HELP = `suyuan — from a blade of grass to a cup of milk  从一棵草到一杯奶

  suyuan serve    [--port 8080] [--data DIR] [--demo] …   run the server
  suyuan capture  FILE…                                    send EPCIS 2.0 documents (JSON-LD)
  suyuan trace    ID [--direction backward|forward]        where a thing came from or went
  suyuan where    ID [--at TIME]                           where a thing is
  suyuan history  ID                                       what happened to a thing
  suyuan chain    --out DIR [--seed 7] [--tins 6000]       write the demo chain with its ground truth
  suyuan hash     FILE…                                    the event hash of each event
  suyuan convert  FILE [--to json|xml|xml-1.2]             EPCIS documents into the other binding or edition
  suyuan backup   FILE                                     a copy of the data, while the server runs
  suyuan restore  FILE --data DIR                          a backup into an empty folder
  suyuan check    [--data DIR|postgres://…] [--repair]     every index against the log
  suyuan export   DIR                                      all events as EPCIS documents, and master data
  suyuan import   DIR                                      what export wrote
  suyuan retention plan|apply|rules|erased                 what may go, by rule and legal hold
  suyuan hold     place|lift|list                          what may not go, whatever the rules say
  suyuan prefixes list|add|import|remove|learn             how long company prefixes are, for EPC URNs
  suyuan bench    --target URL                             capture and look-ups of an EPCIS 2.0 server, measured
  suyuan conformance --target URL                          an EPCIS 2.0 server, any, against the standard
  suyuan migrate  --from DIR --to postgres://…             a store into another, answers unchanged
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
    return await command(args, terminal)
  } catch (error) {
    if (error instanceof Misused) terminal.err(`${error.message}\n`)
    else
      terminal.err(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
    return error instanceof Misused ? 2 : 1
  }
}

process.exitCode = await main(process.argv.slice(2))
