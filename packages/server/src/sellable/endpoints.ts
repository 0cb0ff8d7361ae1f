import { isIri } from '@suyuan/core/event/context'
import type { Json } from '@suyuan/core/event/event'
import { parseIdentifier } from '@suyuan/core/id/parse'
import { parseJson } from '@suyuan/core/json/parse'
import type { Problem } from '@suyuan/core/problem'
import type { Asked, Endpoint } from '../access/endpoint.ts'
import { json } from '../http/answer.ts'
import { wholeText } from '../http/body.ts'
import { refuse, Refused } from '../http/problem.ts'
import { acceptsJson, Parameters, sendsJson } from '../http/request.ts'
import { sellable, type SellableRoom } from './answer.ts'
import { blockedListEndpoints } from './list-endpoints.ts'

/** Identifiers of one question, and bytes of it. */
export const MOST_ASKED = 10_000
const MOST_BYTES = 8 * 2 ** 20

const OF = 'an identifier: EPC URN, GS1 Digital Link on any host, or another URI'

/** Ours: what a till, a pick list or a gate asks. */
export function sellableEndpoints(room: SellableRoom): readonly Endpoint[] {
  return [
    {
      method: 'GET',
      path: '/sellable',
      says: 'May this be sold? yes, no, or unknown where nothing on record decides, with the reasons',
      parameters: { of: `${OF}; a lot (10) or a date (15, 16, 17) on the label counts too` },
      answers: { 200: '{of, answer, reasons: [{kind, ref, of, until}]}' },
      handle: (asked) => getSellable(room, asked),
    },
    {
      method: 'POST',
      path: '/sellable',
      says: `The same of many: {"of": [...]}, up to ${MOST_ASKED} identifiers, answered in their order`,
      answers: { 200: '{"answers": [{of, answer, reasons}, …]}' },
      handle: (asked) => postSellable(room, asked),
    },
    ...blockedListEndpoints(room),
  ]
}

async function getSellable(room: SellableRoom, { request, viewer }: Asked): Promise<Response> {
  acceptsJson(request)
  const params = new Parameters(request)
  const of = params.required('of', (text) => text, OF)
  params.done()
  const problems = faultsOf(of, '?of')
  if (problems.length > 0) throw new Refused('QueryParameterException', problems)
  const [answer] = await sellable(room, viewer, [of])
  return json(answer)
}

async function postSellable(
  room: SellableRoom,
  { request, viewer, body }: Asked,
): Promise<Response> {
  acceptsJson(request)
  sendsJson(request)
  const parsed = parseJson(await wholeText(body, MOST_BYTES), '')
  const of = parsed.ok ? listIn(parsed.value) : undefined
  if (!parsed.ok) throw new Refused('ValidationException', parsed.problems)
  if (of === undefined) {
    const says = `send {"of": [...]}, 1 to ${MOST_ASKED} identifiers, and nothing else`
    throw refuse('ValidationException', '/of', 'wrong-type', says)
  }
  const problems = of.flatMap((id, i) => faultsOf(id, `/of/${i}`))
  if (problems.length > 0) throw new Refused('ValidationException', problems)
  return json({ answers: await sellable(room, viewer, of) })
}

function listIn(value: Json): readonly string[] | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const { of, ...others } = value as { readonly of?: Json }
  if (!Array.isArray(of) || Object.keys(others).length > 0) return undefined
  if (of.length === 0 || of.length > MOST_ASKED) return undefined
  return of.every((id) => typeof id === 'string') ? (of as readonly string[]) : undefined
}

/** What is wrong with an identifier from outside. */
function faultsOf(given: string, at: string): readonly Problem[] {
  const parsed = parseIdentifier(given, at)
  if (!parsed.ok) return parsed.problems
  if (isIri(given) && !given.includes('\0')) return []

  return [{ at, rule: 'not-a-uri', says: `${given}: ${OF}` }]
}
