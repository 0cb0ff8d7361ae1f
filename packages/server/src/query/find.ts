import { compareKeys, orderKey } from '@suyuan/core/query/order'
import type { Query } from '@suyuan/core/query/query'
import type { Tx, Work } from '../db/engine.ts'
import { endOfLog } from '../store/follow.ts'
import { readStored } from '../store/read-stored.ts'
import type { Stored } from '../store/stored.ts'
import type { Viewer } from '../store/viewer.ts'
import { prefixesFor, writeEvents, type About, type Written } from './document.ts'
import { settledQuery } from './from-master-data.ts'
import type { Place } from './place.ts'
import type { Between } from './columns.ts'
import {
  LIMITS,
  readMatching,
  type Limits,
  type Matching,
  type Search,
  type TooComplex,
} from './read-matching.ts'

export type Find = {
  readonly viewer: Viewer
  readonly query: Query
  readonly perPage: number
  /** Where the page before ended. */
  readonly after?: Place
  /** Only what stands behind one position, up to another: what a subscriber has yet to be told. */
  readonly between?: Between
  /** Other than {@link LIMITS}. */
  readonly limits?: Partial<Limits>
}

export type { Between }

export type Found =
  /** `read`: how many events were read to find these. */
  | { readonly events: readonly Stored[]; readonly read: number; readonly next?: Place }
  | { readonly tooMany: number }
  | TooComplex

/** One page of the events that a query asks for, as the log was when its first page was asked. */
export const find: Work<Find, Found> = {
  run: findEvents,
  module: import.meta.url,
  name: 'findEvents',
}

export type Answer =
  | (Written & { readonly next?: Place })
  | { readonly tooMany: number }
  | TooComplex

export type FindDocument = Find & Pick<About, 'queryName' | 'now' | 'form'>

/**
 * {@link find} as an EPCISQueryDocument, written where the events are read: one text goes to the thread that answers, and
 * not every field of every event (a third of a look-up).
 */
export const findDocument: Work<FindDocument, Answer> = {
  run: writeDocument,
  module: import.meta.url,
  name: 'writeDocument',
}

export async function writeDocument(tx: Tx, asked: FindDocument): Promise<Answer> {
  const found = await findEvents(tx, asked)
  if (!('events' in found)) return found
  const { events, next } = found
  const about = { ...asked, ...(await prefixesFor(tx, asked.form)) }
  return { ...writeEvents(events, about), ...(next && { next }) }
}

export async function findEvents(tx: Tx, asked: Find): Promise<Found> {
  const { perPage, after } = asked
  const search = await searchFor(tx, asked)
  const { query } = search
  const tooMany = after === undefined ? await tooManyIn(search) : undefined
  if (tooMany !== undefined) return { tooMany }
  const before = after?.given ?? 0
  const left = Math.min(perPage, (query.eventCountLimit ?? Infinity) - before)
  const found = await nextOf(search, left + 1, after)
  if (!('events' in found)) return found
  const { events, read } = found
  const given = events.slice(0, left)
  const last = given.at(-1)
  if (last === undefined || events.length <= left || left < perPage) return { events: given, read }
  const upTo = after?.upTo ?? (await endOfLog(tx))
  return { events: given, read, next: nextPlace(last, upTo, before + given.length) }
}

async function searchFor(tx: Tx, asked: Find): Promise<Search> {
  const { viewer, between } = asked
  const query = await settledQuery(tx, viewer, asked.query)
  return { tx, viewer, query, between, limits: { ...LIMITS, ...asked.limits } }
}

const nextPlace = ({ position, eventTime }: Stored, upTo: number, given: number): Place => ({
  upTo,
  position,
  eventTime,
  given,
})

/** How many may be, where there are more. */
async function tooManyIn(search: Search): Promise<number | undefined> {
  const most = search.query.maxEventCount
  if (most === undefined) return undefined
  const some = await readMatching(search, most + 1)
  return 'events' in some && some.events.length > most ? most : undefined
}

/** At most `limit` events after a place, in the order that was asked for. */
async function nextOf(search: Search, limit: number, after?: Place): Promise<Matching> {
  const { orderBy, direction } = search.query
  if (orderBy === undefined || orderBy === 'eventTime' || orderBy === 'recordTime') {
    return readMatching(search, limit, after)
  }
  const start = after && { ...after, position: 0, eventTime: Number.MIN_SAFE_INTEGER }
  const most = search.limits.read
  const all = await readMatching(search, most + 1, start)
  if (!('events' in all)) return all
  if (all.events.length > most) return { tooComplex: most }
  const keyed = all.events.map((event) => ({ event, key: orderKey(readStored(event), orderBy) }))
  const sign = direction === 'DESC' ? -1 : 1
  keyed.sort((a, b) => {
    if (a.key === undefined || b.key === undefined) {
      return Number(a.key === undefined) - Number(b.key === undefined)
    }
    return sign * compareKeys(a.key, b.key)
  })
  const given = after?.given ?? 0
  const events = keyed.slice(given, given + limit).map(({ event }) => event)
  return { events, read: all.read }
}
