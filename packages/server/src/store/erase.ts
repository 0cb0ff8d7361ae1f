import type { Tx } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import { hashIdOf } from './append.ts'
import { eraseBodies, type Placed } from './body.ts'
import { hexOf } from './erased.ts'
import { indexOf } from './indexed.ts'
import { IDENTITY, THING, tokenOf } from './token.ts'

/** An event to be let go. */
export type Going = {
  readonly position: number
  /** The rule that lets it go. */
  readonly rule: string
  /** Canonical: all things that it names. */
  readonly things: readonly string[]
}

/** Who lets go, and by what. */
export type Erasure = {
  readonly run: string
  /** Microseconds since 1970. */
  readonly now: number
  readonly by: string
  readonly captor: number
  readonly rules: number
}

type Row = Placed & {
  readonly hash: Uint8Array
  readonly identity: string | null
  readonly event_time: number
  readonly record_time: number
}

/**
 * Lets events go and records it, in one: their rows, their texts and what was derived from them here are gone, their places stay
 * taken. Those that are gone already are left out. Resolves with how many went. Under the lock `log`.
 */
export async function erase(tx: Tx, going: readonly Going[], erasure: Erasure): Promise<number> {
  const byPosition = new Map(going.map((one) => [one.position, one]))
  const positions = [...byPosition.keys()]
  const rows = await tx.all<Row>(sql`
    select position, block, hash, identity, event_time, record_time from event
    where ${tx.dialect.among(sql`position`, positions)} order by position`)
  if (rows.length === 0) return 0
  // What is deleted is overwritten, not only forgotten.
  if (tx.dialect.name === 'sqlite') await tx.run(sql`pragma secure_delete = on`)
  const number = await open(tx, erasure, rows.length)
  await tx.insert(
    'erased',
    ['position', 'hash', 'event_time', 'record_time', 'name', 'rule', 'erasure'],
    rows.map((row) => [
      row.position,
      row.hash,
      row.event_time,
      row.record_time,
      hexOf(tokenOf(IDENTITY, row.identity ?? hashIdOf(row.hash))),
      byPosition.get(row.position)?.rule ?? '',
      number,
    ]),
  )
  await noteThings(
    tx,
    rows.flatMap(({ position }) => byPosition.get(position) ?? []),
  )
  await tx.run(sql`delete from event where ${tx.dialect.among(sql`position`, positions)}`)
  await tx.run(sql`delete from declared where ${tx.dialect.among(sql`position`, positions)}`)
  await indexOf(tx).forget(tx, positions)
  await eraseBodies(tx, rows)
  if (tx.dialect.name === 'sqlite') await tx.run(sql`pragma secure_delete = off`)
  return rows.length
}

async function open(tx: Tx, erasure: Erasure, events: number): Promise<number> {
  const { run, now, by, captor, rules } = erasure
  const [row] = await tx.all<{ number: number }>(sql`
    insert into erasure (run, erased_at, person, captor, rules, events)
    values (${run}, ${now}, ${by}, ${captor}, ${rules}, ${events}) returning number`)
  if (row === undefined) throw new Error('the database gave an erasure no number')
  return row.number
}

/** Of the events that named a thing the last is noted. */
async function noteThings(tx: Tx, going: readonly Going[]): Promise<void> {
  const last = new Map<string, number>()
  for (const { position, things } of going) {
    for (const thing of things) last.set(hexOf(tokenOf(THING, thing)), position)
  }
  await tx.run(sql`delete from erased_thing
    where ${tx.dialect.among(sql`token`, [...last.keys()])}`)
  await tx.insert('erased_thing', ['token', 'position'], last)
}
