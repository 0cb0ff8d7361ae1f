import type { Answer, Talk } from './talk.ts'
import { hold, NotSupported, shown } from './verdict.ts'

export type Json = Readonly<Record<string, unknown>>

/** What an answer that should not have come looked like. */
function came(answer: Answer): string {
  return `${answer.status} ${shown(answer.text)}`
}

/** One of these statuses. */
export function hasStatus(answer: Answer, ...statuses: readonly number[]): void {
  hold(statuses.includes(answer.status), `status ${statuses.join(' or ')}`, came(answer))
}

/** For what the standard leaves open: these statuses say that the target does without. */
export function orWithout(answer: Answer, what: string): void {
  if ([404, 405, 406, 415].includes(answer.status)) {
    throw new NotSupported(`${what} is answered ${answer.status}`)
  }
}

/** A refusal in the form of RFC 7807, of one of these exceptions (OpenAPI, responses). */
export function isProblem(answer: Answer, status: number, ...names: readonly string[]): void {
  hasStatus(answer, status)
  hold(
    answer.type === 'application/problem+json',
    'application/problem+json',
    `content type ${answer.type}`,
  )
  const { type, title, status: said } = asObject(answer.json())
  hold(typeof title === 'string' && title !== '', 'a problem with a title', shown(answer.text))
  hold(said === status, `a problem whose status is ${status}`, `status ${shown(said)}`)
  const wanted = names.map((name) => `epcisException:${name}`)
  hold(
    wanted.includes(String(type)),
    `a problem of type ${wanted.join(' or ')}`,
    `type ${shown(type)}`,
  )
}

/** A header, and what it must look like. */
export function hasHeader(answer: Answer, name: string, form: RegExp = /./): string {
  const value = answer.headers.get(name)
  hold(value !== null, `a header ${name}`, `headers ${[...answer.headers.keys()].join(', ')}`)
  hold(form.test(value), `${name} as ${form.source}`, `${name}: ${value}`)
  return value
}

/** A JSON object. @throws Failed when it is another value. */
export function asObject(value: unknown): Json {
  hold(
    typeof value === 'object' && value !== null && !Array.isArray(value),
    'a JSON object',
    shown(value),
  )
  return value as Json
}

export function asList(value: unknown, what: string): readonly unknown[] {
  hold(Array.isArray(value), `${what}, a list`, shown(value))
  return value
}

/** The events of an EPCISQueryDocument (OpenAPI, schema EPCISQueryDocument). */
export function eventsIn(answer: Answer): readonly Json[] {
  const document = asObject(answer.json())
  hold(document['type'] === 'EPCISQueryDocument', 'an EPCISQueryDocument', shown(document['type']))
  const { queryResults } = asObject(document['epcisBody'])
  const { resultsBody } = asObject(queryResults)
  return asList(
    asObject(resultsBody)['eventList'],
    'epcisBody.queryResults.resultsBody.eventList',
  ).map(asObject)
}

/** Names that a collection resource lists (OpenAPI, schema Collection). */
export function membersOf(answer: Answer): readonly string[] {
  const { type, member } = asObject(answer.json())
  hold(type === 'Collection', 'a Collection', `type ${shown(type)}`)
  return asList(member, 'member').map(String)
}

/** Where `Link: <…>; rel="next"` leads, or nothing on the last page (OpenAPI, header Link). */
export function nextOf(answer: Answer): URL | undefined {
  const link = answer.headers.get('link')
  const found = link?.split(/,(?=\s*<)/).find((one) => /;\s*rel="?next"?/.test(one))
  const [, to] = /<([^>]*)>/.exec(found ?? '') ?? []
  return to === undefined ? undefined : new URL(to, answer.url)
}

/** More pages than this are a next page that leads in a circle. */
const MOST_PAGES = 200

/** The answers to a question, page by page to the last. */
export async function pagesOf(
  talk: Talk,
  path: string,
  query: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<readonly Answer[]> {
  const pages: Answer[] = []
  for (let at: URL | undefined = talk.url(path, query); at !== undefined;) {
    const answer = await talk.get(at, { headers })
    hasStatus(answer, 200)
    pages.push(answer)
    hold(pages.length <= MOST_PAGES, `a last page within ${MOST_PAGES}`, 'always a next one')
    at = nextOf(answer)
  }
  return pages
}
