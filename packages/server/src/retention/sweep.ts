import type { Engine, Tx, Work } from '../db/engine.ts'
import { sql } from '../db/sql.ts'

/** One of the writes of {@link sweep}. */
const sweepStep: Work<Phase, void> = {
  run: takeSweep,
  module: import.meta.url,
  name: 'takeSweep',
}

/** `copy`: its commit copies the WAL into the database. `begin`: its commit begins the WAL anew, and cuts off the rest. */
type Phase = 'copy' | 'begin' | 'after'

/**
 * What went is in the WAL of the embedded engine still, as it was before: these writes have it copied and cut off. Where a read that
 * is under way holds on to it, that is left to the next time that the WAL begins anew. PostgreSQL does as it is set up to.
 */
export async function sweep(engine: Engine): Promise<void> {
  for (const phase of ['copy', 'begin', 'after'] as const) await engine.write(sweepStep, phase)
}

export async function takeSweep(tx: Tx, phase: Phase): Promise<void> {
  if (tx.dialect.name !== 'sqlite') return
  if (phase === 'after') {
    await tx.run(sql`pragma journal_size_limit = -1`)
    return
  }
  await tx.run(sql`pragma journal_size_limit = 0`)
  await tx.run(
    phase === 'copy' ? sql`pragma wal_autocheckpoint = 1` : sql`pragma wal_autocheckpoint = 4000`,
  )
  // Only what writes a page is a commit, and what changes nothing writes none.
  await tx.insert('staged', ['capture', 'part', 'body'], [['sweep', 0, new Uint8Array()]])
  await tx.run(sql`delete from staged where capture = 'sweep'`)
}
