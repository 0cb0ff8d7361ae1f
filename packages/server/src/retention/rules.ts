import type { Json } from '@suyuan/core/event/event'
import { readRules } from '@suyuan/core/retention/read-rules'
import type { Rule } from '@suyuan/core/retention/rule'
import type { Tx, Work } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import { captorId } from '../store/append.ts'
import type { Viewer } from '../store/viewer.ts'

/** Rules as they were given, checked before. */
export type RulesGiven = {
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
  { body, by, viewer, now }: RulesGiven,
): Promise<{ readonly version: number }> {
  // Under this lock, so that no step of an erasure goes by rules that were just replaced.
  await tx.lock('log')
  const known = await findRules(tx)
  if (known?.body === body) return { version: known.version }
  const captor = await captorId(tx, viewer.party, viewer.credential)
  const [row] = await tx.all<{ version: number }>(sql`
    insert into retention_rules (body, put_at, person, captor)
    values (${body}, ${now}, ${by}, ${captor}) returning version`)
  if (row === undefined) throw new Error('the database gave the rules no version')
  return { version: row.version }
}

/** The rules in force, as they were given. */
export type RulesKept = {
  readonly version: number
  readonly body: string
  readonly putAt: number
  readonly by: string
}

export const rulesInForce: Work<undefined, RulesKept | undefined> = {
  run: findRules,
  module: import.meta.url,
  name: 'findRules',
}

export async function findRules(tx: Tx): Promise<RulesKept | undefined> {
  const [row] = await tx.all<{
    readonly version: number
    readonly body: string
    readonly put_at: number
    readonly person: string
  }>(sql`
    select version, body, put_at, person from retention_rules order by version desc limit 1`)
  return row && { version: row.version, body: row.body, putAt: row.put_at, by: row.person }
}

/** The rules in kept text, which was checked when it was given. */
export function rulesIn(body: string): readonly Rule[] {
  const read = readRules(JSON.parse(body) as Json)
  if (read.ok) return read.value
  throw new Error(`the kept retention rules cannot be read: ${read.problems[0]?.says}`)
}
