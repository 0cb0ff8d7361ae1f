import { matches } from '@suyuan/core/query/matches'
import type { SettledQuery } from '@suyuan/core/query/query'
import type { Tx } from '../db/engine.ts'
import { join, limitOf, sql, type Sql } from '../db/sql.ts'
import { at } from '../store/bucket.ts'
import { readStored } from '../store/read-stored.ts'
import { selectStored, type Stored } from '../store/stored.ts'
import type { Viewer } from '../store/viewer.ts'
import { candidates } from './candidates.ts'
import { columnsSay, hasTimeIndex, type Between } from './columns.ts'
import type { Place } from './place.ts'

export type Search = {
  readonly tx: Tx
  readonly viewer: Viewer
  readonly query: SettledQuery
  readonly between?: Between | undefined
  readonly limits: Limits
}

/** How a question goes about it. */
export type Limits = {
  /** So many positions of an index are gone through one by one; of more, events are read in order until enough match. */
  readonly listed: number
  /** After so many events read in vain, four times as many in the order of time, the index is asked for all it has, */
  readonly patience: number
  /** up to so many. */
  readonly all: number
  /** Events that may be read in vain; then the question is too complex. */
  readonly read: number
}

/** Two seconds of reading at most; an event is read, parsed and compared in 20 µs. */
export const LIMITS: Limits = { listed: 20_000, patience: 500, all: 2_000_000, read: 100_000 }

/** More events would have to be read than one answer may. */
export type TooComplex = { readonly tooComplex: number }

export type Matching = { readonly events: readonly Stored[]; readonly read: number } | TooComplex

type Spot = Pick<Place, 'position' | 'eventTime'>
type Batches = AsyncGenerator<readonly Stored[]>

/** At most `limit` events that match, after a place, in the order of the query. */
export async function readMatching(
  search: Search,
  limit: number,
  after?: Place,
): Promise<Matching> {
  const { tx, query, between, limits } = search
  const few = await candidates(tx, query.where, { most: limits.listed, between })
  const reader = new Reader(search, limit)
  const walk = { search, limit, after }
  if (few !== undefined) {
    await reader.take(listed(walk, few, after), Infinity)
    return reader.result
  }
  // To put many positions in the order of time each event's is asked for.
  const patience = orderOf(query).byTime ? 4 * limits.patience : limits.patience
  await reader.take(scanned(walk, after), patience)
  if (reader.done) return reader.result
  const all = await candidates(tx, query.where, { most: limits.all, between })
  const rest = reader.last ?? after
  await reader.take(all === undefined ? scanned(walk, rest) : listed(walk, all, rest), Infinity)
  return reader.result
}

/** Keeps of what is read what matches, and counts what does not. */
class Reader {
  readonly #search: Search
  readonly #limit: number
  readonly #events: Stored[] = []
  #read = 0
  /** Where it has come to. */
  last: Stored | undefined
  /** Whether nothing more is to be read: enough is found, or there is no more, or it was too much. */
  done = false

  constructor(search: Search, limit: number) {
    this.#search = search
    this.#limit = limit
  }

  /** Reads until enough match, or `patience` events did not. */
  async take(batches: Batches, patience: number): Promise<void> {
    const { query, limits } = this.#search
    for await (const rows of batches) {
      for (const row of rows) {
        this.last = row
        this.#read++
        if (matches(query, candidateOf(row))) this.#events.push(row)
        if (this.#events.length >= this.#limit) break
      }
      const vain = this.#read - this.#events.length
      this.done = this.#events.length >= this.#limit || vain > limits.read
      if (this.done || vain > patience) return
    }
    this.done = true
  }

  get result(): Matching {
    const { read } = this.#search.limits
    return this.#read - this.#events.length > read
      ? { tooComplex: read }
      : { events: this.#events, read: this.#read }
  }
}

function candidateOf(row: Stored): Parameters<typeof matches>[1] {
  const { eventID, eventTime, recordTime } = row
  return { ...readStored(row), eventID, eventTime, recordTime }
}

type Walk = {
  readonly search: Search
  readonly limit: number
  readonly after: Place | undefined
}

/** Events read at once, at most. */
const BATCH = 512

/** The first page is asked in one state of the log, and so needs no end; the pages after it keep to that state. */
function bounds({ search: { between }, after }: Walk): readonly Sql[] {
  return [
    ...(between
      ? [sql`event.position > ${between.behind} and event.position <= ${between.upTo}`]
      : []),
    ...(after ? [sql`event.position <= ${after.upTo}`] : []),
  ]
}

/** All events that the columns do not keep out, in order. */
async function* scanned(walk: Walk, from: Spot | undefined): Batches {
  const { tx, viewer, query } = walk.search
  const { beyond, order, byTime } = orderOf(query)
  const where = [...bounds(walk), ...(await columnsSay(tx, query.where, byTime))]
  let place = from
  for (let size = walk.limit; ; size = Math.min(Math.max(BATCH, walk.limit), size * 2)) {
    const most = limitOf(size)
    const these = [...where, ...(place ? [beyond(place)] : [])]
    const rows = await selectStored(tx, viewer, these, sql`${order} ${most.text}`)
    yield rows
    place = rows.at(-1)
    if (rows.length < most.rows) return
  }
}

/** Of the events at these positions, ascending, those that the columns do not keep out, in order. */
async function* listed(walk: Walk, positions: readonly number[], from: Spot | undefined): Batches {
  const { tx, viewer, query } = walk.search
  const { beyond, order, byTime, falling } = orderOf(query)
  const where = [...bounds(walk), ...(await columnsSay(tx, query.where, false))]
  const keys = byTime
    ? await byEventTime(tx, positions, [...where, ...(from ? [beyond(from)] : [])])
    : beyondPlace(positions, from, falling)
  if (falling) keys.reverse()
  let size = walk.limit
  for (let i = 0; i < keys.length; size = Math.min(Math.max(BATCH, walk.limit), size * 2)) {
    const chunk = keys.slice(i, i + size)
    yield await selectStored(tx, viewer, [at(tx, 'event', chunk), ...where], order)
    i += chunk.length
  }
}

function beyondPlace(
  positions: readonly number[],
  from: Spot | undefined,
  falling: boolean,
): number[] {
  if (from === undefined) return [...positions]
  return positions.filter((one) => (falling ? one < from.position : one > from.position))
}

/** Positions whose times are asked for at once. */
const AT_ONCE = 20_000

/** Positions in the order of the times of their events. */
async function byEventTime(
  tx: Tx,
  positions: readonly number[],
  where: readonly Sql[],
): Promise<number[]> {
  const all: { readonly position: number; readonly time: number }[] = []
  for (let i = 0; i < positions.length; i += AT_ONCE) {
    const these = [at(tx, 'event', positions.slice(i, i + AT_ONCE)), ...where]
    const rows = await tx.all<{ position: number; time: number }>(sql`
      select event.position as position, event.event_time as time from event
      where ${join(these, 'and')}`)
    for (const row of rows) all.push(row)
  }
  return all
    .sort((a, b) => a.time - b.time || a.position - b.position)
    .map(({ position }) => position)
}

type Ordering = {
  readonly order: Sql
  readonly beyond: (place: Spot) => Sql
  readonly byTime: boolean
  readonly falling: boolean
}

/** Equal event times come in order of capture, so that pages neither skip nor repeat. */
function orderOf({ orderBy, direction, where }: SettledQuery): Ordering {
  const byTime = orderBy === 'eventTime' || (orderBy === undefined && where.some(hasTimeIndex))
  const falling = (orderBy === 'eventTime' || orderBy === 'recordTime') && direction === 'DESC'
  return { byTime, falling, ...ORDERS[byTime ? 'eventTime' : 'capture'][falling ? 1 : 0] }
}

type Written = Pick<Ordering, 'order' | 'beyond'>

/** Rising, and falling. */
const ORDERS: Readonly<Record<'capture' | 'eventTime', readonly [Written, Written]>> = {
  capture: [
    {
      order: sql`order by event.position`,
      beyond: ({ position }) => sql`event.position > ${position}`,
    },
    {
      order: sql`order by event.position desc`,
      beyond: ({ position }) => sql`event.position < ${position}`,
    },
  ],
  eventTime: [
    {
      order: sql`order by event.event_time, event.position`,
      beyond: (p) => sql`(event.event_time, event.position) > (${p.eventTime}, ${p.position})`,
    },
    {
      order: sql`order by event.event_time desc, event.position desc`,
      beyond: (p) => sql`(event.event_time, event.position) < (${p.eventTime}, ${p.position})`,
    },
  ],
}
