import type { Tx } from '../db/engine.ts'
import { sql, type Value } from '../db/sql.ts'
import { MENTIONS } from '../store/runs.ts'
import { saidFromStart } from '../store/said-from.ts'
import { IDENTITY, tokenOf } from '../store/token.ts'
import { entriesAt } from './check-array.ts'
import type { Told } from './check-log.ts'
import { mentionsOf, type HeldEntries } from './held-entries.ts'
import { nameOf, rowsOf, type LogRow } from './log.ts'

/** Writes the index of PostgreSQL anew from the log. Who asks meanwhile is answered from the old one. */
export async function rebuildArray(
  tx: Tx,
  damaged: ReadonlySet<number>,
  told: Told,
): Promise<void> {
  const before: HeldEntries =
    damaged.size === 0
      ? new Map()
      : await entriesAt(tx, MENTIONS, (position) => damaged.has(position))
  await tx.run(sql`delete from event_index`)
  let events = 0
  for await (const rows of rowsOf(tx)) {
    await tx.insert('event_index', ['position', 'identity', 'mentions'], rows.map(indexed(before)))
    events += rows.length
    told(`${events} events indexed again`)
  }
  // Its own indexes may be what was damaged.
  await tx.run(sql`reindex table event_index`)
  await saidFromStart(tx)
}

const indexed =
  (before: HeldEntries) =>
  (row: LogRow): readonly Value[] => {
    const { high, low } = tokenOf(IDENTITY, nameOf(row))
    const things = mentionsOf(row, before).map(([h, l]) => signed(h, l))
    return [row.position, signed(high, low), `{${things.join(',')}}`]
  }

/** Two halves of a hash as the signed number that PostgreSQL keeps. */
const signed = (high: number, low: number): string =>
  String(BigInt.asIntN(64, (BigInt(high) << 32n) | BigInt(low)))
