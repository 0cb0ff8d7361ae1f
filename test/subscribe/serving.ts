import assert from 'node:assert/strict'
import { capture, documentOf } from '../server.ts'
import { seen } from '../samples.ts'

/** Asks a server, and expects this status (200). */
export async function ask(
  url: string,
  { method = 'GET', body, status = 200 }: { method?: string; body?: unknown; status?: number } = {},
): Promise<{ readonly json: Record<string, unknown>; readonly headers: Headers }> {
  const answer = await fetch(url, {
    method,
    ...(body !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  })
  const text = await answer.text()
  assert.equal(answer.status, status, `${method} ${url}: ${text}`)
  const json = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>)
  return { json, headers: answer.headers }
}

/** Captures events of these serials, each with an eventID of its own; resolves with those once they are acknowledged. */
export async function captureSeen(
  url: string,
  serials: readonly (number | string)[],
  more: object = {},
): Promise<readonly string[]> {
  const ids = serials.map((serial) => `urn:x:event:${serial}`)
  const events = serials.map((serial, i) => seen(serial, { eventID: ids[i], ...more }))
  assert.equal((await capture(url, documentOf(events))).status, 202)
  return ids
}

/** Keeps a query of this name that finds all that was inspected. */
export async function keepQuery(url: string, name: string, query: object = {}): Promise<void> {
  await ask(`${url}/queries`, { method: 'POST', body: { name, query }, status: 201 })
}

/** Subscribes; resolves with the address of the subscription. */
export async function subscribe(url: string, query: string, body: object): Promise<string> {
  const path = `${url}/queries/${query}/subscriptions`
  const { headers } = await ask(path, { method: 'POST', body, status: 201 })
  return `${url}${headers.get('location') ?? ''}`
}
