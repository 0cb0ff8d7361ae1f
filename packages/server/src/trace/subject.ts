import { isIri } from '@suyuan/core/event/context'
import { parseIdentifier } from '@suyuan/core/id/parse'
import type { Question } from '@suyuan/core/flow/trace'
import { moment, oneOfWords, wholeNumber, type Parameters } from '../http/request.ts'
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

type Wanted = Pick<Question, 'direction' | 'at' | 'depth' | 'certainOnly'> & {
  readonly of: string
  readonly knownBefore?: number
}

/** What a trace is asked of and by, as its address says; `of` as given. */
export function askedIn(params: Parameters): Wanted {
  const of = params.required('of', (text) => text, OF)
  const way = oneOfWords('backward', 'forward')
  const direction = params.required('direction', way, 'backward or forward')
  const at = params.optional('at', moment, MOMENT)
  const knownBefore = params.optional('LT_recordTime', moment, MOMENT)
  const depth = params.optional('depth', wholeNumber, 'a whole number')
  const certainty = params.optional('certainty', oneOfWords('certain', 'possible'), 'certain')
  return {
    of,
    direction,
    certainOnly: certainty === 'certain',
    ...(at !== undefined && { at }),
    ...(knownBefore !== undefined && { knownBefore }),
    ...(depth !== undefined && { depth }),
  }
}
