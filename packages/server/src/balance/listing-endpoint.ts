import { identify } from '@suyuan/core/id/identify'
import type { Asked } from '../access/endpoint.ts'
import { json } from '../http/answer.ts'
import { refuse } from '../http/problem.ts'
import { readPaging } from '../http/paging.ts'
import { acceptsJson, moment, oneOfWords, Parameters } from '../http/request.ts'
import { shownTransformation } from './answer.ts'
import { holdersBy } from './holders.ts'
import { groupedRows, supplierRows, transformationsPage, type Listing } from './listing.ts'
import type { BalanceRoom } from './room.ts'
import type { Spot } from './scan.ts'

const MOMENT = 'a date-time with zone, like 2026-03-01T08:00:00+08:00'

/** Parameters of a listing. */
export const LISTING: Readonly<Record<string, string>> = {
  by: 'transformation, line, day or supplier: a listing, instead of `of`',
  from: `what ended (by supplier: was made) from then on: ${MOMENT}`,
  to: `and before then: ${MOMENT}`,
  line: 'only what was done at this place (its readPoint)',
  verdict: 'by transformation: only those that are balanced, unbalanced or not-judged',
  perPage: 'at most so many rows (30)',
  nextPageToken: 'as the Link header of the page before says',
}

type By = 'transformation' | 'line' | 'day' | 'supplier'

type Given = {
  readonly by: By
  readonly from: number
  readonly to: number
  readonly line?: string
  readonly verdict?: string
  readonly knownBefore?: number
}

function givenIn(request: Request): Given {
  const params = new Parameters(request)
  const words = oneOfWords('transformation', 'line', 'day', 'supplier')
  const by = params.required('by', words, 'transformation, line, day or supplier')
  const from = params.required('from', moment, MOMENT)
  const to = params.required('to', moment, MOMENT)
  const line = params.optional('line', (text) => identify(text).canonical, 'a place')
  const verdicts = oneOfWords('balanced', 'unbalanced', 'not-judged')
  const verdict = params.optional('verdict', verdicts, 'balanced, unbalanced or not-judged')
  const knownBefore = params.optional('LT_recordTime', moment, MOMENT)
  params.optional('perPage', (text) => text, '')
  params.optional('nextPageToken', (text) => text, '')
  params.done()
  if (to <= from) throw refuse('QueryParameterException', '?to', 'value', 'to is later than from')
  if (by !== 'transformation' && verdict !== undefined)
    throw refuse('QueryParameterException', '?verdict', 'not-here', 'goes with by=transformation')
  if (by === 'supplier' && line !== undefined)
    throw refuse('QueryParameterException', '?line', 'not-here', 'does not go with by=supplier')
  return {
    by,
    from,
    to,
    ...(line !== undefined && { line }),
    ...(verdict !== undefined && { verdict }),
    ...(knownBefore !== undefined && { knownBefore }),
  }
}

/** `GET /balance?by=…`: one page of rows. */
export async function getListing(room: BalanceRoom, { request, viewer }: Asked): Promise<Response> {
  acceptsJson(request)
  const { knownBefore, line, ...given } = givenIn(request)
  const url = new URL(request.url)
  const { perPage, token, others } = readPaging(url)
  const question = JSON.stringify([viewer.party, 'balance', others])
  const listing: Listing = {
    engine: room.engine,
    holderOf: holdersBy(room.engine),
    asker: { viewer, ...(knownBefore !== undefined && { knownBefore }) },
    from: given.from,
    to: given.to,
    ...(line !== undefined && { line }),
    signal: request.signal,
  }
  const place = async <P>(none: P): Promise<P> =>
    token === null ? none : room.pages.placeIn<P>(question, token)
  const answer = async (rows: readonly object[], next: unknown): Promise<Response> => {
    const headers = next === undefined ? {} : await room.pages.next(url, question, next)
    return json({ by: given.by, rows }, { headers })
  }
  if (given.by === 'transformation') {
    const after = await place<Spot | null>(null)
    const { balances, next } = await transformationsPage(listing, {
      ...(after && { after }),
      most: perPage,
      keep: (one) =>
        (line === undefined || one.line === line) &&
        (given.verdict === undefined || one.verdict.verdict === given.verdict),
    })
    return answer(balances.map(shownTransformation), next)
  }
  const behind = await place(0)
  const rows =
    given.by === 'supplier' ? await supplierRows(listing) : await groupedRows(listing, given.by)
  const end = behind + perPage
  return answer(rows.slice(behind, end), end < rows.length ? end : undefined)
}
