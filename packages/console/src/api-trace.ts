import type { Lens } from './address.ts'
import type { Direction, Gap, Link, Thing, Trace } from './answers.ts'
import { ask, json, Refused } from './api.ts'

export type TraceRequest = {
  readonly of: string
  readonly direction: Direction
  readonly signal: AbortSignal
  readonly lens?: Lens | undefined
  /** Told from time to time how many things, links and gaps have been read. */
  readonly onProgress: (read: number) => void
  /** Of more things than this the rest is not read: {@link TooMany}. */
  readonly most?: number
}

/** A trace that is too large to be held in a page. */
export class TooMany extends Error {
  constructor() {
    super('too many things')
    this.name = 'TooMany'
  }
}

/** The question as `GET /trace` takes it; what a lens filters is the page's own. */
export function traceQuery(
  asked: Pick<TraceRequest, 'of' | 'direction' | 'lens'>,
): URLSearchParams {
  const { at, known, depth, certain } = asked.lens ?? {}
  return new URLSearchParams({
    of: asked.of,
    direction: asked.direction,
    ...(at !== undefined && { at }),
    ...(known !== undefined && { LT_recordTime: known }),
    ...(depth !== undefined && { depth }),
    ...(certain !== undefined && { certainty: 'certain' }),
  })
}

/** A trace, read as it streams in, so that a large one shows progress. */
export async function fetchTrace(request: TraceRequest): Promise<Trace> {
  const response = await ask(`/trace?${traceQuery(request)}`, {
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
  request: Pick<TraceRequest, 'of' | 'direction' | 'onProgress' | 'most'>,
): Promise<Trace> {
  const things: Thing[] = []
  const links: Link[] = []
  const gaps: Gap[] = []
  let end: Row['end']
  for await (const batch of lines) {
    for (const line of batch) {
      const row = JSON.parse(line) as Row
      put(things, row.thing)
      put(links, row.link)
      put(gaps, row.gap)
      end = row.end ?? end
    }
    request.onProgress(things.length + links.length + gaps.length)
    if (things.length > (request.most ?? Infinity)) throw new TooMany()
  }
  if (end === undefined) throw new Refused(0, 'cut off', ['cut'])
  const complete = end.complete ?? gaps.length === 0
  const start = end.of ?? startAmong(links, things) ?? request.of
  return { of: start, direction: request.direction, things, links, gaps, complete }
}

function put<T>(all: T[], one: T | undefined): void {
  if (one !== undefined) all.push(one)
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

/** The lines of an answer as they come; whoever stops reading ends the answer. */
export async function* linesOf(response: Response): AsyncGenerator<readonly string[]> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  try {
    for (;;) {
      const part = await reader?.read()
      if (part === undefined || part.done) break
      const lines = (rest + part.value).split('\n')
      rest = lines.pop() ?? ''
      yield lines.filter((line) => line !== '')
    }
    if (rest !== '') yield [rest]
  } finally {
    await reader?.cancel().catch(() => undefined)
  }
}

/** `GET /trace/counts`: how much a trace reaches and where it is, without the list of it. */
export type TraceCounts = {
  readonly counts: Readonly<Record<string, number>>
  readonly where: readonly {
    readonly place?: string
    readonly state: 'at' | 'in-transit' | 'unknown'
    readonly items: number
  }[]
  readonly gaps: number
  readonly complete: boolean
}

export function fetchCounts(
  asked: Pick<TraceRequest, 'of' | 'direction' | 'lens' | 'signal'>,
): Promise<TraceCounts> {
  return json(`/trace/counts?${traceQuery(asked)}`, asked.signal)
}

/** The things of a trace, part by part, without its links: however many, none is kept here. */
export async function* thingsOf(
  asked: Pick<TraceRequest, 'of' | 'direction' | 'lens' | 'signal'>,
): AsyncGenerator<readonly Thing[]> {
  const response = await ask(`/trace?${traceQuery(asked)}&links=none`, {
    headers: { accept: 'application/x-ndjson' },
    signal: asked.signal,
  })
  for await (const lines of linesOf(response)) {
    yield lines.flatMap((line) => (JSON.parse(line) as Row).thing ?? [])
  }
}
