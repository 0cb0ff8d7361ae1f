import type { Tx, Work } from '../db/engine.ts'
import { sql, type Sql } from '../db/sql.ts'
import { captorId } from './append.ts'
import type { Viewer } from './viewer.ts'

/**
 * What an operator gives rules for, and the lock under which new ones come into force. Of retention it is that of the log, so that no step
 * of an erasure goes by rules that were just replaced.
 */
const RULED: Readonly<Record<Ruled, { readonly table: Sql; readonly lock: string }>> = {
  retention: { table: sql`retention_rules`, lock: 'log' },
  balance: { table: sql`balance_rules`, lock: 'balance rules' },
}

export type Ruled = 'retention' | 'balance'

/** Rules as they were given, checked before. */
export type RulesGiven = {
  readonly of: Ruled
  /** JSON text. */
  readonly body: string
  readonly by: string
  readonly viewer: Viewer
  /** Microseconds since 1970. */
  readonly now: number
}

/** Keeps rules as a new version, which is in force from then on; the same again is no new version. */
export const putRules: Work<RulesGiven, { readonly version: number }> = {
  run: keepRules,
  module: import.meta.url,
  name: 'keepRules',
}

export async function keepRules(
  tx: Tx,
  { of, body, by, viewer, now }: RulesGiven,
): Promise<{ readonly version: number }> {
  const { table, lock } = RULED[of]
  await tx.lock(lock)
  const known = await findRules(tx, of)
  if (known?.body === body) return { version: known.version }
  const captor = await captorId(tx, viewer.party, viewer.credential)
  const [row] = await tx.all<{ version: number }>(sql`
    insert into ${table} (body, put_at, person, captor)
    values (${body}, ${now}, ${by}, ${captor}) returning version`)
  if (row === undefined) throw new Error('the database gave the rules no version')
  return { version: row.version }
}

/** The rules in force, as they were given. */
export type RulesKept = {
  readonly version: number
  readonly body: string
  /** Microseconds since 1970. */
  readonly putAt: number
  readonly by: string
}

export const rulesKept: Work<Ruled, RulesKept | undefined> = {
  run: findRules,
  module: import.meta.url,
  name: 'findRules',
}

export async function findRules(tx: Tx, of: Ruled): Promise<RulesKept | undefined> {
  const [row] = await tx.all<{
    readonly version: number
    readonly body: string
    readonly put_at: number
    readonly person: string
  }>(sql`
    select version, body, put_at, person from ${RULED[of].table} order by version desc limit 1`)
  return row && { version: row.version, body: row.body, putAt: row.put_at, by: row.person }
}
