import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openAccess } from '../../packages/server/src/access/access.ts'
import { createApp } from '../../packages/server/src/app.ts'
import { simulate } from '../../packages/server/src/chain/simulate.ts'
import { openStore } from '../../packages/server/src/store/open.ts'

export type Incident = {
  readonly name: string
  readonly suspects: readonly {
    readonly id: string
    readonly tins: number
    readonly file: string
  }[]
  readonly tins: number
  readonly file: string
  readonly tanker?: string
  readonly compartments?: readonly string[]
}

/** A demo chain that was captured, with its ground truth. */
export type Served = AsyncDisposable & {
  readonly incidents: readonly Incident[]
  readonly lines: (file: string) => readonly string[]
  readonly tins: readonly string[]
  readonly request: (path: string, init?: RequestInit) => Promise<Response>
}

/** Simulates a chain and captures it into a store of its own. */
export async function servedChain(seed: number, tins: number): Promise<Served> {
  const folder = mkdtempSync(join(tmpdir(), 'suyuan-cause-'))
  const engine = await openStore(join(folder, 'data'))
  const now = (): number => Date.now() * 1000
  const app = createApp({
    engine,
    access: openAccess,
    now,
    log: (fault) => assert.fail(String(fault)),
  })
  const truth = new Map<string, string>()
  const headers = { 'content-type': 'application/json' }
  for (const part of simulate({ seed, tins })) {
    if (part.kind === 'truth') truth.set(part.file, (truth.get(part.file) ?? '') + part.text)
    else {
      const answer = await app.request('/capture', { method: 'POST', headers, body: part.json })
      assert.equal(answer.status, 202, await answer.text())
    }
  }
  const lines = (file: string): readonly string[] =>
    (truth.get(file) ?? '').split('\n').filter((line) => line !== '')
  return {
    incidents: JSON.parse(truth.get('incidents.json') ?? '[]') as readonly Incident[],
    lines,
    tins: lines('tins.ndjson').map((line) => (JSON.parse(line) as { id: string }).id),
    request: async (path, init = {}) => app.request(path, init),
    [Symbol.asyncDispose]: async () => {
      await engine[Symbol.asyncDispose]()
      rmSync(folder, { recursive: true })
    },
  }
}
