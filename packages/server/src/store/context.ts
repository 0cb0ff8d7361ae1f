import type { Tx } from '../db/engine.ts'
import { sql } from '../db/sql.ts'

/** Contexts never change once written, so each thread keeps those it has met, up to a bound. */
const KNOWN = new WeakMap<object, Map<number, string>>()
const KEPT = 1000

/** The `@context`s of these ids, as JSON text. */
export async function contextsOf(
  tx: Tx,
  ids: ReadonlySet<number>,
): Promise<ReadonlyMap<number, string>> {
  const known = KNOWN.get(tx.scope) ?? new Map<number, string>()
  KNOWN.set(tx.scope, known)
  const unknown = [...ids].filter((id) => !known.has(id))
  if (unknown.length === 0) return known
  const contexts = new Map(known)
  const rows = await tx.all<{ id: number; body: string }>(sql`
    select id, body from context where ${tx.dialect.among(sql`id`, unknown)}`)
  for (const { id, body } of rows) {
    contexts.set(id, body)
    if (known.size < KEPT) known.set(id, body)
  }
  return contexts
}
