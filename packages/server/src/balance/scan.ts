import type { TransformationBalance } from '@suyuan/core/balance/transformation'
import type { FlowEvent } from '@suyuan/core/flow/flow-event'
import type { Tx, Work } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import { selectStored } from '../store/stored.ts'
import { toldAt, toldOf, type Asker } from './told.ts'
import { rulesInForce } from './rules.ts'
import { balanceOf, positionsIn } from './transformation.ts'

/** A place in the order of event time. */
export type Spot = { readonly time: number; readonly position: number }

export type Range = {
  readonly asker: Asker
  /** Microseconds since 1970: from this moment on, and before that one. */
  readonly from: number
  readonly to: number
  readonly after?: Spot
  /** No more than so many are wanted. */
  readonly most: number
}

export type Scanned<T> = {
  /** What was found, with the place behind it. */
  readonly found: readonly (readonly [one: T, spot: Spot])[]
  /** Where to go on; undefined: there is no more in the range. */
  readonly next?: Spot
  /** Events read. */
  readonly read: number
}

/** Events of one step: some 50 ms, but for a transformation of many. */
const STEP = 500

/** The transformations that ended in a range of time, in the order in which it meets them, a step at a time. */
export const scanTransformations: Work<Range, Scanned<TransformationBalance>> = {
  run: transformationsIn,
  module: import.meta.url,
  name: 'transformationsIn',
}

export async function transformationsIn(
  tx: Tx,
  range: Range,
): Promise<Scanned<TransformationBalance>> {
  const inForce = await rulesInForce(tx)
  const found: (readonly [TransformationBalance, Spot])[] = []
  const done = new Set<string>()
  let read = 0
  const events = await eventsIn(tx, range, ['TransformationEvent'])
  for (const { flow } of await toldOf(tx, range.asker, events)) {
    read += 1
    const spot = { time: flow.time, position: flow.order }
    const id = flow.transformationID ?? flow.eventID
    if (flow.void || done.has(id)) continue
    done.add(id)
    if (!(await isFirstInRange(tx, range, flow))) continue
    const balance = await balanceOf(tx, range.asker, id, inForce)
    if (balance !== undefined && balance.ended < range.to) found.push([balance, spot])
    read += balance?.events ?? 0
    if (found.length >= range.most || read > 8 * STEP) return { found, next: spot, read }
  }
  return { found, read, ...nextOf(events) }
}

/** A transformation of several events is met at the first of them that is in the range and stands. */
async function isFirstInRange(tx: Tx, { asker, from }: Range, flow: FlowEvent): Promise<boolean> {
  if (flow.transformationID === undefined) return true
  for await (const part of toldAt(tx, asker, await positionsIn(tx, asker, flow.transformationID))) {
    for (const { flow: other } of part) {
      if (other.void || other.transformationID !== flow.transformationID || other.time < from)
        continue
      if (other.time < flow.time || (other.time === flow.time && other.order < flow.order))
        return false
    }
  }
  return true
}

/** Lots that an event in a range of time makes or commissions, with the event's place; a lot may come again. */
export const scanLots: Work<Range, Scanned<string>> = {
  run: lotsIn,
  module: import.meta.url,
  name: 'lotsIn',
}

export async function lotsIn(tx: Tx, range: Range): Promise<Scanned<string>> {
  const events = await eventsIn(tx, range, ['TransformationEvent', 'ObjectEvent'])
  const found = (await toldOf(tx, range.asker, events)).flatMap(({ flow }) => {
    const made = flow.type === 'ObjectEvent' && flow.action === 'ADD' ? flow.things : flow.outputs
    const spot = { time: flow.time, position: flow.order }
    if (flow.void) return []
    return made.flatMap(({ id, kind }) => (kind === 'lot' ? [[id, spot] as const] : []))
  })
  return { found, read: events.length, ...nextOf(events) }
}

const nextOf = (
  events: readonly { readonly eventTime: number; readonly position: number }[],
): { readonly next?: Spot } => {
  const last = events.at(-1)
  return last !== undefined && events.length === STEP
    ? { next: { time: last.eventTime, position: last.position } }
    : {}
}

async function eventsIn(
  tx: Tx,
  { asker, from, to, after }: Range,
  types: readonly string[],
): ReturnType<typeof selectStored> {
  const terms = await tx.all<{ id: number }>(sql`
    select id from term where ${tx.dialect.among(sql`value`, types)}`)
  // Two columns compared as one would leave the index over the time.
  const behind =
    after === undefined
      ? sql`1 = 1`
      : sql`event.event_time >= ${after.time} and (event.event_time > ${after.time} or event.position > ${after.position})`
  const ids = terms.map(({ id }) => id)
  return selectStored(
    tx,
    asker.viewer,
    [
      sql`event.event_time >= ${from} and event.event_time < ${to}`,
      behind,
      tx.dialect.among(sql`+event.type`, ids),
    ],
    sql`order by event.event_time, event.position limit ${STEP}`,
  )
}
