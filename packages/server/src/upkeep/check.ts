import type { Problem } from '@suyuan/core/problem'
import { CannotOpen, type Tx } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import { isMoving } from '../store/moving.ts'
import { openAlone, type Alone } from './alone.ts'
import { checkCatalogue } from './check-catalogue.ts'
import { checkDeclared, checkFollowers, checkMasterData } from './check-derived.ts'
import { checkLog, type LogSays, type Told } from './check-log.ts'
import { checkMasterElements } from './check-master.ts'
import { engineOf } from './engine-check.ts'
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
 * Verifies a store: every event against what was derived from it, every index against the log. Of a folder, that no
 * server may have open, also the file's pages; of a database one state of it, while servers go on. With `repair` all that the log can give again is rebuilt, and checked again.
 *
 * @throws CannotOpen when a server has it open, there is no database, or it is of another version.
 */
export async function check(
  place: string,
  { told, repair: mend }: { readonly told: Told; readonly repair: boolean },
): Promise<Checked> {
  await using alone = await openAlone(place)
  const findings = new Findings()
  const log = await checkAll(alone, findings, told)
  // An index that an earlier version wrote is sound, and is written anew to have what events say.
  const due = !findings.clean || (log?.saidFrom ?? 1) > 1
  if (!mend || !due || log?.whole !== true) {
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

const NOT_ALL_HERE = 'a suyuan migrate into this store is not finished; run the same again first'

/** Undefined when the file is no database of ours any more. */
async function checkAll(
  alone: Alone,
  findings: Findings,
  told: Told,
): Promise<LogSays | undefined> {
  const { tx, missing } = alone
  if (missing !== undefined) findings.add('file', 'writes-missing', missing)
  let strange: string | undefined
  const readable = await findings.during('file', async () => {
    strange = await strangeMigrations(tx)
  })
  if (strange !== undefined) throw new CannotOpen(strange)
  if (readable && (await isMoving(tx))) throw new CannotOpen(NOT_ALL_HERE)
  if (!readable) return undefined
  const { index, checkPages } = engineOf(tx)
  await findings.during('file', () => checkPages(tx, findings, told))
  let log: LogSays | undefined
  await alone.inTransaction(async () => {
    const says = await checkLog(tx, findings, told)
    log = says
    if (!says.whole) return false
    const part = partsOf(tx, findings)
    await part(index.table, () => index.check(tx, findings, says, told))
    await part('declared', () => checkDeclared(tx, findings))
    await part('follower', () => checkFollowers(tx, findings))
    await part('master_data', () => checkMasterData(tx, findings))
    if (!findings.has('master-data-damaged')) {
      await part('master_element', () => checkMasterElements(tx, findings))
    }
    await compareCatalogue(tx, findings, told)
    return false
  }, 'snapshot')
  return log
}

/** Each part stands alone: PostgreSQL takes nothing more in a transaction in which a statement failed. */
const partsOf =
  (tx: Tx, findings: Findings) =>
  (name: string, work: () => Promise<void>): Promise<boolean> =>
    findings.during(name, async () => {
      await tx.run(sql`savepoint part`)
      try {
        await work()
      } catch (error) {
        await tx.run(sql`rollback to part`)
        throw error
      }
      await tx.run(sql`release part`)
    })

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
