import { microsOf } from '@suyuan/core/event/micros'
import type { Query } from '@suyuan/core/query/query'
import type { Tx, Work } from '../db/engine.ts'
import { questionIn } from '../named/question.ts'
import { prefixesFor, writeEvents } from '../query/document.ts'
import { findEvents, type Found } from '../query/find.ts'
import type { Place } from '../query/place.ts'
import { storedAt, type Stored } from '../store/stored.ts'
import type { Run, Subscription } from './subscription.ts'

export type WhatToTell = {
  readonly subscription: Subscription
  readonly run: Run
  /** What stands up to here was told before this run. */
  readonly behind: number
  /** Events at most. */
  readonly batch: number
}

export type Message =
  | {
      readonly document: string
      readonly positions: readonly number[]
      /** Where it ended; undefined: with it all is told. With no event at all: where to read on. */
      readonly next?: unknown
    }
  | NoMessage

/** What the receiver is told in place of events. */
export type NoMessage = {
  readonly refusal: 'QueryTooLargeException' | 'QueryTooComplexException'
  readonly says: string
}

/** Bytes of the events of a message, unless one alone is larger. */
const MOST_BYTES = 2 * 2 ** 20

/** Positions read at once, so that a reader is not kept from others by a long search for little. */
const WINDOW = 20_000

/** The next message of a run. Asked again it is the same, for a run is kept to the log as it was when it began. */
export const nextMessage: Work<WhatToTell, Message> = {
  run: readMessage,
  module: import.meta.url,
  name: 'readMessage',
}

export async function readMessage(tx: Tx, asked: WhatToTell): Promise<Message> {
  const { subscription, run, batch } = asked
  const query = questionOf(subscription)
  const read = isOrdered(subscription, query) ? readOrdered : readOn
  let found = await read(tx, asked, { query, perPage: batch })
  if ('refusal' in found) return found
  const fit = fitting(found.events)
  if (fit < found.events.length) found = await read(tx, asked, { query, perPage: fit })
  if ('refusal' in found) return found
  const { events, next } = found
  return {
    document: await write(tx, subscription, { events, now: run.at }),
    positions: events.map(({ position }) => position),
    ...(next !== undefined && { next }),
  }
}

type Search = { readonly query: Query; readonly perPage: number }
type Page = { readonly events: readonly Stored[]; readonly next?: unknown }

/**
 * A stream is told in the order of capture, of each event as it comes: an order of its own, and limits to how many are found
 * at once, mean nothing there.
 */
const isOrdered = ({ controls }: Subscription, query: Query): boolean =>
  controls.stream !== true && (query.orderBy !== undefined || query.maxEventCount !== undefined)

/** In the order of capture, a window of the log at a time. */
async function readOn(tx: Tx, asked: WhatToTell, search: Search): Promise<Page | NoMessage> {
  const { run, subscription } = asked
  const place = run.place as { readonly position: number } | undefined
  const behind = Math.max(asked.behind, place?.position ?? 0)
  const upTo = Math.min(run.upTo, behind + WINDOW)
  const found = await findEvents(tx, {
    viewer: subscription.viewer,
    query: { where: search.query.where, orderBy: 'recordTime', direction: 'ASC' },
    perPage: search.perPage,
    between: { behind, upTo },
  })
  if (!('events' in found)) return noMessage(found)
  const { events, next } = found
  const ended = next === undefined ? upTo : (events.at(-1)?.position ?? upTo)
  return { events, ...(ended < run.upTo && { next: { position: ended } }) }
}

/** In an order of its own, or not at all when there are too many: as one answer over all that is new. */
async function readOrdered(tx: Tx, asked: WhatToTell, search: Search): Promise<Page | NoMessage> {
  const { run, behind, subscription } = asked
  const found = await findEvents(tx, {
    viewer: subscription.viewer,
    query: search.query,
    perPage: search.perPage,
    between: { behind, upTo: run.upTo },
    ...(run.place !== undefined && { after: run.place as Place }),
  })
  return 'events' in found ? found : noMessage(found)
}

const noMessage = (found: Exclude<Found, { readonly events: unknown }>): NoMessage =>
  'tooMany' in found
    ? {
        refusal: 'QueryTooLargeException',
        says: `more than ${found.tooMany} events are new; ask for them with GE_recordTime`,
      }
    : {
        refusal: 'QueryTooComplexException',
        says: `more than ${found.tooComplex} events would have to be read; narrow the query`,
      }

/** What a subscriber asks for. */
function questionOf({ body, controls }: Subscription): Query {
  const { where, ...order } = questionIn(body)
  const { initialRecordTime } = controls
  const than = initialRecordTime === undefined ? undefined : microsOf(initialRecordTime)
  const since: Query['where'] =
    than === undefined ? [] : [{ kind: 'time', field: 'recordTime', compare: 'ge', than }]
  return { where: [...where, ...since], ...order }
}

/** How many of these events, from the first on, a message can hold; one at the least. */
function fitting(events: readonly Stored[]): number {
  let bytes = 0
  const over = events.findIndex(({ body }) => (bytes += body.length) > MOST_BYTES)
  return over < 0 ? events.length : Math.max(over, 1)
}

async function write(
  tx: Tx,
  { queryName, id, form }: Subscription,
  { events, now }: { readonly events: readonly Stored[]; readonly now: number },
): Promise<string> {
  const prefixes = await prefixesFor(tx, form)
  return writeEvents(events, { queryName, subscriptionID: id, now, form, ...prefixes }).document
}

export type WhatWasTold = {
  readonly subscription: Subscription
  readonly positions: readonly number[]
  /** Microseconds since 1970: when it was told first. */
  readonly at: number
}

/** A message of these events again; what was erased since is not in it. */
export const messageAgain: Work<WhatWasTold, string> = {
  run: readAgain,
  module: import.meta.url,
  name: 'readAgain',
}

export async function readAgain(
  tx: Tx,
  { subscription, positions, at }: WhatWasTold,
): Promise<string> {
  const stored = await storedAt(tx, subscription.viewer, positions)
  const byPosition = new Map(stored.map((event) => [event.position, event]))
  const events = positions.flatMap((position) => byPosition.get(position) ?? [])
  return write(tx, subscription, { events, now: at })
}
