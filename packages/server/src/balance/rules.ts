import { readBalanceRules } from '@suyuan/core/balance/read-rules'
import { NO_RULES, type BalanceRules } from '@suyuan/core/balance/rules'
import type { Json } from '@suyuan/core/event/event'
import { remembering } from '@suyuan/core/id/remember'
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
export const putBalanceRules: Work<RulesGiven, { readonly version: number }> = {
  run: keepBalanceRules,
  module: import.meta.url,
  name: 'keepBalanceRules',
}

export async function keepBalanceRules(
  tx: Tx,
  { body, by, viewer, now }: RulesGiven,
): Promise<{ readonly version: number }> {
  await tx.lock('balance rules')
  const known = await findBalanceRules(tx)
  if (known?.body === body) return { version: known.version }
  const captor = await captorId(tx, viewer.party, viewer.credential)
  const [row] = await tx.all<{ version: number }>(sql`
    insert into balance_rules (body, put_at, person, captor)
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

export const balanceRules: Work<undefined, RulesKept | undefined> = {
  run: findBalanceRules,
  module: import.meta.url,
  name: 'findBalanceRules',
}

export async function findBalanceRules(tx: Tx): Promise<RulesKept | undefined> {
  const [row] = await tx.all<{
    readonly version: number
    readonly body: string
    readonly put_at: number
    readonly person: string
  }>(sql`
    select version, body, put_at, person from balance_rules order by version desc limit 1`)
  return row && { version: row.version, body: row.body, putAt: row.put_at, by: row.person }
}

/** Rules as a balance goes by them; version 0: none were given. */
export type InForce = { readonly version: number; readonly rules: BalanceRules }

export async function rulesInForce(tx: Tx): Promise<InForce> {
  const kept = await findBalanceRules(tx)
  return kept === undefined
    ? { version: 0, rules: NO_RULES }
    : { version: kept.version, rules: rulesIn(kept.body) }
}

/** The rules in kept text, which was checked when it was given. */
const rulesIn: (body: string) => BalanceRules = remembering(4, (body) => {
  const read = readBalanceRules(JSON.parse(body) as Json)
  if (read.ok) return read.value
  throw new Error(`the kept rules of mass balance cannot be read: ${read.problems[0]?.says}`)
})
