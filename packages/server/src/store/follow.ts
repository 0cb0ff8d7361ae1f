import type { Tx, Work } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import { between } from './bucket.ts'
import { endOfLog } from './log-end.ts'
import { selectStored, type Stored } from './stored.ts'
import type { Viewer } from './viewer.ts'

/** Followers belong to the server itself. */
export const OURSELVES: Viewer = { party: 'suyuan', credential: 'internal', sees: 'everything' }

/**
 * The next events a follower has not read, in order of capture, at most `limit`. A position is final when it is seen:
 * events are appended one transaction after another, so none can surface behind a follower that has passed.
 */
export async function follow(tx: Tx, name: string, limit: number): Promise<readonly Stored[]> {
  const place = await placeOf(tx, name)
  const end = await endOfLog(tx)
  // Positions have few gaps: asked piece by piece, a cluster asks only the machines that hold one.
  for (let from = place + 1; from <= end; from += limit) {
    const these = between(tx, 'event', from, Math.min(end, from + limit - 1))
    const events = await selectStored(tx, OURSELVES, [these], sql`order by event.position`)
    if (events.length > 0) return events
  }
  return []
}

/** How far a follower has read: the position of the last event that it has taken in. */
export async function placeOf(tx: Tx, name: string): Promise<number> {
  const [row] = await tx.all<{ position: number }>(sql`
    select position from follower where name = ${name}`)
  return row?.position ?? 0
}

/** Notes, in the transaction that took them in, how far a follower has read. */
export async function advance(tx: Tx, name: string, position: number): Promise<void> {
  await tx.run(sql`insert into follower (name, position) values (${name}, ${position})
    on conflict (name) do update set position = excluded.position`)
}

export { endOfLog }

/** {@link endOfLog} by itself. */
export const logEnd: Work<undefined, number> = {
  run: endOfLog,
  module: import.meta.url,
  name: 'endOfLog',
}
