import type { Tx } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import { IDENTITY, tokenOf } from '../store/token.ts'
import type { Findings } from './findings.ts'
import { nameOf, readAgain, rowsOf, type LogRow } from './log.ts'
import { Sums } from './sums.ts'

/** What the log says the index must hold. */
export type LogSays = {
  /** False when it could not be read to its end: then nothing can be held against it, or rebuilt from it. */
  readonly whole: boolean
  readonly events: number
  /** By family of the index. */
  readonly sums: readonly [identities: Sums, mentions: Sums]
  /** Events whose text is not what was captured: what they name is not to be known from it. */
  readonly damaged: ReadonlySet<number>
}

export type Told = (line: string) => void

/** Reads every event again: its row follows from its text, positions have no gap, record time never falls. */
export async function checkLog(tx: Tx, findings: Findings, told: Told): Promise<LogSays> {
  const sums = [new Sums(), new Sums()] as const
  const damaged = new Set<number>()
  let events = 0
  let before: LogRow | undefined
  const whole = await findings.during('event', async () => {
    const end = await endOf(tx)
    for await (const rows of rowsOf(tx)) {
      for (const row of rows) {
        checkPlace(row, before, findings)
        if (!checkRow(row, findings, sums)) damaged.add(row.position)
        before = row
        events++
      }
      told(`${events} of ${end} events read again`)
    }
  })
  return { whole, events, sums, damaged }
}

async function endOf(tx: Tx): Promise<number> {
  const [row] = await tx.all<{ n: number | null }>(sql`select max(position) as n from event`)
  return row?.n ?? 0
}

function checkPlace(row: LogRow, before: LogRow | undefined, findings: Findings): void {
  const due = (before?.position ?? 0) + 1
  if (row.position !== due) {
    const says =
      row.position < due
        ? `position ${row.position} comes before the first, 1`
        : `events ${due} to ${row.position - 1} are missing from the log`
    findings.add(`event ${due}`, 'event-missing', says)
  }
  if (before !== undefined && row.record_time < before.record_time) {
    const says = `event ${row.position} was recorded before event ${before.position}, which precedes it`
    findings.add(`event ${row.position}`, 'record-time-falls', says)
  }
}

/** False when the row and its text differ. */
function checkRow(
  row: LogRow,
  findings: Findings,
  [identities, mentions]: LogSays['sums'],
): boolean {
  const name = nameOf(row)
  const { high, low } = tokenOf(IDENTITY, name)
  identities.add(high, low, row.position)
  const { fresh, differs } = readAgain(row)
  if (row.captor === null) {
    findings.add(
      `event ${row.position}`,
      'captor-missing',
      `event ${row.position} (${name}): who captured it is missing`,
    )
  }
  if (fresh === undefined || differs.length > 0) {
    const says = `event ${row.position} (${name}) is not as it was captured: ${differs.join('; ')}`
    findings.add(`event ${row.position}`, 'event-damaged', says)
    return false
  }
  for (let i = 0; i < fresh.mentions.length; i += 2) {
    mentions.add(fresh.mentions[i] ?? 0, fresh.mentions[i + 1] ?? 0, row.position)
  }
  return true
}
