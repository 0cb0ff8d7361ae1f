import assert from 'node:assert/strict'
import type { EpcisEvent } from '@suyuan/core/event/event'
import { openAccess } from '../../packages/server/src/access/access.ts'
import { createApp } from '../../packages/server/src/app.ts'
import type { Engine } from '../../packages/server/src/db/engine.ts'
import type { Plan } from '../../packages/server/src/retention/plan.ts'
import type { UnderRecall } from '../../packages/server/src/retention/settling.ts'
import { documentOf } from '../server.ts'

/** A store that is asked over the whole app, with a clock of its own. */
export type Serving = {
  /** Asks, and expects this status (200). */
  readonly get: (path: string, status?: number) => Promise<unknown>
  /** The answer itself. */
  readonly ask: (path: string) => Promise<Response>
  readonly post: (path: string, body: unknown, status?: number) => Promise<unknown>
  /** A page as a browser in this language gets it. */
  readonly page: (path: string, language: string) => Promise<string>
  readonly capture: (events: readonly EpcisEvent[]) => Promise<void>
  readonly plan: () => Promise<Plan>
  /** An ISO date that it is now. */
  now: string
  recalls: readonly UnderRecall[]
}

export function serving(engine: Engine): Serving {
  const served: Serving = {
    now: '2026-04-01',
    recalls: [],
    get: async (path, status = 200) => read(await app.request(path), status),
    ask: async (path) => app.request(path),
    post: async (path, body, status = 200) =>
      read(
        await app.request(path, { method: 'POST', headers, body: JSON.stringify(body) }),
        status,
      ),
    page: async (path, language) => {
      const asked = { headers: { accept: 'text/html', 'accept-language': language } }
      return (await app.request(path, asked)).text()
    },
    capture: async (events) => {
      const body = documentOf(events)
      await read(await app.request('/capture', { method: 'POST', headers, body }), 202)
    },
    plan: async () => (await served.get('/admin/retention')) as Plan,
  }
  const headers = { 'content-type': 'application/json' }
  const app = createApp({
    engine,
    access: openAccess,
    now: () => Date.parse(served.now) * 1000,
    log: (fault) => assert.fail(String(fault)),
    underRecall: () => Promise.resolve(served.recalls),
  })
  return served
}

async function read(answer: Response, status: number): Promise<unknown> {
  const text = await answer.text()
  assert.equal(answer.status, status, text)
  return text === '' ? undefined : (JSON.parse(text) as unknown)
}

/** Two years for everything, and more for tins: as long as they are good and six months. */
export const RULES: { readonly rules: readonly object[] } = {
  rules: [
    {
      id: 'general',
      covers: 'everything',
      keep: [{ after: 'eventTime', for: 'P2Y' }],
      source: { name: 'a law', edition: '2021' },
      certainty: 'F',
    },
    {
      id: 'tins',
      covers: { classes: ['06901234567892'] },
      keep: [{ after: 'expiry', for: 'P6M', else: 'P3Y' }],
      source: { name: 'a law', edition: '2021' },
      certainty: 'H',
    },
  ],
}
