import type { Tx } from '../db/engine.ts'
import { saidFrom } from '../store/said-from.ts'
import { IDENTITY, tokenOf } from '../store/token.ts'
import { checkErased, erasuresIn, unrecorded, type Erasures } from './check-erased.ts'
import type { Findings } from './findings.ts'
import { indexedOf } from './held-entries.ts'
import { nameOf, readAgain, rowsOf, type LogRow } from './log.ts'
import { Sums } from './sums.ts'

/** What the log says the index must hold. */
export type LogSays = {
  /** False when it could not be read to its end: then nothing can be held against it, or rebuilt from it. */
  readonly whole: boolean
  readonly events: number
  /** Places of the log that no event has any more, on record. */
  readonly erased: Erasures
  /** By family of the index. */
  readonly sums: readonly [identities: Sums, mentions: Sums]
  /** From here on the index has all that events say; before, what they name. */
  readonly saidFrom: number
  /** Events whose text is not what was captured: what they name is not to be known from it. */
  readonly damaged: ReadonlySet<number>
}

export type Told = (line: string) => void

/** Reads every event again: its row follows from its text, positions have no gap, record time never falls. */
export async function checkLog(tx: Tx, findings: Findings, told: Told): Promise<LogSays> {
  const sums = [new Sums(), new Sums()] as const
  const damaged = new Set<number>()
  const from = await saidFrom(tx)
  let events = 0
  let before: LogRow | undefined
  let erased: Erasures = { end: 0, has: () => false }
  const whole = await findings.during('event', async () => {
    erased = await erasuresIn(tx)
    const { end } = erased
    for await (const rows of rowsOf(tx)) {
      for (const row of rows) {
        checkPlace(row, before, { findings, erased })
        if (!checkRow(row, { findings, sums, saidFrom: from })) damaged.add(row.position)
        before = row
        events++
      }
      told(`${events} of ${end} events read again`)
    }
    checkGap((before?.position ?? 0) + 1, end, { findings, erased })
    await checkErased(tx, findings)
  })
  return { whole, events, erased, sums, saidFrom: from, damaged }
}

type Held = { readonly findings: Findings; readonly erased: Erasures }

/** What is missing from one place to another is on record as erased. */
function checkGap(first: number, last: number, { findings, erased }: Held): void {
  for (const [from, to] of unrecorded(erased, first, last)) {
    const says = `events ${from} to ${to} are missing from the log`
    findings.add(`event ${from}`, 'event-missing', says)
  }
}

function checkPlace(row: LogRow, before: LogRow | undefined, held: Held): void {
  const { findings } = held
  const due = (before?.position ?? 0) + 1
  if (row.position < due) {
    const says = `position ${row.position} comes before the first, 1`
    findings.add(`event ${due}`, 'event-missing', says)
  } else checkGap(due, row.position - 1, held)
  if (before !== undefined && row.record_time < before.record_time) {
    const says = `event ${row.position} was recorded before event ${before.position}, which precedes it`
    findings.add(`event ${row.position}`, 'record-time-falls', says)
  }
}

/** False when the row and its text differ. */
function checkRow(
  row: LogRow,
  {
    findings,
    sums: [identities, mentions],
    saidFrom: from,
  }: Pick<LogSays, 'sums' | 'saidFrom'> & { readonly findings: Findings },
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
  const held = indexedOf(fresh, row.position, from)
  for (let i = 0; i < held.length; i += 2) {
    mentions.add(held[i] ?? 0, held[i + 1] ?? 0, row.position)
  }
  return true
}
