import { dirname } from 'node:path'
import { openEmbedded } from '../db/embedded.ts'
import { CannotOpen, type Engine, type Tx, type Work } from '../db/engine.ts'
import { migrate } from '../db/migrate.ts'
import { openPostgres } from '../db/postgres.ts'
import { CLUSTER } from './log-end.ts'
import { sql } from '../db/sql.ts'
import { bringMasterDataUpToDate } from './master-data.ts'
import { isMoving } from './moving.ts'

const prepare: Work<undefined, void> = {
  run: prepareStore,
  module: import.meta.url,
  name: 'prepareStore',
}

/** A cluster begins as one database: its tables are the same until they are distributed. */
const MIGRATIONS = { sqlite: 'sqlite', postgres: 'postgres', citus: 'postgres' } as const

/** Brings the tables up to date and clears what a killed process left half staged. */
export async function prepareStore(tx: Tx): Promise<void> {
  if (await isMoving(tx)) {
    throw new CannotOpen(
      'a suyuan migrate into this store is not finished; run the same again first',
    )
  }
  await bringUpToDate(tx)
  await bringMasterDataUpToDate(tx)
  if (tx.dialect.name === 'sqlite') await tx.run(sql`delete from staged`)
  else await tx.run(sql`delete from staged where staged_at < now() - interval '1 day'`)
}

/** Makes the tables, or brings those of an earlier version up to date. */
export function bringUpToDate(tx: Tx): Promise<void> {
  return migrate(tx, new URL(`./migrations/${MIGRATIONS[tx.dialect.name]}/`, import.meta.url))
}

/** Which of the engines this is. */
export const dialectOf: Work<undefined, Tx['dialect']['name']> = {
  run: dialectIn,
  module: import.meta.url,
  name: 'dialectIn',
}

export function dialectIn({ dialect }: Tx): Promise<Tx['dialect']['name']> {
  return Promise.resolve(dialect.name)
}

/** The folder of an embedded store; undefined: it is a database. */
export const folderOf: Work<undefined, string | undefined> = {
  run: folderIn,
  module: import.meta.url,
  name: 'folderIn',
}

export async function folderIn(tx: Tx): Promise<string | undefined> {
  if (tx.dialect.name !== 'sqlite') return undefined
  const [row] = await tx.all<{ file: string }>(sql`
    select file from pragma_database_list where name = 'main'`)
  return row && dirname(row.file)
}

/** Whether this names a PostgreSQL database and not a folder. */
export function isDatabase(place: string): boolean {
  return /^postgres(ql)?:\/\//.test(place)
}

/**
 * The store in a data folder on the embedded engine, or in a PostgreSQL database by its URL.
 *
 * @throws CannotOpen saying why, and what to do.
 */
export function openStore(place: string): Promise<Engine> {
  return isDatabase(place)
    ? openPostgres(place, { prepare, cluster: CLUSTER })
    : openEmbedded(place, { prepare })
}
