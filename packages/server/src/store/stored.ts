import type { Tx } from '../db/engine.ts'
import { join, sql, type Sql } from '../db/sql.ts'
import { hashIdOf } from './append.ts'
import { bodiesOf } from './body.ts'
import { readAt } from './bucket.ts'
import { contextsOf } from './context.ts'
import { indexOf } from './indexed.ts'
import { seenTo } from './log-end.ts'
import { IDENTITY, tokenOf, type Token } from './token.ts'
import { visibleTo, type Viewer } from './viewer.ts'

/** An event as the log holds it. */
export type Stored = {
  readonly position: number
  /** Microseconds since 1970. */
  readonly recordTime: number
  readonly eventTime: number
  /** The eventID as given, else the event hash. */
  readonly eventID: string
  /** Whether the event gave that name itself. */
  readonly given: boolean
  /** Whether it carries an error declaration. */
  readonly declares: boolean
  /** The `@context` of the document it came in, as JSON text. */
  readonly context: string
  /** The event as captured. */
  readonly body: string
}

type Row = {
  readonly position: number
  readonly record_time: number
  readonly event_time: number
  readonly identity: string | null
  /** Null where the event gave its name itself. */
  readonly hash: Uint8Array | null
  readonly declaration: string | null
  readonly context: number
  readonly block: number
}

/** The hash only where it is the name: each that is read is an object of its own. */
const COLUMNS = sql`event.position, event.record_time, event.event_time, event.identity,
  case when event.identity is null then event.hash end as hash, event.declaration, event.context,
  event.block`

/** Events that a condition on `event` holds for, that the viewer may see, in the order asked for. */
export async function selectStored(
  tx: Tx,
  viewer: Viewer,
  where: readonly Sql[],
  tail: Sql,
): Promise<readonly Stored[]> {
  const seen = await seenTo(tx)
  const settled = seen === Infinity ? [] : [sql`event.position <= ${seen}`]
  const rows = await tx.all<Row>(
    sql`${selecting([visibleTo(viewer), ...where, ...settled])} ${tail}`,
  )
  return withBodies(tx, rows)
}

const selecting = (where: readonly Sql[]): Sql => sql`
  select ${COLUMNS} from event
  where ${join(where, 'and')}`

async function withBodies(tx: Tx, rows: readonly Row[]): Promise<readonly Stored[]> {
  const bodies = await bodiesOf(tx, rows)
  const contexts = await contextsOf(tx, new Set(rows.map(({ context }) => context)))
  return rows.map((row, i) => storedOf(row, bodies[i] ?? '', contexts.get(row.context) ?? ''))
}

/** Events at these positions that the viewer may see, in order of capture. */
export async function storedAt(
  tx: Tx,
  viewer: Viewer,
  positions: readonly number[],
): Promise<readonly Stored[]> {
  const seen = await seenTo(tx)
  const settled = positions.filter((position) => position <= seen)
  const visible = visibleTo(viewer)
  const rows = await readAt<Row>(tx, 'event', settled, (there) => selecting([visible, there]))
  return withBodies(
    tx,
    rows.toSorted((a, b) => a.position - b.position),
  )
}

/** Positions of the events under any of these tokens, ascending. May hold a few that the caller must leave out. */
export async function positionsOf(tx: Tx, tokens: readonly Token[]): Promise<readonly number[]> {
  const found = await indexOf(tx).mentioning(tx, tokens)
  const seen = await seenTo(tx)
  return [...new Set(found)].filter((position) => position <= seen).sort((a, b) => a - b)
}

/** The event of this name (eventID, or event hash of one without), and its error declarations, in order of capture. */
export async function storedNamed(
  tx: Tx,
  viewer: Viewer,
  eventID: string,
): Promise<readonly Stored[]> {
  const positions = await indexOf(tx).named(tx, [tokenOf(IDENTITY, eventID)])
  const events = await storedAt(tx, viewer, positions)
  return events.filter((event) => event.eventID === eventID)
}

/** Of these event names, those declared wrong, by a declaration recorded before `knownBefore` (microseconds). */
export async function declaredAmong(
  tx: Tx,
  names: readonly string[],
  knownBefore: number = Number.MAX_SAFE_INTEGER,
): Promise<ReadonlySet<string>> {
  if (names.length === 0) return new Set()
  const declared = await tx.all<{ identity: string; position: number }>(sql`
    select identity, position from declared
    where ${tx.dialect.among(sql`identity`, names)}`)
  const seen = await seenTo(tx)
  const settled = declared.filter(({ position }) => position <= seen)
  const positions = settled.map(({ position }) => position)
  const known = await readAt<{ position: number }>(
    tx,
    'event',
    positions,
    (there) => sql`select position from event where record_time < ${knownBefore} and ${there}`,
  )
  const before = new Set(known.map(({ position }) => position))
  return new Set(
    settled.filter(({ position }) => before.has(position)).map(({ identity }) => identity),
  )
}

function storedOf(row: Row, body: string, context: string): Stored {
  return {
    position: row.position,
    recordTime: row.record_time,
    eventTime: row.event_time,
    eventID: row.identity ?? hashIdOf(row.hash ?? new Uint8Array()),
    given: row.identity !== null,
    declares: row.declaration !== null,
    context,
    body,
  }
}
