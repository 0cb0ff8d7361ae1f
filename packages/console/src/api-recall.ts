import type { Alarm, Notice, RecallCase } from '@suyuan/core/recall/case'
import { ask, json, Refused, search } from './api.ts'

export type { Alarm, Notice, RecallCase } from '@suyuan/core/recall/case'

/** A case as the list of them tells it. */
export type RecallInShort = Pick<
  RecallCase,
  'id' | 'state' | 'drill' | 'reason' | 'level' | 'knownAt' | 'openedAt' | 'by' | 'affected'
>

export type Recalls = { readonly recalls: readonly RecallInShort[]; readonly before?: string }

export async function fetchRecalls(
  before: string | undefined,
  signal: AbortSignal,
): Promise<Recalls> {
  const query = new URLSearchParams({ perPage: '30', ...(before !== undefined && { before }) })
  const { recalls } = await json<Recalls>(`/recalls?${query}`, signal)
  const last = recalls.at(-1)?.id
  return { recalls, ...(recalls.length === 30 && last !== undefined && { before: last }) }
}

const at = (id: string): string => `/recalls/${encodeURIComponent(id)}`

export function fetchRecall(id: string, signal: AbortSignal): Promise<RecallCase> {
  return json(at(id), signal)
}

export async function fetchNotices(id: string, signal: AbortSignal): Promise<readonly Notice[]> {
  return (await json<{ notices: readonly Notice[] }>(`${at(id)}/notices`, signal)).notices
}

export async function fetchAlarms(id: string, signal: AbortSignal): Promise<readonly Alarm[]> {
  return (await json<{ alarms: readonly Alarm[] }>(`${at(id)}/alarms`, signal)).alarms
}

/** Does something with a case, like `close` or `notices`. */
export async function act(id: string, what: string, body: object): Promise<void> {
  await post(`${at(id)}/${what}`, body)
}

export type Opening = {
  readonly suspects: readonly (string | { readonly made: object })[]
  readonly reason: string
  readonly level: number
  readonly knownAt: string
  readonly drill: boolean
  readonly by?: string
}

/** Sent again with the same key it opens no second case. */
export async function openRecall(opening: Opening, key: string): Promise<RecallCase> {
  const response = await post('/recalls', opening, { 'idempotency-key': key })
  return (await response.json()) as RecallCase
}

function post(path: string, body: object, headers: object = {}): Promise<Response> {
  return ask(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    body: JSON.stringify(body),
  })
}

/** What a scanner gave, as identifiers: what is none by itself is looked up, and must lead to one thing alone. */
export async function identified(
  scanned: readonly string[],
  signal?: AbortSignal,
): Promise<readonly string[]> {
  return Promise.all(
    scanned.map(async (text) => {
      if (/^[a-z][a-z0-9+.-]*:\S+$/i.test(text)) return text
      const found = (await search(text, signal)).filter(({ kind }) => kind !== 'class')
      const seen = found.filter((one) => one.seen)
      const [only, ...others] = seen.length > 0 ? seen : found
      if (only === undefined || others.length > 0) throw new Refused(400, 'not one thing', [text])
      return only.id
    }),
  )
}
