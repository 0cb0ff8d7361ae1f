import type { Tx } from '../db/engine.ts'
import { sql } from '../db/sql.ts'

/** The position from which on the index has what events say; before it, it has only what they name. */
export async function saidFrom(tx: Tx): Promise<number> {
  const [row] = await tx.all<{ position: number }>(sql`select position from said_from`)
  return row?.position ?? 1
}

/** Notes that the index has been written anew, with all that any event says. */
export async function saidFromStart(tx: Tx): Promise<void> {
  await tx.run(sql`update said_from set position = 1`)
}
