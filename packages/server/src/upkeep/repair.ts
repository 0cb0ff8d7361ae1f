import type { Tx } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import { appendRun, IDENTITIES, MENTIONS, mergeStep } from '../store/runs.ts'
import { IDENTITY, tokenOf } from '../store/token.ts'
import type { Alone } from './alone.ts'
import { rebuildCatalogue } from './check-catalogue.ts'
import type { Told } from './check-log.ts'
import type { Findings } from './findings.ts'
import { nameOf, readAgain, rowsOf, type LogRow } from './log.ts'
import { entriesAt } from './run-entries.ts'

type Repair = {
  readonly findings: Findings
  /** Events whose text is not as captured: the old index knows better what they named. */
  readonly damaged: ReadonlySet<number>
  readonly told: Told
}

/** Entries sorted at once, at most; a run may have 2^20. */
const ENTRIES = 500_000

/**
 * Rebuilds from the log all that holds nothing else: indexes of the file, `declared`, the runs, the catalogue, each in
 * a transaction of its own. `event` is read, never written. Resolves with what was rebuilt.
 */
export async function repair(alone: Alone, how: Repair): Promise<readonly string[]> {
  const { tx, inTransaction } = alone
  const { findings, damaged, told } = how
  const done: string[] = []
  const part = async (name: string, work: () => Promise<void>): Promise<void> => {
    const whole = await findings.during(name, async () => {
      await inTransaction(() => work().then(() => true))
    })
    if (whole) done.push(name)
  }
  if (findings.has('file-damaged')) await part('file', () => tx.run(sql`reindex`))
  await part('declared', () => rebuildDeclared(tx))
  await part('run', () => rebuildRuns(tx, damaged, told))
  await part('catalogue', () => rebuildCatalogue(tx, told))
  return done
}

async function rebuildDeclared(tx: Tx): Promise<void> {
  await tx.run(sql`delete from declared`)
  await tx.run(sql`insert into declared (identity, position)
    select coalesce(identity, 'ni:///sha-256;' || lower(hex(hash)) || '?ver=CBV2.0'), position
    from event where declaration is not null`)
}

async function rebuildRuns(
  tx: Alone['tx'],
  damaged: ReadonlySet<number>,
  told: Told,
): Promise<void> {
  const before =
    damaged.size === 0
      ? new Map<number, readonly (readonly [number, number])[]>()
      : await entriesAt(tx, MENTIONS, (position) => damaged.has(position))
  await tx.run(sql`delete from run_page`)
  await tx.run(sql`delete from run_fence`)
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
}

function mentionsOf(
  row: LogRow,
  before: ReadonlyMap<number, readonly (readonly [number, number])[]>,
): readonly (readonly [number, number])[] {
  const kept = before.get(row.position)
  if (kept !== undefined) return kept
  const mentions = readAgain(row).fresh?.mentions ?? new Uint32Array()
  return Array.from(
    { length: mentions.length / 2 },
    (_, i) => [mentions[2 * i] ?? 0, mentions[2 * i + 1] ?? 0] as const,
  )
}
