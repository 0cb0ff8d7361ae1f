import { appendRun, IDENTITIES, MENTIONS, mergeStep } from '../store/runs.ts'
import { sql } from '../db/sql.ts'
import { saidFromStart } from '../store/said-from.ts'
import { IDENTITY, tokenOf } from '../store/token.ts'
import type { Alone } from './alone.ts'
import type { Told } from './check-log.ts'
import { nameOf, rowsOf } from './log.ts'
import { entriesAt } from './run-entries.ts'
import { mentionsOf, type HeldEntries } from './held-entries.ts'

/** Entries sorted at once, at most; a run may have 2^20. */
const ENTRIES = 500_000

/** Writes all runs anew from the log. */
export async function rebuildRuns(
  tx: Alone['tx'],
  damaged: ReadonlySet<number>,
  told: Told,
): Promise<void> {
  const before =
    damaged.size === 0
      ? (new Map() as HeldEntries)
      : await entriesAt(tx, MENTIONS, (position) => damaged.has(position))
  await tx.run(sql`delete from run_page`)
  await tx.run(sql`delete from run_edge`)
  await tx.run(sql`delete from run_fence`)
  await tx.run(sql`delete from run_bloom`)
  await tx.run(sql`delete from run`)
  tx.forget()
  let events = 0
  const waiting = { identities: [] as number[], mentions: [] as number[] }
  const write = async (): Promise<void> => {
    await appendRun(tx, IDENTITIES, Uint32Array.from(waiting.identities.splice(0)))
    await appendRun(tx, MENTIONS, Uint32Array.from(waiting.mentions.splice(0)))
    while (await mergeStep(tx));
    told(`${events} events indexed again`)
  }
  for await (const rows of rowsOf(tx)) {
    for (const row of rows) {
      const { high, low } = tokenOf(IDENTITY, nameOf(row))
      waiting.identities.push(high, low, row.position)
      for (const [h, l] of mentionsOf(row, before)) waiting.mentions.push(h, l, row.position)
      events++
      if (waiting.mentions.length / 3 > ENTRIES) await write()
    }
    if (waiting.identities.length / 3 >= 5000) await write()
  }
  await write()
  await saidFromStart(tx)
}
