import { isoOf } from '@suyuan/core/event/micros'
import type { Tx, Work } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import { hashBytesOf, hashIdOf } from './append.ts'
import { lastEnd } from './log-end.ts'
import { IDENTITY, THING, tokenOf, type Token } from './token.ts'

/** An event that was let go: when, by which rule, and by whom. */
export type Erased = {
  readonly position: number
  /** Its event hash as a `ni:` name. */
  readonly hashID: string
  /** Microseconds since 1970. */
  readonly eventTime: number
  readonly recordTime: number
  readonly erasedAt: number
  readonly rule: string
  /** The version of the rules that were in force. */
  readonly rules: number
  readonly by: string
  readonly run: string
}

type Row = {
  readonly position: number
  readonly hash: Uint8Array
  readonly event_time: number
  readonly record_time: number
  readonly erased_at: number
  readonly rule: string
  readonly rules: number
  readonly person: string
  readonly run: string
}

const COLUMNS = sql`erased.position, erased.hash, erased.event_time, erased.record_time, erased.rule,
  erasure.erased_at, erasure.rules, erasure.person, erasure.run`

/** A token as text: what a column holds, and both engines compare alike. */
export function hexOf({ high, low }: Token): string {
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0')
}

/**
 * The event that was kept under this name (or, for a `ni:` name, had this event hash) and is erased, the latest of several;
 * undefined when there is none. Names are kept as 64-bit hashes: once in 2^64 it is another's.
 */
export async function erasedNamed(tx: Tx, name: string): Promise<Erased | undefined> {
  const hash = /^ni:\/\/\/sha-256;[0-9a-f]{64}/.test(name) ? hashBytesOf(name) : null
  const [row] = await tx.all<Row>(sql`
    select ${COLUMNS} from erased join erasure on erasure.number = erased.erasure
    where erased.name = ${hexOf(tokenOf(IDENTITY, name))} or erased.hash = ${hash ?? new Uint8Array()}
    order by erased.position desc limit 1`)
  return row && erasedOf(row)
}

/** {@link erasedNamed} by itself. */
export const erasedEvent: Work<string, Erased | undefined> = {
  run: erasedNamed,
  module: import.meta.url,
  name: 'erasedNamed',
}

/** {@link erasedAbout} by itself. */
export const erasedThing: Work<string, Erased | undefined> = {
  run: erasedAbout,
  module: import.meta.url,
  name: 'erasedAbout',
}

/** When and why it is not there any more, as a sentence. */
export function saysErased({ erasedAt, rule, rules, run }: Erased): string {
  return `erased ${isoOf(erasedAt)} by the retention rule ${rule} (rules ${rules}, run ${run})`
}

/** An erased event that named this thing, the latest; undefined when there is none. */
export async function erasedAbout(tx: Tx, thing: string): Promise<Erased | undefined> {
  const [row] = await tx.all<Row>(sql`
    select ${COLUMNS} from erased join erasure on erasure.number = erased.erasure
    where erased.position =
      (select position from erased_thing where token = ${hexOf(tokenOf(THING, thing))})`)
  return row && erasedOf(row)
}

/** Of these things, those that an erased event named, each with the name of one that did (its event hash). */
export async function erasedAmong(
  tx: Tx,
  things: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (things.length === 0 || (await lastErasure(tx)) === 0) return new Map()
  const byToken = new Map(things.map((thing) => [hexOf(tokenOf(THING, thing)), thing]))
  const rows = await tx.all<{ token: string; hash: Uint8Array }>(sql`
    select erased_thing.token, erased.hash from erased_thing
    join erased on erased.position = erased_thing.position
    where ${tx.dialect.among(sql`erased_thing.token`, [...byToken.keys()])}`)
  return new Map(rows.map(({ token, hash }) => [byToken.get(token) ?? '', hashIdOf(hash)]))
}

/** Erased events from after a position on, in order of capture. */
export async function erasedAfter(
  tx: Tx,
  position: number,
  limit: number,
): Promise<readonly Erased[]> {
  const rows = await tx.all<Row>(sql`
    select ${COLUMNS} from erased join erasure on erasure.number = erased.erasure
    where erased.position > ${position} order by erased.position limit ${limit}`)
  return rows.map(erasedOf)
}

/** How many events are kept. */
export async function eventCount(tx: Tx): Promise<number> {
  const [row] = await tx.all<{ n: number | null }>(sql`select sum(events) as n from erasure`)
  return (await lastEnd(tx)).position - Number(row?.n ?? 0)
}

/** The number of the last erasure; 0 when there was none. What is remembered of events is true as long as it stays. */
export async function lastErasure(tx: Tx): Promise<number> {
  const [row] = await tx.all<{ n: number | null }>(sql`select max(number) as n from erasure`)
  return row?.n ?? 0
}

function erasedOf(row: Row): Erased {
  return {
    position: row.position,
    hashID: hashIdOf(row.hash),
    eventTime: row.event_time,
    recordTime: row.record_time,
    erasedAt: row.erased_at,
    rule: row.rule,
    rules: row.rules,
    by: row.person,
    run: row.run,
  }
}
