import { commissionedIn } from '@suyuan/core/flow/names'
import { flowEventOf } from '@suyuan/core/flow/read'
import type { JsonObject } from '@suyuan/core/event/event'
import { good, type Parsed, type Problem } from '@suyuan/core/problem'
import { parseQueryBody } from '@suyuan/core/query/parameters'
import type { Query } from '@suyuan/core/query/query'
import type { Engine, Tx, Work } from '../db/engine.ts'
import { refuse } from '../http/problem.ts'
import { readStored } from '../store/read-stored.ts'
import { declaredAmong, type Stored } from '../store/stored.ts'
import type { Viewer } from '../store/viewer.ts'
import { findEvents, type Find } from './find.ts'
import type { Place } from './place.ts'

/** What the events of a selection commissioned or made. */
export type Selected = {
  /** Canonical, each once, in the order of the events. */
  readonly ids: readonly string[]
  /** How many events were found. */
  readonly events: number
  /** Of them, how many are declared wrong: what they say they made was not made. */
  readonly void: number
}

/**
 * Reads a selection `{"made": { …SimpleEventQuery parameters… }}` out of its inner object, found at `at` of a body. One that
 * nothing narrows is refused: it would be everything that was ever made.
 */
export function readSelection(parameters: JsonObject, at: string): Parsed<Query> {
  const read = parseQueryBody(parameters)
  const problems: readonly Problem[] = read.ok
    ? read.value.where.length > 0
      ? []
      : [
          {
            at: '',
            rule: 'empty',
            says: 'nothing narrows it: this would be all that was ever made',
          },
        ]
    : read.problems
  if (read.ok && problems.length === 0) return good(read.value)
  return { ok: false, problems: problems.map((one) => ({ ...one, at: at + one.at })) }
}

/** Events read in one go: some 40 ms, so that no other reader waits long. */
const AT_ONCE = 1000

/**
 * All that the events which a query finds commissioned or made: what an ObjectEvent ADD or a transformation's outputs name,
 * items and lots alike; of events declared wrong nothing. The log is taken as it is when this is asked.
 *
 * @throws Refused when the query finds more than its own `maxEventCount`, or costs too much.
 */
export async function selectMade(
  engine: Engine,
  viewer: Viewer,
  query: Query,
  signal?: AbortSignal,
): Promise<Selected> {
  const ids = new Set<string>()
  const count = { events: 0, void: 0 }
  for (let after: Place | undefined; ;) {
    signal?.throwIfAborted()
    const page = { viewer, query, perPage: AT_ONCE, ...(after && { after }) }
    const found = await engine.read(madePage, page)
    if ('most' in found) throw tooMuch(found)
    for (const id of found.ids) ids.add(id)
    count.events += found.events
    count.void += found.void
    if (found.next === undefined) return { ids: [...ids], ...count }
    after = found.next
  }
}

type Page = Selected & { readonly next?: Place }
type TooMuch = { readonly most: number; readonly of: 'events' | 'reading' }

/** One page of {@link selectMade}, where the events are read: only the names go to who asked. */
export const madePage: Work<Find, Page | TooMuch> = {
  run: pageOfMade,
  module: import.meta.url,
  name: 'pageOfMade',
}

export async function pageOfMade(tx: Tx, asked: Find): Promise<Page | TooMuch> {
  const found = await findEvents(tx, asked)
  if ('tooMany' in found) return { most: found.tooMany, of: 'events' }
  if ('tooComplex' in found) return { most: found.tooComplex, of: 'reading' }
  const names = found.events.map(({ eventID }) => eventID)
  const declared = await declaredAmong(tx, names)
  const standing = found.events.filter((one) => !one.declares && !declared.has(one.eventID))
  return {
    ids: [...new Set(standing.flatMap(madeIn))],
    events: found.events.length,
    void: found.events.length - standing.length,
    ...(found.next && { next: found.next }),
  }
}

function madeIn(stored: Stored): readonly string[] {
  const { event, context } = readStored(stored)
  const { eventTime: time, position: order, eventID } = stored
  const flow = flowEventOf(event, context, { time, order, eventID, void: false })
  return commissionedIn(flow).map(({ id }) => id)
}

function tooMuch({ most, of }: TooMuch): Error {
  return of === 'events'
    ? refuse(
        'QueryTooLargeException',
        '/maxEventCount',
        'too-many',
        `more than ${most} events; narrow the selection`,
      )
    : refuse(
        'QueryTooComplexException',
        '',
        'too-complex',
        `more than ${most} events would have to be read; narrow the selection`,
      )
}
