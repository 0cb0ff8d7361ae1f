import { readContext, type Context } from '@suyuan/core/event/context'
import type { Json, JsonObject } from '@suyuan/core/event/event'
import { parseQueryBody } from '@suyuan/core/query/parameters'
import type { Query } from '@suyuan/core/query/query'
import { good, type Parsed, type Problem } from '@suyuan/core/problem'

/** A question as it comes in JSON (EPCIS 2.0 §8.2.7): the query, and the prefixes that its names are written with. */
export type Question = {
  readonly query: JsonObject
  readonly '@context'?: Json
}

/**
 * Reads a question; all problems at once, their places in `{"query", "@context"}`. What is good here is kept, and read
 * again by {@link questionIn}.
 */
export function readQuestion({ query, '@context': context }: Question): Parsed<Query> {
  const names: Context = readContext(context)
  const problems: Problem[] = [...names.problems]
  const read = parseQueryBody(query, { names })
  if (!read.ok) problems.push(...read.problems.map((one) => ({ ...one, at: `/query${one.at}` })))
  return read.ok && problems.length === 0 ? good(read.value) : { ok: false, problems }
}

/** The query of a question that was kept. @throws Error when it cannot be read any more. */
export function questionIn(body: string): Query {
  const read = readQuestion(JSON.parse(body) as Question)
  if (read.ok) return read.value
  throw new Error(`a query that is kept cannot be read any more: ${JSON.stringify(read.problems)}`)
}
