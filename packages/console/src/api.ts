import type {
  Candidate,
  Catalogue,
  Direction,
  Gap,
  History,
  Labels,
  Link,
  Thing,
  Trace,
  Where,
} from './answers.ts'

/** What the server said instead of an answer; status 0 where it said nothing. */
export class Refused extends Error {
  readonly status: number
  readonly says: readonly string[]
  constructor(status: number, title: string, says: readonly string[], options?: ErrorOptions) {
    super(title, options)
    this.name = 'Refused'
    this.status = status
    this.says = says
  }
}

/** The one place that talks to the server: every answer, or a `Refused` that says why not. */
export async function ask(path: string, init: RequestInit): Promise<Response> {
  let response
  try {
    response = await fetch(path, init)
  } catch (cause) {
    if (init.signal?.aborted === true) throw cause
    throw new Refused(0, 'no answer', [], { cause })
  }
  if (!response.ok) throw await refusalOf(response)
  return response
}

async function refusalOf(response: Response): Promise<Refused> {
  const problem = (await response.json().catch(() => ({}))) as {
    title?: string
    detail?: string
    problems?: readonly { says?: string }[]
  }
  const says = (problem.problems ?? []).flatMap((one) => one.says ?? [])
  const detail = problem.detail === undefined ? [] : [problem.detail]
  const title = problem.title ?? response.statusText
  return new Refused(response.status, title, says.length > 0 ? says : detail)
}

async function json<T>(path: string, signal?: AbortSignal): Promise<T> {
  const headers = { accept: 'application/json' }
  const response = await ask(path, signal === undefined ? { headers } : { headers, signal })
  return (await response.json()) as T
}

const of = (id: string): string => new URLSearchParams({ of: id }).toString()

export function fetchCatalogue(signal?: AbortSignal): Promise<Catalogue> {
  return json('/catalogue', signal)
}

export function fetchWhere(id: string, signal?: AbortSignal): Promise<Where> {
  return json(`/where?${of(id)}`, signal)
}

export function fetchHistory(id: string, signal?: AbortSignal): Promise<History> {
  return json(`/history?${of(id)}`, signal)
}

export async function search(q: string, signal?: AbortSignal): Promise<readonly Candidate[]> {
  const query = new URLSearchParams({ q })
  return (await json<{ candidates: readonly Candidate[] }>(`/search?${query}`, signal)).candidates
}

const LABELS_AT_ONCE = 1000

/** Names and stages of the identifiers that have master data; asked in parts, answered as one. */
export async function fetchLabels(ids: readonly string[], signal?: AbortSignal): Promise<Labels> {
  const parts = Array.from({ length: Math.ceil(ids.length / LABELS_AT_ONCE) }, (_, part) =>
    ids.slice(part * LABELS_AT_ONCE, (part + 1) * LABELS_AT_ONCE),
  )
  const answers = await Promise.all(
    parts.map(async (part) => {
      const response = await ask('/labels', {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ ids: part }),
        ...(signal === undefined ? {} : { signal }),
      })
      return ((await response.json()) as { labels: Labels }).labels
    }),
  )
  return Object.assign({}, ...answers) as Labels
}

export type TraceRequest = {
  readonly of: string
  readonly direction: Direction
  readonly signal: AbortSignal
  /** Told from time to time how many things, links and gaps have been read. */
  readonly onProgress: (read: number) => void
}

/** A trace, read as it streams in, so that a large one shows progress. */
export async function fetchTrace(request: TraceRequest): Promise<Trace> {
  const query = new URLSearchParams({ of: request.of, direction: request.direction })
  const response = await ask(`/trace?${query}`, {
    headers: { accept: 'application/x-ndjson, application/json;q=0.5' },
    signal: request.signal,
  })
  if (response.headers.get('content-type')?.includes('ndjson') !== true) {
    return (await response.json()) as Trace
  }
  return traceFrom(linesOf(response), request)
}

type Row = {
  readonly thing?: Thing
  readonly link?: Link
  readonly gap?: Gap
  readonly end?: { readonly of?: string; readonly complete?: boolean }
}

/** The rows of a streamed trace put together. Without its last row the answer was cut off, and is none. */
export async function traceFrom(
  lines: AsyncIterable<readonly string[]>,
  request: Pick<TraceRequest, 'of' | 'direction' | 'onProgress'>,
): Promise<Trace> {
  const things: Thing[] = []
  const links: Link[] = []
  const gaps: Gap[] = []
  let end: Row['end']
  for await (const batch of lines) {
    for (const line of batch) {
      const row = JSON.parse(line) as Row
      if (row.thing !== undefined) things.push(row.thing)
      if (row.link !== undefined) links.push(row.link)
      if (row.gap !== undefined) gaps.push(row.gap)
      if (row.end !== undefined) end = row.end
    }
    request.onProgress(things.length + links.length + gaps.length)
  }
  if (end === undefined) throw new Refused(0, 'cut off', ['cut'])
  const complete = end.complete ?? gaps.length === 0
  const start = end.of ?? startAmong(links, things) ?? request.of
  return { of: start, direction: request.direction, things, links, gaps, complete }
}

/** The start is the one end of a link that is not among the things; it may have been asked for in another spelling. */
function startAmong(links: readonly Link[], things: readonly Thing[]): string | undefined {
  const known = new Set(things.map(({ id }) => id))
  for (const { from, to } of links) {
    if (!known.has(to)) return to
    if (!known.has(from)) return from
  }
  return undefined
}

async function* linesOf(response: Response): AsyncGenerator<readonly string[]> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (;;) {
    const part = await reader?.read()
    if (part === undefined || part.done) break
    const lines = (rest + part.value).split('\n')
    rest = lines.pop() ?? ''
    yield lines.filter((line) => line !== '')
  }
  if (rest !== '') yield [rest]
}
