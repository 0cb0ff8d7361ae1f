import type { Query } from '@suyuan/core/query/query'
import type { Asked } from '../access/endpoint.ts'
import type { Pages } from '../access/pages.ts'
import type { Engine } from '../db/engine.ts'
import { answer as respond } from '../http/answer.ts'
import { tellExtensions } from '../http/extensions.ts'
import { formOf, type Form } from '../http/form.ts'
import { refuse } from '../http/problem.ts'
import { readPaging } from '../http/paging.ts'
import { OLDER } from '../http/spoken.ts'
import type { Written } from './document.ts'
import { findDocument } from './find.ts'
import type { Place } from './place.ts'

export type QueryRoom = {
  readonly engine: Engine
  readonly pages: Pages
  /** Refuses parameters that the standard does not have, unless a request prefers otherwise. */
  readonly strict?: boolean
  /** Microseconds since 1970. */
  readonly now: () => number
}

export type Question = {
  readonly query: Query
  /** What stands in the answer as its name; SimpleEventQuery unless told. */
  readonly queryName?: string
  /** How it is answered; as the request asks unless told. */
  readonly form?: Form
  /** Asked when there is not one event: may refuse. */
  readonly whenNone?: () => Promise<void>
}

/**
 * The answer to a query, one page of it, as EPCIS 2.0 REST gives events: in the form that the request asks for, with the link to
 * the next page. `perPage` and `nextPageToken` are read from the address.
 *
 * @throws Refused when the headers or the paging cannot be read, or there are more events than `maxEventCount`.
 */
export async function answerQuery(
  room: QueryRoom,
  asked: Asked,
  { query, queryName = 'SimpleEventQuery', form = formOf(asked.request), whenNone }: Question,
): Promise<Response> {
  const { request, viewer } = asked
  const url = new URL(request.url)
  const { perPage, token } = readPaging(url)
  const question = JSON.stringify([viewer.party, queryName, query])
  const after = token === null ? undefined : await room.pages.placeIn<Place>(question, token)
  const page = { viewer, query, perPage, ...(after && { after }) }
  const found = await room.engine.read(findDocument, { ...page, queryName, now: room.now(), form })
  if ('tooMany' in found) {
    const says = `more than ${found.tooMany} events; narrow the question`
    throw refuse('QueryTooLargeException', '?maxEventCount', 'too-many', says)
  }
  if ('tooComplex' in found) {
    const says = `more than ${found.tooComplex} events would have to be read; narrow the question`
    throw refuse('QueryTooComplexException', '', 'too-complex', says)
  }
  if (found.count === 0 && after === undefined) await whenNone?.()
  const next = found.next && (await room.pages.next(url, question, found.next))
  return eventsResponse(found, form, next)
}

/** A written document as a response. */
export function eventsResponse(
  { document, extensions }: Written,
  form: Form,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const told = tellExtensions(extensions)
  return respond(document, {
    headers: {
      'content-type': form.mediaType,
      'gs1-epc-format': form.epcFormat === 'No_Preference' ? 'Never_Translates' : form.epcFormat,
      ...(told !== undefined && { 'gs1-extensions': told }),
      ...(form.version === '1.2' && OLDER),
      ...headers,
    },
  })
}
