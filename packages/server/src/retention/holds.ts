import { isoOf } from '@suyuan/core/event/micros'
import { partsOf } from '@suyuan/core/retention/facts'
import { parseQuery } from '@suyuan/core/query/parameters'
import type { Tx, Work } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import { findEvents } from '../query/find.ts'
import { captorId } from '../store/append.ts'
import { OURSELVES } from '../store/follow.ts'
import type { Viewer } from '../store/viewer.ts'
import { flowOf, thingKey } from './facts.ts'

/** What is held: a thing, or all that the events name which query parameters select, whenever they come. */
export type Scope = { readonly of: string } | { readonly events: Readonly<Record<string, string>> }

type Said = {
  readonly reason: string
  readonly by: string
  readonly viewer: Viewer
  /** Microseconds since 1970. */
  readonly now: number
}

/** A hold as answers tell it. */
export type Hold = Partial<{ of: string; events: Readonly<Record<string, string>> }> & {
  readonly hold: number
  readonly reason: string
  readonly by: string
  readonly placedAt: string
  readonly lifted?: { readonly reason: string; readonly by: string; readonly at: string }
}

/** Places a hold; resolves with its number. */
export const placeHold: Work<Said & { readonly scope: Scope }, Hold> = {
  run: place,
  module: import.meta.url,
  name: 'place',
}

export async function place(
  tx: Tx,
  { scope, reason, by, viewer, now }: Said & { readonly scope: Scope },
): Promise<Hold> {
  await tx.lock('log')
  const captor = await captorId(tx, viewer.party, viewer.credential)
  const thing = 'of' in scope ? scope.of : null
  const events = 'events' in scope ? JSON.stringify(scope.events) : null
  const [row] = await tx.all<{ number: number }>(sql`
    insert into hold (thing, events, reason, placed_at, person, captor)
    values (${thing}, ${events}, ${reason}, ${now}, ${by}, ${captor}) returning number`)
  if (row === undefined) throw new Error('the database gave the hold no number')
  return { hold: row.number, ...scope, reason, by, placedAt: isoOf(now) }
}

/** Lifts a hold: it is over, and stays on record. Undefined when there is none of that number. */
export const liftHold: Work<Said & { readonly hold: number }, Hold | undefined> = {
  run: lift,
  module: import.meta.url,
  name: 'lift',
}

export async function lift(
  tx: Tx,
  { hold, reason, by, viewer, now }: Said & { readonly hold: number },
): Promise<Hold | undefined> {
  await tx.lock('log')
  const [known] = (await list(tx)).filter((one) => one.hold === hold)
  if (known === undefined || known.lifted !== undefined) return known
  const captor = await captorId(tx, viewer.party, viewer.credential)
  await tx.run(sql`insert into hold_lift (hold, reason, lifted_at, person, captor)
    values (${hold}, ${reason}, ${now}, ${by}, ${captor})`)
  return { ...known, lifted: { reason, by, at: isoOf(now) } }
}

type Row = {
  readonly number: number
  readonly thing: string | null
  readonly events: string | null
  readonly reason: string
  readonly person: string
  readonly placed_at: number
  readonly lift_reason: string | null
  readonly lift_person: string | null
  readonly lifted_at: number | null
}

/** All holds there ever were, the newest last. */
export const holds: Work<undefined, readonly Hold[]> = {
  run: list,
  module: import.meta.url,
  name: 'list',
}

export async function list(tx: Tx): Promise<readonly Hold[]> {
  const rows = await tx.all<Row>(sql`
    select hold.number, hold.thing, hold.events, hold.reason, hold.person, hold.placed_at,
      hold_lift.reason as lift_reason, hold_lift.person as lift_person, hold_lift.lifted_at
    from hold left join hold_lift on hold_lift.hold = hold.number order by hold.number`)
  return rows.map((row) => ({
    hold: row.number,
    ...(row.thing !== null && { of: row.thing }),
    ...(row.events !== null && {
      events: JSON.parse(row.events) as Readonly<Record<string, string>>,
    }),
    reason: row.reason,
    by: row.person,
    placedAt: isoOf(row.placed_at),
    ...(row.lifted_at !== null && {
      lifted: {
        reason: row.lift_reason ?? '',
        by: row.lift_person ?? '',
        at: isoOf(row.lifted_at),
      },
    }),
  }))
}

/** What is held now: the key of each thing with the hold that says so, and a mark that changes with any of them. */
export type HeldNow = {
  readonly things: readonly (readonly [key: number, hold: number])[]
  readonly mark: string
}

export const heldNow: Work<undefined, HeldNow> = {
  run: findHeld,
  module: import.meta.url,
  name: 'findHeld',
}

export async function findHeld(tx: Tx): Promise<HeldNow> {
  const things: (readonly [number, number])[] = []
  for (const one of await list(tx)) {
    if (one.lifted !== undefined) continue
    if (one.of !== undefined) things.push([thingKey(one.of), one.hold])
    for (const key of await keysNamed(tx, one.events)) things.push([key, one.hold])
  }
  return { things, mark: await holdMark(tx) }
}

/** Changes when a hold is placed or lifted. */
export async function holdMark(tx: Tx): Promise<string> {
  const [row] = await tx.all<{ placed: number | null; lifted: number }>(sql`
    select (select max(number) from hold) as placed, (select count(*) from hold_lift) as lifted`)
  return `${row?.placed ?? 0} ${row?.lifted ?? 0}`
}

const PER_PAGE = 1000

async function keysNamed(
  tx: Tx,
  params: Readonly<Record<string, string>> | undefined,
): Promise<ReadonlySet<number>> {
  const keys = new Set<number>()
  if (params === undefined) return keys
  const parsed = parseQuery(Object.entries(params))
  if (!parsed.ok) throw new Error('the selection of a hold cannot be read any more')
  const question = { viewer: OURSELVES, query: parsed.value, perPage: PER_PAGE }
  for (let found = await findEvents(tx, question); 'events' in found;) {
    for (const stored of found.events) {
      const { flow, event } = flowOf(stored)
      const parts = partsOf(flow, event, thingKey)
      for (const [i, key] of parts.entries()) if (i % 3 > 0 && key !== 0) keys.add(key)
    }
    if (found.next === undefined) break
    found = await findEvents(tx, { ...question, after: found.next })
  }
  return keys
}
