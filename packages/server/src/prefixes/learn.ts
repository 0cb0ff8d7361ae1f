import { collectPrefixes } from '@suyuan/core/id/prefix-book'
import type { Tx, Work } from '../db/engine.ts'
import { noteSeen } from '../store/company-prefix.ts'
import { advance, follow } from '../store/follow.ts'

const FOLLOWER = 'company_prefix'
const AT_ONCE = 1000

/**
 * Notes the company prefixes of the next events of the log; resolves with whether there were any. Capture does so by itself:
 * this is for what was captured before it did, or for a table that was emptied.
 */
export const learnMore: Work<{ readonly now: number; readonly anew: boolean }, boolean> = {
  run: learnFrom,
  module: import.meta.url,
  name: 'learnFrom',
}

export async function learnFrom(
  tx: Tx,
  { now, anew }: { readonly now: number; readonly anew: boolean },
): Promise<boolean> {
  await tx.lock(`follower ${FOLLOWER}`)
  if (anew) await advance(tx, FOLLOWER, 0)
  const events = await follow(tx, FOLLOWER, AT_ONCE)
  const found = new Set<string>()
  for (const { body } of events) collectPrefixes(body, found)
  await noteSeen(tx, [...found], now)
  const last = events.at(-1)
  if (last !== undefined) await advance(tx, FOLLOWER, last.position)
  return last !== undefined
}
