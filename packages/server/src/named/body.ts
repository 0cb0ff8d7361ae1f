import type { JsonObject } from '@suyuan/core/event/event'
import { parseJson } from '@suyuan/core/json/parse'
import type { Asked } from '../access/endpoint.ts'
import { wholeText } from '../http/body.ts'
import { refuse, Refused, type Refusal } from '../http/problem.ts'
import { sendsJson } from '../http/request.ts'

/** Bytes of a query, which may list thousands of identifiers, or of a subscription. */
const MOST_BYTES = 2 ** 20

/** The JSON object in a body. @throws Refused, as this refusal where it is no JSON object. */
export async function jsonObjectIn(
  { request, body }: Asked,
  refusal: Refusal,
): Promise<JsonObject> {
  sendsJson(request)
  const parsed = parseJson(await wholeText(body, MOST_BYTES), '')
  if (!parsed.ok) throw new Refused(refusal, parsed.problems)
  const { value } = parsed
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as JsonObject
  }
  throw refuse(refusal, '', 'wrong-type', 'send a JSON object')
}
