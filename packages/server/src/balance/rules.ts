import { readBalanceRules } from '@suyuan/core/balance/read-rules'
import { NO_RULES, type BalanceRules } from '@suyuan/core/balance/rules'
import type { Json } from '@suyuan/core/event/event'
import { remembering } from '@suyuan/core/id/remember'
import type { Tx } from '../db/engine.ts'
import { findRules } from '../store/kept-rules.ts'

/** Rules as a balance goes by them; version 0: none were given. */
export type InForce = { readonly version: number; readonly rules: BalanceRules }

export async function rulesInForce(tx: Tx): Promise<InForce> {
  const kept = await findRules(tx, 'balance')
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
