import { isObject } from '@suyuan/core/event/checks'
import { readContext } from '@suyuan/core/event/context'
import type { Json } from '@suyuan/core/event/event'
import { parseJson } from '@suyuan/core/json/parse'
import { bad, type Parsed } from '@suyuan/core/problem'
import { parseQuery, parseQueryBody, type Reading } from '@suyuan/core/query/parameters'
import type { Query } from '@suyuan/core/query/query'
import { OF_EVENTS, OF_LISTS, PAGED } from '../access/described.ts'
import type { Asked, Endpoint } from '../access/endpoint.ts'
import { answer as respond } from '../http/answer.ts'
import { wholeText } from '../http/body.ts'
import { collectionResponse } from '../http/collection.ts'
import { NO_EXTENSIONS } from '../http/extensions.ts'
import { DOCUMENT_TYPES, formOf, type Form } from '../http/form.ts'
import { readPaging } from '../http/paging.ts'
import { refuse, Refused } from '../http/problem.ts'
import { between, JSON_TYPES, rest, segment, sendsJson } from '../http/request.ts'
import { strictnessOf } from '../http/strictness.ts'
import { erasedEvent, erasedThing, saysErased } from '../store/erased.ts'
import { occurs } from '../store/occurring.ts'
import { answerQuery, eventsResponse, type QueryRoom } from './answer.ts'
import { find } from './find.ts'
import { listResource } from './listing.ts'
import { namedDocument, newestNamed } from './named-event.ts'
import { RESOURCES, type Resource } from './resources.ts'

const PAGING = {
  perPage: 'at most so many a page (30)',
  nextPageToken: 'from the Link header',
}

/** By kind; docs/reference/queries.md tells what the standard leaves open. */
const FILTERS = {
  'eventType, EQ_action, EQ_bizStep, EQ_disposition, EQ_readPoint, EQ_bizLocation':
    'alternatives joined by |',
  'EQ_persistentDisposition_set, EQ_persistentDisposition_unset': 'the same',
  'WD_readPoint, WD_bizLocation': 'the place, or one within it by master data',
  'GE_eventTime, LT_eventTime, GE_recordTime, LT_recordTime': 'a date-time with zone',
  'MATCH_epc, MATCH_parentID, MATCH_inputEPC, MATCH_outputEPC, MATCH_anyEPC':
    'identifiers in any spelling, or patterns, joined by |',
  'MATCH_epcClass, MATCH_inputEPCClass, MATCH_outputEPCClass, MATCH_anyEPCClass':
    'the same for quantity lists',
  'EQ_bizTransaction_{type}, EQ_source_{type}, EQ_destination_{type}': 'identifiers of that type',
  'EQ_eventID, EQ_transformationID': 'joined by |',
  'EXISTS_errorDeclaration, EQ_errorReason, EQ_correctiveEventID, GE_errorDeclarationTime, LT_errorDeclarationTime':
    'of the error declaration',
  'EQ_quantity, EQ_quantity_{unit}': 'and GT_, GE_, LT_, LE_; in any unit of its dimension',
  'EQ_{field}, EXISTS_{field}':
    'extension fields, and GT_, GE_, LT_, LE_; INNER_, ILMD_, INNER_ILMD_, ERROR_DECLARATION_, readPoint_, bizLocation_, SENSORELEMENT_, SENSORMETADATA_, SENSORREPORT_ before the field',
  'HASATTR_{field}, EQATTR_{field}_{attribute}': 'by the master data of what stands in the field',
  'EXISTS_sensorElementList, EQ_type, EQ_deviceID, GE_time, LT_time': 'of one sensor report',
  'EQ_value_{unit}': 'and minValue, maxValue, meanValue, sDev, percValue; GT_, GE_, LT_, LE_',
  'orderBy, orderDirection':
    'eventTime, recordTime, quantity or an extension field; ASC or DESC (default)',
  'eventCountLimit, maxEventCount': 'the first so many; or an error when there are more',
}

const DOCUMENT = { body: 'EPCISQueryDocument', types: DOCUMENT_TYPES } as const
const NAMES = { body: 'Collection', types: DOCUMENT_TYPES } as const

const TOLD = ['GS1-EPC-Format', 'GS1-Extensions', ...PAGED] as const

const EVENTS = { 200: 'An EPCISQueryDocument', 413: 'More than maxEventCount, or too much to read' }

/** EPCIS 2.0 REST: events out. */
export function queryEndpoints(room: QueryRoom): readonly Endpoint[] {
  return [
    {
      method: 'GET',
      path: '/events',
      says: 'Events that all given filters hold for',
      parameters: { ...FILTERS, ...PAGING },
      headers: OF_EVENTS,
      takes: { body: 'Query', types: JSON_TYPES, required: false },
      gives: DOCUMENT,
      tells: TOLD,
      answers: EVENTS,
      handle: (asked) => answerAddress(room, asked, []),
    },
    {
      method: 'GET',
      path: '/events/{+eventID}',
      says: 'One event by its eventID or event hash, with its error declarations',
      headers: OF_EVENTS,
      gives: DOCUMENT,
      tells: ['GS1-EPC-Format', 'GS1-Extensions'],
      answers: { 200: 'An EPCISQueryDocument', 404: 'No such event', 410: 'It was erased' },
      handle: (asked) => oneEvent(room, asked),
    },
    ...RESOURCES.flatMap((resource) => resourceEndpoints(room, resource)),
    {
      method: 'DELETE',
      path: '/nextPageToken/{token}',
      says: 'Takes a page token out of use',
      answers: { 204: 'It is out of use' },
      handle: async ({ request }) => {
        await room.pages.release(segment(request, 1))
        return respond(null, { status: 204 })
      },
    },
  ]
}

/** What hangs under one of a resource, for those who find their way by links (HATEOAS). */
const SUB_RESOURCES = ['events']

function resourceEndpoints(room: QueryRoom, resource: Resource): readonly Endpoint[] {
  const { name, one, says } = resource
  const missing = { 404: 'Nothing of that name', 410: 'All that named it was erased' }
  return [
    {
      method: 'GET',
      path: `/${name}`,
      says: `The ${says}`,
      parameters: PAGING,
      headers: resource.vocabulary ? [...OF_LISTS, 'GS1-CBV-XML-Format'] : OF_LISTS,
      gives: NAMES,
      tells: ['GS1-Extensions', ...PAGED],
      answers: { 200: 'A collection' },
      handle: (asked) => listResource(room, asked, resource),
    },
    {
      method: 'GET',
      path: `/${name}/{+${one}}/events`,
      says: `Events of this ${one}, in any spelling`,
      parameters: { ...FILTERS, ...PAGING },
      headers: OF_EVENTS,
      gives: DOCUMENT,
      tells: TOLD,
      answers: { ...EVENTS, ...missing },
      handle: (asked) => eventsOf(room, asked, resource),
    },
    {
      method: 'GET',
      path: `/${name}/{+${one}}`,
      says: `What can be asked of one ${one}`,
      headers: OF_LISTS,
      gives: NAMES,
      answers: { 200: 'A collection', ...missing },
      handle: async (asked) => {
        const form = formOf(asked.request)
        const given = between(asked.request, '')
        if (!(await isKnown(room, asked, { resource, given }))) {
          throw await notKnown(room, { resource, given })
        }
        return collectionResponse({ member: SUB_RESOURCES }, form)
      },
    },
  ]
}

/** Events that the filters of an address hold for, and conditions of our own. */
async function answerAddress(
  room: QueryRoom,
  asked: Asked,
  preset: Query['where'],
  whenNone?: () => Promise<void>,
): Promise<Response> {
  const { request } = asked
  const form = formOf(request)
  const { others } = readPaging(new URL(request.url))
  const reading = readingOf(request, { form, strict: room.strict ?? false })
  const parsed = parseQuery(others, reading)
  const inBody = hasBody(request) ? await queryIn(asked, reading) : undefined
  const problems = [parsed, inBody].flatMap((one) => (one?.ok === false ? one.problems : []))
  if (!parsed.ok || inBody?.ok === false) throw new Refused('QueryParameterException', problems)
  const { where, ...settings } = parsed.value
  const query = {
    ...settings,
    ...inBody?.value,
    where: [...preset, ...where, ...(inBody?.value.where ?? [])],
  }
  return answerQuery(room, asked, { query, form, ...(whenNone && { whenNone }) })
}

/**
 * How names of parameters are read: with the prefixes of the header `GS1-Extensions`, and strictly if the request prefers that, or
 * the server is set so.
 */
export function readingOf(
  request: Request,
  { form: { extensions }, strict }: { readonly form: Form; readonly strict: boolean },
): Reading {
  return {
    strict: strictnessOf(request, strict).strict,
    ...(extensions !== NO_EXTENSIONS && { names: readContext(undefined, extensions as Json) }),
  }
}

const hasBody = ({ headers }: Request): boolean =>
  (headers.get('content-length') ?? '0') !== '0' || headers.has('transfer-encoding')

const MOST_QUERY_BYTES = 2 ** 20

/** EPCIS 2.0 REST, GET /events: the query may stand in the body too, as JSON, alone or as `{"query": …}`. */
async function queryIn({ request, body }: Asked, reading: Reading): Promise<Parsed<Query>> {
  sendsJson(request)
  const parsed = parseJson(await wholeText(body, MOST_QUERY_BYTES), '')
  if (!parsed.ok) return parsed
  const { value } = parsed
  if (!isObject(value)) return bad('', 'wrong-type', 'a query is an object of parameters')
  const query = value['query'] ?? value
  if (!isObject(query)) return bad('/query', 'wrong-type', 'a query is an object of parameters')
  return parseQueryBody(query, reading)
}

type Given = { readonly resource: Resource; readonly given: string }

async function eventsOf(room: QueryRoom, asked: Asked, resource: Resource): Promise<Response> {
  const given = between(asked.request, '/events')
  const name = resource.read(given, formOf(asked.request).extensions)
  return answerAddress(room, asked, [resource.condition(name)], async () => {
    if (!(await isKnown(room, asked, { resource, given }))) {
      throw await notKnown(room, { resource, given })
    }
  })
}

async function isKnown(
  { engine }: QueryRoom,
  { request, viewer }: Asked,
  { resource, given }: Given,
): Promise<boolean> {
  const { field, standard, read, condition } = resource
  const name = read(given, formOf(request).extensions)
  if (standard.includes(name)) return true
  if (field !== undefined) return engine.read(occurs, { viewer, field, word: name })
  const query: Query = { where: [condition(name)], direction: 'ASC' }
  const found = await engine.read(find, { viewer, query, perPage: 1 })
  return 'events' in found && found.events.length > 0
}

async function notKnown({ engine }: QueryRoom, { resource, given }: Given): Promise<Refused> {
  const { name, one, read } = resource
  const erased = name === 'epcs' ? await engine.read(erasedThing, read(given, {})) : undefined
  return erased === undefined
    ? refuse('NoSuchResourceException', given, `no-${one}`, `no event has this ${one}`)
    : refuse('GoneException', given, 'erased', `what named it was ${saysErased(erased)}`)
}

async function oneEvent(room: QueryRoom, { request, viewer }: Asked): Promise<Response> {
  const form = formOf(request)
  const eventID = rest(request, 1)
  const written = await room.engine.read(namedDocument, { viewer, eventID, now: room.now(), form })
  if (written === undefined) throw await notKept(room, eventID)
  return eventsResponse(written, form)
}

async function notKept({ engine }: QueryRoom, eventID: string): Promise<Refused> {
  const erased = await engine.read(erasedEvent, eventID)
  return erased === undefined
    ? refuse('NoSuchResourceException', eventID, 'no-event', 'no event has this eventID')
    : refuse('GoneException', eventID, 'erased', saysErased(erased))
}

/** One event as kept, with its context: what POST /events answers. */
export async function keptEvent(
  { engine, now }: QueryRoom,
  { request, viewer }: Asked,
  eventID: string,
): Promise<string> {
  const named = { viewer, eventID, now: now(), form: formOf(request) }
  const text = await engine.read(newestNamed, named)
  if (text === undefined) throw new Error(`${eventID} was kept and is not found`)
  return text
}
