import assert from 'node:assert/strict'
import type { EpcisEvent } from '@suyuan/core/event/event'
import type { RecallCase } from '@suyuan/core/recall/case'
import { openAccess } from '../../packages/server/src/access/access.ts'
import { createApp } from '../../packages/server/src/app.ts'
import type { Engine } from '../../packages/server/src/db/engine.ts'
import { ONLY_KEPT } from '../../packages/server/src/subscribe/subscribing.ts'
import { documentOf } from '../server.ts'

/** A store that is asked for recalls over the whole app, with a clock of its own. */
export type Recalling = {
  readonly get: <T>(path: string, status?: number) => Promise<T>
  readonly post: <T>(
    path: string,
    body: unknown,
    status?: number,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<T>
  /** Opens a case on these suspects. */
  readonly open: (suspects: readonly unknown[], more?: object) => Promise<RecallCase>
  readonly lines: <T>(path: string) => Promise<readonly T[]>
  readonly capture: (events: readonly EpcisEvent[]) => Promise<void>
  readonly request: (path: string, init?: RequestInit) => Promise<Response>
  /** An ISO date that it is now. */
  now: string
}

const JSON_TYPE = { 'content-type': 'application/json' }

async function read<T>(answer: Response, status: number): Promise<T> {
  const text = await answer.text()
  assert.equal(answer.status, status, text)
  return JSON.parse(text) as T
}

export function recalling(engine: Engine): Recalling {
  const app = createApp({
    engine,
    access: openAccess,
    subscribing: ONLY_KEPT,
    now: () => Date.parse(served.now) * 1000,
    log: (fault) => assert.fail(String(fault)),
  })
  const served: Recalling = {
    now: '2026-03-02T00:00:00Z',
    request: async (path, init) => app.request(path, init),
    get: async (path, status = 200) => read(await app.request(path), status),
    post: async (path, body, status = 201, headers = {}) =>
      read(
        await app.request(path, {
          method: 'POST',
          headers: { ...JSON_TYPE, ...headers },
          body: JSON.stringify(body),
        }),
        status,
      ),
    open: async (suspects, more = {}) =>
      served.post('/recalls', {
        suspects,
        reason: 'cereulide found',
        level: 1,
        knownAt: '2026-03-01T06:00:00Z',
        ...more,
      }),
    lines: async <T>(path: string) => {
      const answer = await app.request(path)
      const text = await answer.text()
      assert.equal(answer.status, 200, text)
      return text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as T)
    },
    capture: async (events) => {
      const body = documentOf(events)
      const answer = await app.request('/capture', { method: 'POST', headers: JSON_TYPE, body })
      assert.equal(answer.status, 202, await answer.text())
    },
  }
  return served
}
