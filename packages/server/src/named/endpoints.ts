import type { Json, JsonObject } from '@suyuan/core/event/event'
import { step } from '@suyuan/core/event/pointer'
import type { Problem } from '@suyuan/core/problem'
import type { Query } from '@suyuan/core/query/query'
import type { Asked, Endpoint } from '../access/endpoint.ts'
import { answer as respond, json } from '../http/answer.ts'
import { NO_EXTENSIONS, readExtensions, type Extensions } from '../http/extensions.ts'
import { readPaging } from '../http/paging.ts'
import { refuse, Refused, type Refusal } from '../http/problem.ts'
import { acceptsJson, segment } from '../http/request.ts'
import { answerQuery, type QueryRoom } from '../query/answer.ts'
import { jsonObjectIn } from './body.ts'
import { deleteQuery, keepQuery, queriesAfter, queryNamed } from './named-query.ts'
import { SIMPLE_EVENT_QUERY, type NamedQuery } from './named-query.ts'
import { questionIn, readQuestion, type Question } from './question.ts'

export type NamedRoom = QueryRoom & {
  /** Told when a query is gone, and so its subscriptions. */
  readonly gone?: (name: string) => void
}

const NO_QUERY = { 404: 'No query has this name' }

const PAGING = { perPage: 'at most so many (30)', nextPageToken: 'from the Link header' }

/** Parameters that make of a query's events a subscription (EPCIS 2.0 OpenAPI). */
export const OF_SOCKETS: ReadonlySet<string> = new Set([
  'stream',
  'second',
  'minute',
  'hour',
  'dayOfMonth',
  'month',
  'dayOfWeek',
  'reportIfEmpty',
  'initialRecordTime',
])

/** EPCIS 2.0 REST: queries kept under a name. */
export function namedEndpoints(room: NamedRoom): readonly Endpoint[] {
  return [
    {
      method: 'GET',
      path: '/queries',
      says: 'The queries that were kept, by name',
      parameters: PAGING,
      answers: { 200: '[{"name", "query"}]' },
      handle: (asked) => listQueries(room, asked),
    },
    {
      method: 'POST',
      path: '/queries',
      says: 'Keeps a query under a name: {"name", "query", "@context"}',
      answers: { 201: 'Kept; Location says where', 409: 'The name is taken' },
      handle: (asked) => postQuery(room, asked),
    },
    {
      method: 'GET',
      path: '/queries/{queryName}',
      says: 'A query as it was kept',
      answers: { 200: '{"name", "query"}', ...NO_QUERY },
      handle: (asked) => getQuery(room, asked),
    },
    {
      method: 'POST',
      path: '/queries/{queryName}',
      says: 'SimpleEventQuery alone: answers a query that is sent, {"query"}, and keeps nothing',
      parameters: PAGING,
      answers: { 200: 'An EPCISQueryDocument', 413: 'More than maxEventCount' },
      handle: (asked) => ask(room, asked),
    },
    {
      method: 'DELETE',
      path: '/queries/{queryName}',
      says: 'Forgets a query, and ends its subscriptions',
      answers: { 204: 'It is gone', ...NO_QUERY },
      handle: (asked) => dropQuery(room, asked),
    },
    {
      method: 'GET',
      path: '/queries/{queryName}/events',
      says: 'What a query finds; as a WebSocket, what it finds from now on: with stream, or a schedule',
      parameters: { ...PAGING, [[...OF_SOCKETS].join(', ')]: 'of a WebSocket: when it is told' },
      answers: { 200: 'An EPCISQueryDocument', ...NO_QUERY, 413: 'More than maxEventCount' },
      handle: (asked) => getEvents(room, asked),
    },
  ]
}

async function listQueries(room: NamedRoom, { request, viewer }: Asked): Promise<Response> {
  acceptsJson(request)
  const url = new URL(request.url)
  const { perPage, token, others } = readPaging(url)
  noOthers(others)
  const question = JSON.stringify([viewer.party, 'queries'])
  const after = token === null ? '' : await room.pages.placeIn<string>(question, token)
  const found = await room.engine.read(queriesAfter, { viewer, after, limit: perPage + 1 })
  const page = found.slice(0, perPage)
  const last = page.at(-1)
  const more = last !== undefined && found.length > perPage
  const headers = more ? await room.pages.next(url, question, last.name) : {}
  return json(page.map(shown), { headers })
}

/** @throws Refused naming the first parameter that is not for paging. */
export function noOthers(others: readonly (readonly [name: string, text: string])[]): void {
  const [unknown] = others
  if (unknown === undefined) return
  const says = 'no such parameter; known are perPage, nextPageToken'
  throw refuse('QueryParameterException', `?${unknown[0]}`, 'unknown-parameter', says)
}

const shown = ({ name, body }: NamedQuery): object => ({ name, ...(JSON.parse(body) as Question) })

async function postQuery(room: NamedRoom, asked: Asked): Promise<Response> {
  acceptsJson(asked.request)
  const { viewer, request } = asked
  const given = await jsonObjectIn(asked, 'QueryValidationException')
  const problems = unknownMembers(given, ['name', 'query', '@context'])
  const name = readName(given['name'], problems)
  const { question } = checked(given, { request, problems, refusal: 'QueryValidationException' })
  const body = JSON.stringify(question)
  if (!(await room.engine.write(keepQuery, { name, body, viewer, now: room.now() }))) {
    const says = `${name} is taken; delete that query first, or give another name`
    throw refuse('ResourceAlreadyExistsException', '/name', 'taken', says)
  }
  const location = `/queries/${encodeURIComponent(name)}`
  return json(shown({ name, body }), { status: 201, headers: { location } })
}

const LONGEST_NAME = 200

/** A name is a segment of an address, and `.` and `..` are none. */
function readName(name: Json | undefined, problems: Problem[]): string {
  const wrong =
    typeof name !== 'string' ||
    name.trim() === '' ||
    name.length > LONGEST_NAME ||
    /^\.\.?$|[\p{Cc}\p{Cs}]/u.test(name)
  if (!wrong) return name
  const says = `is a text of 1 to ${LONGEST_NAME} characters: the name of the query`
  problems.push({ at: '/name', rule: name === undefined ? 'missing' : 'value', says })
  return ''
}

function unknownMembers(given: JsonObject, known: readonly string[]): Problem[] {
  return Object.keys(given)
    .filter((name) => !known.includes(name))
    .map((name) => ({
      at: step(name),
      rule: 'unknown-member',
      says: `no part of this; known are ${known.join(', ')}`,
    }))
}

type Checking = {
  readonly request: Request
  /** What is known to be wrong already. */
  readonly problems: Problem[]
  readonly refusal: Refusal
}

/** The question in a body, read with the prefixes of the request's GS1-Extensions. @throws Refused naming all that is wrong. */
function checked(
  given: JsonObject,
  { request, problems, refusal }: Checking,
): { readonly question: Question; readonly query: Query } {
  const { query } = given
  const question = { query: objectOf(query, problems), ...contextOf(given, request, problems) }
  const read = readQuestion(question)
  if (!read.ok) problems.push(...read.problems)
  if (!read.ok || problems.length > 0) throw new Refused(refusal, problems)
  return { question, query: read.value }
}

function objectOf(query: Json | undefined, problems: Problem[]): JsonObject {
  if (typeof query === 'object' && query !== null && !Array.isArray(query)) {
    return query as JsonObject
  }
  const says = 'is an object of query parameters, like {"eventType": ["ObjectEvent"]}'
  problems.push({ at: '/query', rule: query === undefined ? 'missing' : 'wrong-type', says })
  return {}
}

/** Prefixes of the header are kept as if they had been in the `@context`, which goes before them. */
function contextOf(
  given: JsonObject,
  { headers }: Request,
  problems: Problem[],
): { readonly '@context'?: Json } {
  const read = readExtensions(headers.get('gs1-extensions'))
  if ('problems' in read) problems.push(...read.problems)
  const declared: Extensions = 'extensions' in read ? read.extensions : NO_EXTENSIONS
  const own = given['@context']
  if (Object.keys(declared).length === 0) return own === undefined ? {} : { '@context': own }
  const owns = own === undefined ? [] : Array.isArray(own) ? (own as readonly Json[]) : [own]
  return { '@context': [declared, ...owns] }
}

async function getQuery(room: NamedRoom, asked: Asked): Promise<Response> {
  acceptsJson(asked.request)
  return json(shown(await known(room, asked)))
}

/** The query that an address names. @throws Refused (NoSuchNameException) when there is none. */
export async function known(
  { engine }: Pick<NamedRoom, 'engine'>,
  { request, viewer }: Pick<Asked, 'request' | 'viewer'>,
): Promise<NamedQuery> {
  const name = segment(request, 1)
  const found = await engine.read(queryNamed, { viewer, name })
  if (found !== undefined) return found
  throw refuse('NoSuchNameException', name, 'no-query', 'no query has this name; see GET /queries')
}

async function dropQuery(room: NamedRoom, asked: Asked): Promise<Response> {
  const { name } = await known(room, asked)
  if (name === SIMPLE_EVENT_QUERY) {
    const says = 'every EPCIS repository has this one; it cannot be deleted'
    throw refuse('MethodNotAllowedException', name, 'predefined', says)
  }
  await room.engine.write(deleteQuery, { viewer: asked.viewer, name })
  room.gone?.(name)
  return respond(null, { status: 204 })
}

async function getEvents(room: NamedRoom, asked: Asked): Promise<Response> {
  const { others } = readPaging(new URL(asked.request.url))
  const { name, body } = await known(room, asked)
  const socket = others.find(([parameter]) => OF_SOCKETS.has(parameter))
  if (socket !== undefined) {
    const says = 'is for a WebSocket: connect with Upgrade: websocket, or post a subscription'
    throw refuse('SubscriptionControlsException', `?${socket[0]}`, 'upgrade', says)
  }
  noOthers(others)
  return answerQuery(room, asked, { query: questionIn(body), queryName: name })
}

/** GDST clients ask with `POST /queries/SimpleEventQuery`. */
async function ask(room: NamedRoom, asked: Asked): Promise<Response> {
  const { name } = await known(room, asked)
  if (name !== SIMPLE_EVENT_QUERY) {
    const says = `only ${SIMPLE_EVENT_QUERY} is asked so; GET /queries/${name}/events asks this one`
    throw refuse('MethodNotAllowedException', name, 'method', says)
  }
  const given = await jsonObjectIn(asked, 'QueryParameterException')
  const problems = unknownMembers(given, ['name', 'query', 'queryType', '@context'])
  const { request } = asked
  const { query } = checked(given, { request, problems, refusal: 'QueryParameterException' })
  return answerQuery(room, asked, { query, queryName: name })
}
