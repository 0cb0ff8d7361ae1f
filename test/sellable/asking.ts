import assert from 'node:assert/strict'
import type { EpcisEvent } from '@suyuan/core/event/event'
import type { Verdict } from '@suyuan/core/sellable/verdict'
import { openAccess } from '../../packages/server/src/access/access.ts'
import { createApp } from '../../packages/server/src/app.ts'
import type { Engine } from '../../packages/server/src/db/engine.ts'
import type { Block } from '../../packages/server/src/sellable/blocks.ts'
import { documentOf } from '../server.ts'

/** A store that is asked over the whole app, at a moment that is told. */
export type Asking = {
  now: string
  readonly capture: (events: readonly EpcisEvent[]) => Promise<void>
  readonly sellable: (of: string) => Promise<Verdict>
  readonly sellableOf: (of: readonly string[]) => Promise<readonly Verdict[]>
  /** Asks for many, and expects this status (200). */
  readonly post: (body: unknown, status?: number) => Promise<unknown>
  readonly request: (path: string, init?: RequestInit) => Promise<Response>
}

export function asking(
  engine: Engine,
  { now, blocks = [] }: { readonly now: string; readonly blocks?: readonly Block[] },
): Asking {
  const headers = { 'content-type': 'application/json' }
  const app = createApp({
    engine,
    access: openAccess,
    now: () => Date.parse(asked.now) * 1000,
    blocks,
    // What is judged behind a capture may still be at it when a test ends.
    log: (fault) => assert.match(String(fault), /the engine is closed/),
  })
  const request = async (path: string, init: RequestInit = {}): Promise<Response> =>
    app.request(path, init)
  const asked: Asking = {
    now,
    request,
    capture: async (events) => {
      const answer = await request('/capture', {
        method: 'POST',
        headers,
        body: documentOf(events),
      })
      assert.equal(answer.status, 202, await answer.text())
    },
    sellable: async (of) => {
      const answer = await request(`/sellable?${new URLSearchParams({ of })}`)
      assert.equal(answer.status, 200, await answer.clone().text())
      return (await answer.json()) as Verdict
    },
    sellableOf: async (of) => {
      const { answers } = (await asked.post({ of })) as { readonly answers: readonly Verdict[] }
      return answers
    },
    post: async (body, status = 200) => {
      const init = { method: 'POST', headers, body: JSON.stringify(body) }
      const answer = await request('/sellable', init)
      const text = await answer.text()
      assert.equal(answer.status, status, text)
      return JSON.parse(text) as unknown
    },
  }
  return asked
}
