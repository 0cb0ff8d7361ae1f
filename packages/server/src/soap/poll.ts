import { readContext, type Context } from '@suyuan/core/event/context'
import type { Json } from '@suyuan/core/event/event'
import { parseMasterDataQuery } from '@suyuan/core/master/query'
import type { Problem } from '@suyuan/core/problem'
import { parseQueryLists } from '@suyuan/core/query/parameters'
import type { Query } from '@suyuan/core/query/query'
import type { Manner, Operation } from '@suyuan/core/soap/read-request'
import { inQuery } from '@suyuan/core/soap/write-answer'
import { Sheet, STYLES } from '@suyuan/core/xml/sheet'
import { writeVocabularyList } from '@suyuan/core/xml/write-document'
import { refuse, Refused } from '../http/problem.ts'
import { findElements } from '../master/find.ts'
import { vocabularyList } from '../master/vocabulary-list.ts'
import { queryNamed, SIMPLE_EVENT_QUERY } from '../named/named-query.ts'
import { questionIn } from '../named/question.ts'
import type { Viewer } from '../store/viewer.ts'
import { Thrown } from './exceptions.ts'
import { writeResults } from './results.ts'
import type { SoapRoom } from './room.ts'

export { SIMPLE_EVENT_QUERY }
export const SIMPLE_MASTER_DATA_QUERY = 'SimpleMasterDataQuery'

/** SOAP has no pages: what is asked for comes in one answer, or is refused. */
const MOST_EVENTS = 20_000
const MOST_ELEMENTS = 100_000

export type Asking = {
  readonly viewer: Viewer
  readonly manner: Manner
  readonly operation: Operation
}

/** What a query finds, as the element QueryResults. @throws Refused as the operation may. */
export function poll(room: SoapRoom, asking: Asking): Promise<string> {
  return asking.operation.queryName === SIMPLE_MASTER_DATA_QUERY
    ? pollMasterData(room, asking)
    : pollEvents(room, asking)
}

async function pollEvents(room: SoapRoom, asking: Asking): Promise<string> {
  const { viewer, manner, operation } = asking
  const { queryName } = operation
  const query = await questionOf(room, asking)
  const quantities = manner.edition === '1.2' && asksForQuantities(operation)
  const asked = { viewer, query, queryName, manner, quantities, most: MOST_EVENTS }
  const written = await room.engine.read(writeResults, asked)
  if ('tooMany' in written) throw tooLarge(written.tooMany, 'events')
  if ('results' in written) return written.results
  const says = `more than ${written.tooComplex} events would have to be read; narrow the query`
  throw new Thrown('QueryTooComplexException', says)
}

const asksForQuantities = ({ params }: Operation): boolean =>
  params.some(([name, values]) => name === 'eventType' && values.includes('QuantityEvent'))

/** What a request asks of events. @throws Refused where it cannot be read, or there is no such query. */
export async function questionOf(
  { engine }: Pick<SoapRoom, 'engine'>,
  { viewer, operation }: Asking,
): Promise<Query> {
  const { queryName, params, prefixes } = operation
  if (queryName === SIMPLE_EVENT_QUERY) {
    const read = parseQueryLists(params, { names: namesIn(prefixes) })
    if (read.ok) return read.value
    throw refusedParameters(read.problems)
  }
  const named = await engine.read(queryNamed, { viewer, name: queryName })
  if (named === undefined) throw noSuchName(queryName)
  const [first] = params
  if (first === undefined) return questionIn(named.body)
  const says = `${queryName} has its parameters in itself and takes no others`
  throw refuse('QueryParameterException', first[0], 'unknown-parameter', says)
}

const refusedParameters = (problems: readonly Problem[]): Refused =>
  new Refused('QueryParameterException', problems)

export const noSuchName = (name: string): Thrown =>
  new Thrown('NoSuchNameException', `no query has the name ${name}`)

/** What prefixes in names of parameters stand for. */
function namesIn(prefixes: ReadonlyMap<string, string>): Context {
  return readContext(undefined, declared(prefixes))
}

/** Prefixes as an `@context`. */
export function declared(prefixes: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  const own = [...prefixes].filter(([prefix]) => prefix !== '' && !prefix.startsWith('xml'))
  return Object.fromEntries(own)
}

function tooLarge(most: number, what: string): Refused {
  const says = `more than ${most} ${what}; narrow the query`
  return refuse('QueryTooLargeException', '', 'too-many', says)
}

async function pollMasterData(
  { engine }: SoapRoom,
  { viewer, manner, operation }: Asking,
): Promise<string> {
  const parsed = parseMasterDataQuery(operation.params)
  if (!parsed.ok) throw refusedParameters(parsed.problems)
  const query = parsed.value
  const found = await engine.read(findElements, { viewer, query, perPage: MOST_ELEMENTS })
  if ('tooMany' in found) throw tooLarge(found.tooMany, 'elements')
  if (found.next !== undefined) throw tooLarge(MOST_ELEMENTS, 'elements')
  const sheet = new Sheet(readContext(undefined), STYLES[manner.edition])
  const list = writeVocabularyList(vocabularyList(found.elements, query) as unknown as Json, sheet)
  const content = `<queryName>${operation.queryName}</queryName><resultsBody>${list}</resultsBody>`
  return inQuery(manner, 'QueryResults', content, sheet.declarations(new Map()))
}
