import { parseQuery } from '@suyuan/core/query/parameters'
import { EVERY_ROLE, type Query } from '@suyuan/core/query/query'
import { identify } from '@suyuan/core/id/identify'
import type { Asked, Endpoint } from '../access/endpoint.ts'
import type { Engine } from '../db/engine.ts'
import { refuse, Refused } from '../http/problem.ts'
import { json, text } from '../http/answer.ts'
import { acceptsJson, rest, segment } from '../http/request.ts'
import { bareEvent, queryDocument } from './document.ts'
import { erasedEvent, saysErased } from '../store/erased.ts'
import { findDocument } from './find.ts'
import { namedEvent } from './named-event.ts'
import { placeIn, tokenFor } from './page-token.ts'

export type QueryRoom = { readonly engine: Engine; readonly now: () => number }

const MOST_PER_PAGE = 10_000

const PAGING = {
  perPage: 'at most so many events a page (30)',
  nextPageToken: 'from the Link header; good as long as the log',
}

const FILTERS = {
  'eventType, EQ_action, EQ_bizStep, EQ_disposition, EQ_readPoint, EQ_bizLocation':
    'alternatives joined by |',
  'GE_eventTime, LT_eventTime, GE_recordTime, LT_recordTime': 'a date-time with zone',
  'MATCH_epc, MATCH_parentID, MATCH_inputEPC, MATCH_outputEPC, MATCH_anyEPC':
    'identifiers in any spelling, joined by |',
  'MATCH_epcClass, MATCH_inputEPCClass, MATCH_outputEPCClass, MATCH_anyEPCClass':
    'the same for quantity lists',
  'EQ_eventID, EQ_transformationID, EXISTS_errorDeclaration': '',
  'orderBy, orderDirection': 'eventTime or recordTime; ASC or DESC (default)',
  'eventCountLimit, maxEventCount': 'the first so many; or an error when there are more',
}

/** EPCIS 2.0 REST: events out. */
export function queryEndpoints(room: QueryRoom): readonly Endpoint[] {
  const answers = {
    200: 'An EPCISQueryDocument',
    404: 'Nothing of that name',
    413: 'More than maxEventCount',
  }
  return [
    {
      method: 'GET',
      path: '/events',
      says: 'Events that all given filters hold for',
      parameters: { ...FILTERS, ...PAGING },
      answers: { 200: 'An EPCISQueryDocument', 413: 'More than maxEventCount' },
      handle: (asked) => answer(room, asked, { where: [], direction: 'DESC' }),
    },
    {
      method: 'GET',
      path: '/events/{+eventID}',
      says: 'One event by its eventID or event hash, with its error declarations',
      answers: { 200: 'An EPCISQueryDocument', 404: 'No such event', 410: 'It was erased' },
      handle: (asked) => oneEvent(room, asked),
    },
    {
      method: 'GET',
      path: '/epcs/{epc}',
      says: 'What can be asked of one identifier',
      answers: { 200: 'A collection' },
      handle: ({ request }) => {
        acceptsJson(request)
        return Promise.resolve(json(collection(['events'])))
      },
    },
    {
      method: 'GET',
      path: '/epcs/{epc}/events',
      says: 'Events that name this identifier, in any spelling',
      parameters: { ...FILTERS, ...PAGING },
      answers,
      handle: (asked) => {
        const things = [identify(segment(asked.request, 1)).canonical]
        return answer(room, asked, {
          where: [{ kind: 'mentions', roles: EVERY_ROLE, things }],
          direction: 'DESC',
        })
      },
    },
  ]
}

/** An EPCIS collection of names. */
export function collection(member: readonly string[]): object {
  return {
    '@context': 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
    type: 'Collection',
    member,
  }
}

async function answer(room: QueryRoom, asked: Asked, preset: Query): Promise<Response> {
  const { request, viewer } = asked
  acceptsJson(request)
  const url = new URL(request.url)
  const { perPage, token, filters } = paging(url)
  const parsed = parseQuery(filters)
  if (!parsed.ok) throw new Refused('QueryParameterException', parsed.problems)
  const query = { ...parsed.value, where: [...preset.where, ...parsed.value.where] }
  const question = JSON.stringify([viewer.party, query])
  const after = token === null ? undefined : placeIn(question, token)
  if (token !== null && after === undefined) {
    const says = 'this token was not given for this question; begin again without it'
    throw refuse('QueryParameterException', '?nextPageToken', 'token', says)
  }
  const page = { viewer, query, perPage, ...(after && { after }), now: room.now() }
  const found = await room.engine.read(findDocument, page)
  if ('tooMany' in found) {
    const says = `more than ${found.tooMany} events; narrow the question`
    throw refuse('QueryTooLargeException', '?maxEventCount', 'too-many', says)
  }
  if ('tooComplex' in found) {
    const says = `more than ${found.tooComplex} events would have to be read; narrow the question`
    throw refuse('QueryTooComplexException', '', 'too-complex', says)
  }
  if (found.next === undefined) return text(found.document)
  url.searchParams.set('nextPageToken', tokenFor(question, found.next))
  return text(found.document, { headers: { link: `<${url.href}>; rel="next"` } })
}

function paging({ searchParams }: URL): {
  readonly perPage: number
  readonly token: string | null
  readonly filters: readonly (readonly [string, string])[]
} {
  for (const name of ['perPage', 'nextPageToken']) {
    if (searchParams.getAll(name).length > 1) {
      throw refuse('QueryParameterException', `?${name}`, 'repeated', 'is given twice')
    }
  }
  const asked = searchParams.get('perPage') ?? '30'
  if (!/^[1-9]\d{0,8}$/.test(asked)) {
    throw refuse('QueryParameterException', '?perPage', 'value', `${asked}: a whole number from 1`)
  }
  const filters = [...searchParams].filter(
    ([name]) => name !== 'perPage' && name !== 'nextPageToken',
  )
  return {
    perPage: Math.min(Number(asked), MOST_PER_PAGE),
    token: searchParams.get('nextPageToken'),
    filters,
  }
}

async function oneEvent({ engine, now }: QueryRoom, { request, viewer }: Asked): Promise<Response> {
  acceptsJson(request)
  const eventID = rest(request, 1)
  const events = await engine.read(namedEvent, { viewer, eventID })
  if (events.length === 0) throw await notKept(engine, eventID)
  return text(queryDocument(events, { queryName: 'SimpleEventQuery', now: now() }))
}

async function notKept(engine: Engine, eventID: string): Promise<Refused> {
  const erased = await engine.read(erasedEvent, eventID)
  return erased === undefined
    ? refuse('NoSuchResourceException', eventID, 'no-event', 'no event has this eventID')
    : refuse('GoneException', eventID, 'erased', saysErased(erased))
}

/** One event as kept, with its context: what POST /events answers. */
export async function keptEvent(
  { engine }: QueryRoom,
  { viewer }: Asked,
  eventID: string,
): Promise<string> {
  const events = await engine.read(namedEvent, { viewer, eventID })
  const newest = events.at(-1)
  if (newest === undefined) throw new Error(`${eventID} was kept and is not found`)
  return bareEvent(newest)
}
