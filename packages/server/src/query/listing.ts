import { webUriOf } from '@suyuan/core/cbv/vocabulary'
import { translateIdentifier, type Spelling } from '@suyuan/core/event/translate'
import type { Asked } from '../access/endpoint.ts'
import type { Engine } from '../db/engine.ts'
import { collectionResponse, shortened } from '../http/collection.ts'
import type { Extensions } from '../http/extensions.ts'
import { formOf, isXml, type EpcFormat, type Form } from '../http/form.ts'
import { refuse } from '../http/problem.ts'
import { readPaging } from '../http/paging.ts'
import { prefixLengths } from '../store/company-prefix.ts'
import { occurring } from '../store/occurring.ts'
import type { QueryRoom } from './answer.ts'
import { knownEpcs, type EpcPlace } from './epcs.ts'
import type { Resource } from './resources.ts'

type Listed<P> = { readonly member: readonly string[]; readonly next?: P }

/** `GET /{resource}`: a page of the names that are known. */
export async function listResource(
  room: QueryRoom,
  asked: Asked,
  resource: Resource,
): Promise<Response> {
  const { request, viewer } = asked
  const form = formOf(request)
  const url = new URL(request.url)
  const { perPage, token, others } = readPaging(url)
  const [unknown] = others
  if (unknown !== undefined) {
    const says = 'no such parameter; known are perPage, nextPageToken'
    throw refuse('QueryParameterException', `?${unknown[0]}`, 'unknown-parameter', says)
  }
  const question = JSON.stringify([viewer.party, resource.name])
  const place = token === null ? undefined : await room.pages.placeIn(question, token)
  const { member, next } =
    resource.field === undefined
      ? await epcPage(room, { viewer, perPage }, place as EpcPlace | undefined)
      : await wordPage(room, { viewer, perPage, resource }, place as WordPlace | undefined)
  const headers = next === undefined ? {} : await room.pages.next(url, question, next)
  return collectionResponse(
    { ...(await spelt(room, worded(member, resource, form), form)), headers },
    form,
  )
}

async function epcPage(
  { engine }: QueryRoom,
  page: Pick<Asked, 'viewer'> & { readonly perPage: number },
  after: EpcPlace | undefined,
): Promise<Listed<EpcPlace>> {
  const { epcs, next } = await engine.read(knownEpcs, { ...page, ...(after && { after }) })
  return { member: epcs, ...(next && { next }) }
}

/** Standard words come first, then those that occur. */
type WordPlace = { readonly standard: number; readonly after: number }

async function wordPage(
  { engine }: QueryRoom,
  {
    viewer,
    perPage,
    resource: { standard, field = 'type' },
  }: Pick<Asked, 'viewer'> & { readonly perPage: number; readonly resource: Resource },
  place: WordPlace = { standard: 0, after: 0 },
): Promise<Listed<WordPlace>> {
  const member = standard.slice(place.standard, place.standard + perPage)
  const passed = place.standard + member.length
  if (passed < standard.length) return { member, next: { standard: passed, after: 0 } }
  let { after } = place
  for (;;) {
    const limit = perPage - member.length + 1
    const words = await engine.read(occurring, { viewer, field, after, limit })
    for (const { id, value } of words) {
      const own = !standard.includes(value)
      if (own && member.length === perPage) return { member, next: { standard: passed, after } }
      if (own) member.push(value)
      after = id
    }
    if (words.length < limit) return { member }
  }
}

/** Standard words as XML spells them: it has no bare ones, unless nothing shall be translated. */
function worded(
  names: readonly string[],
  { vocabulary }: Resource,
  { mediaType, cbvXmlFormat }: Form,
): readonly string[] {
  if (vocabulary === undefined || !isXml(mediaType) || cbvXmlFormat === 'Never_Translates') {
    return names
  }
  const { urn, words } = vocabulary
  return names.map((name) =>
    cbvXmlFormat === 'Always_URN' && urn !== undefined && words.has(name)
      ? urn + name
      : webUriOf(vocabulary, name),
  )
}

/** Names as the client wants them: identifiers in one spelling, and its own prefixes where they fit (EPCIS 2.0 OpenAPI). */
async function spelt(
  { engine }: QueryRoom,
  names: readonly string[],
  { epcFormat, extensions }: Form,
): Promise<{ readonly member: readonly string[]; readonly extensions: Extensions }> {
  const spelling = await spellingOf(engine, epcFormat)
  const used: Record<string, string> = {}
  const member = names.map((name) => {
    const { name: short, prefix } = shortened(
      spelling === undefined ? name : translateIdentifier(name, spelling),
      extensions,
    )
    if (prefix !== undefined) used[prefix] = extensions[prefix] ?? ''
    return short
  })
  return { member, extensions: used }
}

async function spellingOf(engine: Engine, format: EpcFormat): Promise<Spelling | undefined> {
  switch (format) {
    case 'Always_GS1_Digital_Link':
      return { as: 'digital-link' }
    case 'Always_EPC_URN':
      return { as: 'urn', prefixLength: await prefixLengths(engine) }
    case 'No_Preference':
    case 'Never_Translates':
      return undefined
  }
}
