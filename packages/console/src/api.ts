import type { Candidate, Catalogue, History, Labels, Where } from './answers.ts'

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

/** A JSON answer. */
export async function json<T>(path: string, signal?: AbortSignal): Promise<T> {
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
