import { isIri } from '@suyuan/core/event/context'
import { parseIdentifier } from '@suyuan/core/id/parse'
import { refuse, Refused } from '../http/problem.ts'

export const OF = 'an identifier: EPC URN, GS1 Digital Link on any host, or another URI'
export const MOMENT = 'a date-time with zone, like 2026-03-01T08:00:00+08:00'

/** The identifier asked about, canonical. @throws Refused when it is malformed. */
export function subject(given: string): string {
  const parsed = parseIdentifier(given, '?of')
  if (!parsed.ok) throw new Refused('QueryParameterException', parsed.problems)
  if (!isIri(given)) throw refuse('QueryParameterException', '?of', 'not-a-uri', `${given}: ${OF}`)
  return parsed.value.canonical
}
