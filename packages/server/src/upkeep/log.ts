import { readContext } from '@suyuan/core/event/context'
import type { EpcisEvent, Json, JsonObject } from '@suyuan/core/event/event'
import { mayLoseDigits, parseJson, parseKeepingDigits } from '@suyuan/core/json/parse'
import { ready } from '../capture/ready.ts'
import type { Tx } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import { hashIdOf } from '../store/append.ts'
import { readBodies } from '../store/body.ts'
import type { Fresh } from '../store/fresh.ts'

/** A row of the log with its words spelt out. */
export type LogRow = {
  readonly position: number
  readonly record_time: number
  readonly event_time: number
  readonly type: string | null
  readonly action: string | null
  readonly biz_step: string | null
  readonly disposition: string | null
  readonly read_point: string | null
  readonly biz_location: string | null
  readonly identity: string | null
  readonly hash: Uint8Array
  readonly content: string
  readonly declaration: string | null
  readonly captor: number | null
  readonly context: string | null
  /** The event as captured, or why it cannot be read. */
  readonly body: string | Error
}

type Kept = Omit<LogRow, 'body'> & { readonly block: number }

const ROWS = 500
const BYTES = 32 * 2 ** 20

/** Texts are about so much longer than the blocks they are kept in. */
const GROWS = 8

/** All rows of the log in order, in batches bounded in rows and bytes; `range` keeps to positions from and to. */
export async function* rowsOf(
  tx: Tx,
  range: { readonly from: number; readonly to: number } = { from: 0, to: Number.MAX_SAFE_INTEGER },
): AsyncGenerator<readonly LogRow[]> {
  let last: number | undefined
  for (;;) {
    const from = last === undefined ? range.from : last + 1
    const sizes = await tx.all<{ position: number; bytes: number | null }>(sql`
      select position, ${GROWS} * (select octet_length(data) from body where body.block = event.block)
        as bytes from event where position >= ${from} and position <= ${range.to} order by position limit ${ROWS}`)
    last = lastWithin(sizes)
    if (last === undefined) return
    yield await rowsBetween(tx, from, last)
  }
}

function lastWithin(
  sizes: readonly { readonly position: number; readonly bytes: number | null }[],
): number | undefined {
  let sum = 0
  let last: number | undefined
  for (const { position, bytes } of sizes) {
    sum += bytes ?? 0
    if (last !== undefined && sum > BYTES) break
    last = position
  }
  return last
}

async function rowsBetween(tx: Tx, from: number, to: number): Promise<readonly LogRow[]> {
  const rows = await tx.all<Kept>(sql`
    select e.position, e.record_time, e.event_time,
      (select value from term where id = e.type) as type,
      (select value from term where id = e.action) as action,
      (select value from term where id = e.biz_step) as biz_step,
      (select value from term where id = e.disposition) as disposition,
      (select value from term where id = e.read_point) as read_point,
      (select value from term where id = e.biz_location) as biz_location,
      e.identity, e.hash, e.content, e.declaration,
      (select id from captor where id = e.captor) as captor,
      (select body from context where id = e.context) as context,
      e.block
    from event e where e.position >= ${from} and e.position <= ${to} order by e.position`)
  const bodies = await readBodies(tx, rows)
  return rows.map((row, i) => ({ ...row, body: bodies[i] ?? '' }))
}

/** The name an event is kept under. */
export function nameOf(row: Pick<LogRow, 'identity' | 'hash'>): string {
  return row.identity ?? hashIdOf(row.hash)
}

/** What the text of an event says now, and where the log says otherwise of it. */
export type Reading = {
  /** Undefined when the text cannot be read. */
  readonly fresh?: Fresh
  /** Sentences; none: all of the row follows from its text. */
  readonly differs: readonly string[]
}

/** Reads an event's text again, as capture does, and compares all that was derived from it then. */
export function readAgain(row: LogRow): Reading {
  if (row.context === null) return { differs: ['the @context it came under is missing'] }
  const context = parseJson(row.context, '/@context')
  if (!context.ok) return { differs: ['the @context it came under is not JSON any more'] }
  if (row.body instanceof Error) return { differs: [row.body.message] }
  const parsed = parseJson(row.body, '')
  if (!parsed.ok) return { differs: ['its text is not JSON any more'] }
  try {
    const fresh = freshOf({ ...row, body: row.body }, parsed.value, context.value)
    return { fresh, differs: differences(row, fresh) }
  } catch (error) {
    const says = error instanceof Error ? error.message : String(error)
    return { differs: [`its text is no event any more (${says})`] }
  }
}

function freshOf(row: LogRow & { readonly body: string }, value: Json, context: Json): Fresh {
  const exact = mayLoseDigits(row.body) ? parseKeepingDigits(row.body) : value
  const names = readContext(context, (value as JsonObject)['@context'])
  return ready(value as unknown as EpcisEvent, exact as JsonObject, {
    at: '',
    body: row.body,
    context: row.context ?? '',
    names,
  })
}

type Said = string | number | null
type Column = readonly [what: string, kept: (row: LogRow) => Said, told: (fresh: Fresh) => Said]

/** What a row holds that its text says too. */
const COLUMNS: readonly Column[] = [
  ['event hash', (row) => hashIdOf(row.hash), (fresh) => fresh.hashID],
  ['eventID', (row) => row.identity, (fresh) => fresh.eventID ?? null],
  ['event time (µs)', (row) => row.event_time, (fresh) => fresh.eventTime],
  ['type', (row) => row.type, (fresh) => fresh.type],
  ['action', (row) => row.action, (fresh) => fresh.action ?? null],
  ['bizStep', (row) => row.biz_step, (fresh) => fresh.bizStep ?? null],
  ['disposition', (row) => row.disposition, (fresh) => fresh.disposition ?? null],
  ['readPoint', (row) => row.read_point, (fresh) => fresh.readPoint ?? null],
  ['bizLocation', (row) => row.biz_location, (fresh) => fresh.bizLocation ?? null],
  ['certification digest', (row) => row.content, (fresh) => fresh.content],
  ['declaration digest', (row) => row.declaration, (fresh) => fresh.declaration ?? null],
]

function differences(row: LogRow, fresh: Fresh): readonly string[] {
  return COLUMNS.flatMap(([what, kept, told]) => {
    const [was, is] = [kept(row), told(fresh)]
    return was === is ? [] : [`its ${what} is kept as ${shown(was)}, its text gives ${shown(is)}`]
  })
}

const shown = (value: Said): string => (value === null || value === '' ? 'none' : String(value))
