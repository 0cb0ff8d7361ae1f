import type { Tx } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import { between } from '../store/bucket.ts'
import { endOfLog, OURSELVES } from '../store/follow.ts'
import { selectStored, storedNamed, type Stored } from '../store/stored.ts'
import type { AllEvents } from './all-events.ts'
import { flowOf } from './ask.ts'

/** Positions have few gaps. */
const NEAR = 4000

/** Takes in the events after those it has, at most `limit`; false when it has all there are. */
export async function takeNext(tx: Tx, all: AllEvents, limit: number): Promise<boolean> {
  const end = await endOfLog(tx)
  const last = Math.min(end, all.position + limit)
  if (last <= all.position) return false
  const these = between(tx, 'event', all.position + 1, last)
  const events = await selectStored(tx, OURSELVES, [these], sql`order by event.position`)
  const declared = await declarations(tx, events)
  for (const stored of events) {
    const declaredAt = declared.get(stored.eventID)
    const earlier = declaredAt !== undefined && declaredAt < stored.position
    const flow = flowOf(stored)
    all.take({ flow, declares: stored.declares, ...(earlier && { declaredAt }) })
    if (stored.declares) await declare(tx, all, stored)
  }
  // Events may have been let go; what is past stays past.
  all.position = last
  return last < end
}

/** When each of these names was first declared wrong. */
async function declarations(
  tx: Tx,
  events: readonly Stored[],
): Promise<ReadonlyMap<string, number>> {
  if (events.length === 0) return new Map()
  const rows = await tx.all<{ identity: string; position: number }>(sql`
    select identity, min(position) as position from declared
    where ${tx.dialect.among(
      sql`identity`,
      events.map(({ eventID }) => eventID),
    )}
    group by identity`)
  return new Map(rows.map(({ identity, position }) => [identity, Number(position)]))
}

/** What came before its declaration is void from there on. */
async function declare(tx: Tx, all: AllEvents, { eventID, position }: Stored): Promise<void> {
  for (const other of await storedNamed(tx, OURSELVES, eventID)) {
    if (other.position < position && !other.declares) all.declare(other.position, position)
  }
}

/** From which position on events were recorded at or after a moment; Infinity: none yet. Record times never fall. */
export async function firstRecordedAt(tx: Tx, moment: number): Promise<number> {
  const end = await endOfLog(tx)
  let from = 1
  let to = end + 1
  while (from < to) {
    const middle = Math.floor((from + to) / 2)
    const near = between(tx, 'event', middle, Math.min(end, middle + NEAR))
    const [row] = await tx.all<{ position: number; record_time: number }>(sql`
      select position, record_time from event where ${near} order by position limit 1`)
    if (row === undefined) from = middle + NEAR + 1
    else if (row.record_time < moment) from = row.position + 1
    else to = middle
  }
  return from > end ? Infinity : from
}
