import { parseMasterDataQuery } from '@suyuan/core/master/query'
import { STYLES } from '@suyuan/core/xml/sheet'
import type { Asked, Endpoint } from '../access/endpoint.ts'
import type { Engine } from '../db/engine.ts'
import { answer, json } from '../http/answer.ts'
import { formOf, isXml } from '../http/form.ts'
import { wholeText } from '../http/body.ts'
import { refuse, Refused } from '../http/problem.ts'
import { acceptsJson, fromOne, Parameters, rest, sendsEpcis } from '../http/request.ts'
import { elementsIn, takeElements } from './capture.ts'
import { findElements, vocabularies } from './find.ts'
import { thingDescribed } from './thing.ts'
import { queryDocument, vocabularyList, xmlDocument } from './vocabulary-list.ts'

export type MasterRoom = { readonly engine: Engine; readonly now: () => number }

const MOST_PER_PAGE = 10_000

/** One capture of master data alone. */
const MOST_BYTES = 64 * 2 ** 20

/** Ours: master data in and out. EPCIS 2.0 has no REST path for it; the parameters are SimpleMasterDataQuery's. */
export function masterDataEndpoints(room: MasterRoom): readonly Endpoint[] {
  return [
    {
      method: 'POST',
      path: '/masterdata',
      says: 'Capture master data alone: {"vocabularyList": […]}, an EPCISMasterDataDocument, or an EPCISDocument without events, in JSON or XML',
      answers: {
        201: 'All of it is on disk: {"elements", "kept"}, kept being those that said something new',
        413: 'More than the limit',
        415: 'Neither JSON nor XML',
      },
      handle: (asked) => capture(room, asked),
    },
    {
      method: 'GET',
      path: '/masterdata',
      says: 'SimpleMasterDataQuery: what holds now, as an EPCISQueryDocument',
      parameters: {
        'vocabularyName, EQ_name, WD_name, HASATTR, EQATTR_<attribute>':
          'alternatives joined by |; WD_ with all below',
        'includeAttributes, includeChildren, attributeNames': 'all, unless told',
        maxElementCount: 'an error when there are more',
        perPage: 'at most so many things (30)',
        nextPageToken: 'from the Link header',
      },
      answers: { 200: 'An EPCISQueryDocument with a vocabularyList', 413: 'Too many' },
      handle: (asked) => list(room, asked),
    },
    {
      method: 'GET',
      path: '/masterdata/vocabularies',
      says: 'The vocabularies that something is described in',
      answers: { 200: '{"vocabularies": [{type, elements}]}' },
      handle: async ({ request, viewer }) => {
        acceptsJson(request)
        new Parameters(request).done()
        return json({ vocabularies: await room.engine.read(vocabularies, viewer) })
      },
    },
    {
      method: 'GET',
      path: '/masterdata/{+id}',
      says: 'One thing: what holds now and since when, what is above and below it, who said what',
      parameters: { before: 'history before this number, from the answer’s own `before`' },
      answers: { 200: 'The thing', 404: 'Master data does not name it' },
      handle: (asked) => one(room, asked),
    },
  ]
}

async function capture(room: MasterRoom, { request, viewer, body }: Asked): Promise<Response> {
  acceptsJson(request)
  new Parameters(request).done()
  const format = sendsEpcis(request)
  const elements = elementsIn(await wholeText(body, MOST_BYTES), format)
  return json(await takeElements(room, elements, viewer), { status: 201 })
}

async function list({ engine, now }: MasterRoom, { request, viewer }: Asked): Promise<Response> {
  const form = formOf(request)
  const url = new URL(request.url)
  const { perPage, after, params } = paging(url)
  const parsed = parseMasterDataQuery(params, { include: true, separator: '|' })
  if (!parsed.ok) throw new Refused('QueryParameterException', parsed.problems)
  const query = parsed.value
  const found = await engine.read(findElements, {
    viewer,
    query,
    perPage,
    ...(after !== undefined && { after }),
  })
  if ('tooMany' in found) throw tooMany(found.tooMany)
  const vocabularies = vocabularyList(found.elements, query)
  const document = isXml(form.mediaType)
    ? xmlDocument(vocabularies, now(), STYLES[form.version])
    : JSON.stringify(queryDocument(vocabularies, now()))
  if (found.next !== undefined) url.searchParams.set('nextPageToken', String(found.next))
  const link = found.next === undefined ? {} : { link: `<${url.href}>; rel="next"` }
  return answer(document, { headers: { 'content-type': form.mediaType, ...link } })
}

/** @returns what a question with more answers than it allows is refused with. */
export function tooMany(most: number): Refused {
  const says = `more than ${most} elements; narrow the question`
  return refuse('QueryTooLargeException', '?maxElementCount', 'too-many', says)
}

type Paging = {
  readonly perPage: number
  readonly after?: number
  readonly params: readonly (readonly [string, string])[]
}

/** Paging apart from the question's own parameters, which are read by their own table. */
function paging(url: URL): Paging {
  const isPaging = ([name]: readonly [string, string]): boolean =>
    name === 'perPage' || name === 'nextPageToken'
  const all = [...url.searchParams]
  const own = new URL(url)
  own.search = new URLSearchParams(all.filter(isPaging)).toString()
  const params = new Parameters(new Request(own))
  const perPage = params.optional('perPage', fromOne, 'a whole number from 1') ?? 30
  const after = params.optional('nextPageToken', numbered, 'a token from a Link header')
  params.done()
  return {
    perPage: Math.min(perPage, MOST_PER_PAGE),
    ...(after !== undefined && { after }),
    params: all.filter((one) => !isPaging(one)),
  }
}

/** A number as `master_data` counts. */
const numbered = (text: string): number | undefined =>
  /^\d{1,15}$/.test(text) ? Number(text) : undefined

async function one({ engine }: MasterRoom, { request, viewer }: Asked): Promise<Response> {
  acceptsJson(request)
  const params = new Parameters(request)
  const before = params.optional('before', numbered, 'a number from an answer’s own `before`')
  params.done()
  const id = rest(request, 1)
  const question = { viewer, id, ...(before !== undefined && { before }) }
  const thing = await engine.read(thingDescribed, question)
  if (thing !== undefined) return json(thing)
  throw refuse('NoSuchResourceException', id, 'no-thing', 'master data does not name this')
}
