import { resolve } from 'node:path'
import { isDatabase } from '../store/open.ts'
import { Misused, type Terminal } from './terminal.ts'

/**
 * Where a store is: the folder or database that --data names, else the one of DATABASE_URL, else the folder `data`.
 *
 * @throws Misused when DATABASE_URL is no URL of PostgreSQL.
 */
export function placeOf(
  { data }: { readonly data?: string | undefined },
  { environment }: Pick<Terminal, 'environment'>,
): string {
  if (data !== undefined) return isDatabase(data) ? data : resolve(data)
  const database = environment['DATABASE_URL']
  if (database === undefined || database === '') return resolve('data')
  if (isDatabase(database)) return database
  throw new Misused('DATABASE_URL is to be postgres://user:password@host:port/database')
}

/** A database given as `--database URL`. @throws Misused when it is none, or --data is given too. */
export function databaseIn(database: string, data: string | undefined): string {
  if (data !== undefined) throw new Misused('give --data or --database, not both')
  if (isDatabase(database)) return database
  throw new Misused('--database is to be postgres://user:password@host:port/database')
}

/** Where it is written how PostgreSQL is backed up and brought back. */
export const BY_POSTGRESQL =
  'pg_dump, or pg_basebackup with its WAL archived: docs/guides/back-up-postgresql.md'
