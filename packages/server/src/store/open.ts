import { openEmbedded } from '../db/embedded.ts'
import type { Engine, Tx, Work } from '../db/engine.ts'
import { migrate } from '../db/migrate.ts'
import { sql } from '../db/sql.ts'

const prepare: Work<undefined, void> = {
  run: prepareStore,
  module: import.meta.url,
  name: 'prepareStore',
}

/** Brings the tables up to date and clears what a killed process left half staged. */
export async function prepareStore(tx: Tx): Promise<void> {
  await migrate(tx, new URL('./migrations/sqlite/', import.meta.url))
  await tx.run(sql`delete from staged`)
}

/** The store in a data folder on the embedded engine. */
export function openStore(folder: string): Promise<Engine> {
  return openEmbedded(folder, { prepare })
}
