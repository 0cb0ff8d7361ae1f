import type { Context } from '@suyuan/core/event/context'
import { epcsOf } from '@suyuan/core/event/epcs'
import type { EpcisEvent } from '@suyuan/core/event/event'
import type { FlowEvent } from '@suyuan/core/flow/flow-event'
import { flowEventOf } from '@suyuan/core/flow/read'
import { namesIn } from '@suyuan/core/flow/names'
import { identify } from '@suyuan/core/id/identify'
import { partsOf, type EventFacts } from '@suyuan/core/retention/facts'
import type { Rule } from '@suyuan/core/retention/rule'
import { untilOf } from '@suyuan/core/retention/until'
import type { Tx, Work } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import { OURSELVES } from '../store/follow.ts'
import { readStored } from '../store/read-stored.ts'
import { selectStored, type Stored } from '../store/stored.ts'
import { IDENTITY, THING, tokenOf, TRANSFORMATION_OUTPUT } from '../store/token.ts'

/** 53 bits of a token, and never 0: a number is lighter than its text, and where two share one both are kept longer. */
function keyOf(kind: number, text: string): number {
  const { high, low } = tokenOf(kind, text)
  return high * 2 ** 21 + (low >>> 11) || 1
}

export const thingKey = (thing: string): number => keyOf(THING, thing)
export const nameKey = (name: string): number => keyOf(IDENTITY, name)
const transformationKey = (id: string): number => keyOf(TRANSFORMATION_OUTPUT, id)

export type Flowing = {
  readonly flow: FlowEvent
  readonly event: EpcisEvent
  readonly context: Context
}

/** A kept event as a trace reads it; whether another declares it wrong is not asked here. */
export function flowOf(stored: Stored): Flowing {
  const { event, context } = readStored(stored)
  const { eventTime: time, position: order, eventID, declares } = stored
  return {
    flow: flowEventOf(event, context, { time, order, eventID, void: declares }),
    event,
    context,
  }
}

/** All things that an event names, canonical, and the lots that it gives to items. */
export function thingsOf({ flow, event }: Flowing): ReadonlySet<string> {
  const things = new Set(namesIn(flow))
  for (const { id, role } of epcsOf(event)) {
    if (role !== 'transformationID') things.add(identify(id).canonical)
  }
  return things
}

/** What retention by these rules needs of a kept event. */
export function factsOf(stored: Stored, rules: readonly Rule[]): EventFacts {
  const { flow, event, context } = flowOf(stored)
  const { position, eventID, eventTime, recordTime, declares } = stored
  return {
    position,
    ...untilOf(rules, { event, context, eventID, eventTime, recordTime }),
    name: nameKey(eventID),
    declares,
    transformation:
      flow.transformationID === undefined ? 0 : transformationKey(flow.transformationID),
    parts: partsOf(flow, event, thingKey),
  }
}

export type Reading = {
  readonly rules: readonly Rule[]
  /** Positions after this one, and no farther than that. */
  readonly after: number
  readonly upTo: number
}

/** Events read at once: some 40 ms, so that no other reader waits long. */
const AT_ONCE = 1000

/** The next events of the log as retention needs them; none: there are no more. */
export const readFacts: Work<Reading, readonly EventFacts[]> = {
  run: nextFacts,
  module: import.meta.url,
  name: 'nextFacts',
}

export async function nextFacts(
  tx: Tx,
  { rules, after, upTo }: Reading,
): Promise<readonly EventFacts[]> {
  const events = await selectStored(
    tx,
    OURSELVES,
    [sql`event.position > ${after}`, sql`event.position <= ${upTo}`],
    sql`order by event.position limit ${AT_ONCE}`,
  )
  return events.map((stored) => factsOf(stored, rules))
}

/** The names of the events at these positions, in that order; what is not there is left out. */
export const namesAt: Work<readonly number[], Readonly<Record<number, string>>> = {
  run: findNames,
  module: import.meta.url,
  name: 'findNames',
}

export async function findNames(
  tx: Tx,
  positions: readonly number[],
): Promise<Readonly<Record<number, string>>> {
  const events = await selectStored(
    tx,
    OURSELVES,
    [tx.dialect.among(sql`event.position`, positions)],
    sql`order by event.position`,
  )
  return Object.fromEntries(events.map(({ position, eventID }) => [position, eventID]))
}
