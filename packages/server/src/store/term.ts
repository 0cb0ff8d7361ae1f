import type { Tx } from '../db/engine.ts'
import { sql } from '../db/sql.ts'

/** Terms never change once written, so each thread keeps those it has met, up to a bound. */
const KNOWN = new WeakMap<object, Map<string, number>>()
const KEPT = 100_000

function knownTo(tx: Tx): Map<string, number> {
  const found = KNOWN.get(tx.scope)
  if (found !== undefined && found.size < KEPT) return found
  const fresh = new Map<string, number>()
  KNOWN.set(tx.scope, fresh)
  return fresh
}

/** The ids of these words, written if they are new. */
export async function termIds(
  tx: Tx,
  words: Iterable<string>,
): Promise<ReadonlyMap<string, number>> {
  const known = knownTo(tx)
  for (const word of words) {
    if (known.has(word)) continue
    await tx.run(sql`insert into term (value) values (${word}) on conflict do nothing`)
    const [row] = await tx.all<{ id: number }>(sql`select id from term where value = ${word}`)
    if (row !== undefined) known.set(word, row.id)
  }
  return known
}
