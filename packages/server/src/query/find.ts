import { matches } from '@suyuan/core/query/matches'
import { compareKeys, orderKey } from '@suyuan/core/query/order'
import type { Query, SettledCondition, SettledQuery } from '@suyuan/core/query/query'
import type { Tx, Work } from '../db/engine.ts'
import { limitOf, sql, type Sql } from '../db/sql.ts'
import { endOfLog } from '../store/follow.ts'
import { readStored } from '../store/read-stored.ts'
import { selectStored, type Stored } from '../store/stored.ts'
import type { Viewer } from '../store/viewer.ts'
import { writeEvents, type About, type Written } from './document.ts'
import { settledQuery } from './from-master-data.ts'
import { narrowing } from './narrow.ts'
import type { Place } from './place.ts'

export type Find = {
  readonly viewer: Viewer
  readonly query: Query
  readonly perPage: number
  /** Where the page before ended. */
  readonly after?: Place
  /** Only what stands behind one position, up to another: what a subscriber has yet to be told. */
  readonly between?: Between
}

export type Between = { readonly behind: number; readonly upTo: number }

/** Of so few `matches` alone is asked: a column's index would bring up all that ever had its word, to be sorted. */
const FEW = 2000

export type Found =
  | { readonly events: readonly Stored[]; readonly next?: Place }
  | { readonly tooMany: number }
  | TooComplex

/** More events would have to be read than one answer may. */
export type TooComplex = { readonly tooComplex: number }

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
  return { ...writeEvents(events, asked), ...(next && { next }) }
}

export async function findEvents(tx: Tx, asked: Find): Promise<Found> {
  const { viewer, perPage, after } = asked
  const query = await settledQuery(tx, viewer, asked.query)
  const search: Search = { tx, viewer, query, narrow: await narrowed(tx, query, asked.between) }
  const tooMany = after === undefined && (await isTooMany(search))
  if (tooMany !== false) return { tooMany }
  const before = after?.given ?? 0
  const left = Math.min(perPage, (query.eventCountLimit ?? Infinity) - before)
  const events = await nextOf(search, left + 1, after)
  if ('tooComplex' in events) return events
  const given = events.slice(0, left)
  const last = given.at(-1)
  if (last === undefined || events.length <= left || left < perPage) return { events: given }
  const upTo = after?.upTo ?? (await endOfLog(tx))
  return { events: given, next: nextPlace(last, upTo, before + given.length) }
}

const nextPlace = ({ position, eventTime }: Stored, upTo: number, given: number): Place => ({
  upTo,
  position,
  eventTime,
  given,
})

/** How many may be, where there are more. */
async function isTooMany(search: Search): Promise<number | false> {
  const most = search.query.maxEventCount
  return most !== undefined && (await page(search, most + 1)).length > most && most
}

async function narrowed(
  tx: Tx,
  query: SettledQuery,
  between: Between | undefined,
): Promise<readonly Sql[]> {
  if (between === undefined) return narrowing(tx, query.where)
  const { behind, upTo } = between
  const where = upTo - behind > FEW ? await narrowing(tx, query.where) : []
  return [sql`event.position > ${behind} and event.position <= ${upTo}`, ...where]
}

type Search = {
  readonly tx: Tx
  readonly viewer: Viewer
  readonly query: SettledQuery
  readonly narrow: readonly Sql[]
}

/** As many events as are to be read to put them in an order that no index has. */
const MOST_SORTED = 100_000

/** At most `limit` events after a place, in the order that was asked for. */
async function nextOf(
  search: Search,
  limit: number,
  after?: Place,
): Promise<readonly Stored[] | TooComplex> {
  const { orderBy, direction } = search.query
  if (orderBy === undefined || orderBy === 'eventTime' || orderBy === 'recordTime') {
    return page(search, limit, after)
  }
  const all = await page(search, MOST_SORTED + 1, after && { ...after, position: 0 })
  if (all.length > MOST_SORTED) return { tooComplex: MOST_SORTED }
  const keyed = all.map((event) => ({ event, key: orderKey(readStored(event), orderBy) }))
  const sign = direction === 'DESC' ? -1 : 1
  keyed.sort((a, b) => {
    if (a.key === undefined || b.key === undefined) {
      return Number(a.key === undefined) - Number(b.key === undefined)
    }
    return sign * compareKeys(a.key, b.key)
  })
  const given = after?.given ?? 0
  return keyed.slice(given, given + limit).map(({ event }) => event)
}

/** At most `limit` events after a place; rows are read until enough of them match. */
async function page(search: Search, limit: number, after?: Place): Promise<readonly Stored[]> {
  const events: Stored[] = []
  const { tx, viewer, query, narrow } = search
  const { beyond, order } = orderOf(query)
  // The first page is asked in one state of the log, and so needs no end; the pages after it keep to that state.
  const known = after === undefined ? [] : [sql`event.position <= ${after.upTo}`]
  let place: Pick<Place, 'position' | 'eventTime'> | undefined = after
  const most = limitOf(limit)
  while (events.length < limit) {
    const where = [...narrow, ...known, ...(place ? [beyond(place)] : [])]
    const rows = await selectStored(tx, viewer, where, sql`${order} ${most.text}`)
    events.push(...rows.filter((row) => matches(query, candidateOf(row))))
    const last = rows.at(-1)
    if (last === undefined || rows.length < most.rows) break
    place = last
  }
  return events.slice(0, limit)
}

function candidateOf(row: Stored): Parameters<typeof matches>[1] {
  const { eventID, eventTime, recordTime } = row
  return { ...readStored(row), eventID, eventTime, recordTime }
}

type Ordering = {
  readonly order: Sql
  readonly beyond: (place: Pick<Place, 'position' | 'eventTime'>) => Sql
}

/** Equal event times come in order of capture, so that pages neither skip nor repeat. */
function orderOf({ orderBy, direction, where }: SettledQuery): Ordering {
  const byTime = orderBy === 'eventTime' || (orderBy === undefined && where.some(hasTimeIndex))
  const falling = orderBy !== undefined && direction === 'DESC'
  if (!byTime) {
    return falling
      ? {
          order: sql`order by event.position desc`,
          beyond: (p) => sql`event.position < ${p.position}`,
        }
      : { order: sql`order by event.position`, beyond: (p) => sql`event.position > ${p.position}` }
  }
  return falling
    ? {
        order: sql`order by event.event_time desc, event.position desc`,
        beyond: (p) => sql`(event.event_time, event.position) < (${p.eventTime}, ${p.position})`,
      }
    : {
        order: sql`order by event.event_time, event.position`,
        beyond: (p) => sql`(event.event_time, event.position) > (${p.eventTime}, ${p.position})`,
      }
}

/** These columns have an index that goes on with the event time. */
const hasTimeIndex = (condition: SettledCondition): boolean =>
  condition.kind === 'oneOf' && ['bizStep', 'readPoint', 'bizLocation'].includes(condition.field)
