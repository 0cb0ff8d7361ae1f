import type { Problem } from '@suyuan/core/problem'
import { CannotOpen, type Tx } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import { openAlone, type Alone } from './alone.ts'
import { checkCatalogue } from './check-catalogue.ts'
import { checkDeclared, checkFollowers, checkMasterData } from './check-derived.ts'
import { checkLog, type LogSays, type Told } from './check-log.ts'
import { checkRuns } from './check-runs.ts'
import { Findings } from './findings.ts'
import { strangeMigrations } from './migrations.ts'
import { repair } from './repair.ts'

export type Checked = {
  readonly events: number
  readonly problems: readonly Problem[]
  /** How many there were of each rule; of many only the first are told. */
  readonly counts: Readonly<Record<string, number>>
  /** What was rebuilt from the log. */
  readonly repaired: readonly string[]
}

/**
 * Verifies a data folder that no server has open: the file's pages, every event against what was derived from it, every
 * index against the log. With `repair` all that the log can give again is rebuilt, and checked again.
 *
 * @throws CannotOpen when a server has it open, there is no database, or it is of another version.
 */
export async function check(
  folder: string,
  { told, repair: mend }: { readonly told: Told; readonly repair: boolean },
): Promise<Checked> {
  await using alone = await openAlone(folder)
  const findings = new Findings()
  const log = await checkAll(alone, findings, told)
  if (!mend || findings.clean || log?.whole !== true) {
    return checked(findings, log, [])
  }
  const repaired = await repair(alone, { findings, damaged: log.damaged, told })
  const after = new Findings()
  const logAfter = await checkAll(alone, after, told)
  return checked(after, logAfter, repaired)
}

function checked(
  findings: Findings,
  log: LogSays | undefined,
  repaired: readonly string[],
): Checked {
  const { told: problems, counts } = findings
  return { events: log?.events ?? 0, problems, counts, repaired }
}

/** Undefined when the file is no database of ours any more. */
async function checkAll(
  alone: Alone,
  findings: Findings,
  told: Told,
): Promise<LogSays | undefined> {
  const { tx } = alone
  let strange: string | undefined
  const readable = await findings.during('file', async () => {
    await tx.run(sql`pragma cache_size = -131072`)
    strange = await strangeMigrations(tx)
  })
  if (strange !== undefined) throw new CannotOpen(strange)
  if (!readable) return undefined
  told('reading the pages of the file')
  await findings.during('file', () => checkPages(tx, findings))
  let log: LogSays | undefined
  await alone.inTransaction(async () => {
    const says = await checkLog(tx, findings, told)
    log = says
    if (!says.whole) return false
    await findings.during('run', () => checkRuns(tx, findings, says, told))
    await findings.during('declared', () => checkDeclared(tx, findings))
    await findings.during('follower', () => checkFollowers(tx, findings))
    await findings.during('master_data', () => checkMasterData(tx, findings))
    await compareCatalogue(tx, findings, told)
    return false
  })
  return log
}

/** The catalogue is rebuilt with the help of the index and of `declared`: only of sound ones can it be compared. */
async function compareCatalogue(tx: Tx, findings: Findings, told: Told): Promise<void> {
  const unsound = Object.keys(findings.counts).some((rule) => !ASIDE.has(rule))
  if (!unsound) {
    await findings.during('catalogue', () => checkCatalogue(tx, findings, told))
    return
  }
  const says = 'the catalogue was not compared: it is counted with what is damaged above'
  findings.add('catalogue', 'catalogue-not-compared', says)
}

/** Damage that the catalogue does not depend on. */
const ASIDE: ReadonlySet<string> = new Set([
  'event-damaged',
  'captor-missing',
  'record-time-falls',
  'master-data-damaged',
])

async function checkPages(tx: Tx, findings: Findings): Promise<void> {
  const rows = await tx.all<{ integrity_check: string }>(sql`pragma integrity_check(20)`)
  for (const { integrity_check: says } of rows) {
    if (says !== 'ok') findings.add('file', 'file-damaged', `the file is damaged: ${says}`)
  }
}
