import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openAccess } from '../packages/server/src/access/access.ts'
import { createApp } from '../packages/server/src/app.ts'
import type { CaptureLimits } from '../packages/server/src/capture/limits.ts'
import type { Engine } from '../packages/server/src/db/engine.ts'
import { openStore } from '../packages/server/src/store/open.ts'
import './compile-cache.ts'

export type Repository = AsyncDisposable & {
  readonly engine: Engine
  /** Asks the app as the network would, without a network. */
  readonly ask: (path: string, init?: RequestInit) => Promise<Response>
  /** What the app logged as its own faults. */
  readonly faults: readonly unknown[]
}

/** The whole server but its socket, in this process, on an empty data folder of its own that goes with it. */
export async function openRepository(limits?: CaptureLimits): Promise<Repository> {
  const folder = mkdtempSync(join(tmpdir(), 'suyuan-'))
  const engine = await openStore(folder)
  const faults: unknown[] = []
  const app = createApp({
    engine,
    access: openAccess,
    now: () => Date.now() * 1000,
    log: (fault) => faults.push(fault),
    ...(limits && { limits }),
  })
  return {
    engine,
    faults,
    ask: async (path, init) => app.request(path, init),
    [Symbol.asyncDispose]: async () => {
      await engine[Symbol.asyncDispose]()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
