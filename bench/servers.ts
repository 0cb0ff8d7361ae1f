import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startServer } from '../test/server.ts'
import { startPostgres } from './postgres.ts'

/** A server to be measured, with nothing in it. */
export type Subject = AsyncDisposable & {
  readonly url: string
  /** The processes that it is, those below them not counted. */
  readonly processes: readonly number[]
  /** Stops it, and tells how much it has on the disk. */
  readonly bytesWhenStopped: () => Promise<number>
}

export type Kind = 'embedded' | 'postgres' | 'jsonb'

/** Starts one. `args` go to `suyuan serve`. */
export function start(kind: Kind, args: readonly string[] = []): Promise<Subject> {
  return STARTS[kind](args)
}

const STARTS: Readonly<Record<Kind, (args: readonly string[]) => Promise<Subject>>> = {
  embedded: startEmbedded,
  postgres: startOnPostgres,
  jsonb: startJsonb,
}

async function startEmbedded(args: readonly string[]): Promise<Subject> {
  const folder = mkdtempSync(join(tmpdir(), 'suyuan-bench-'))
  const server = await startServer({ folder, args })
  return {
    url: server.url,
    processes: [server.process.pid ?? 0],
    bytesWhenStopped: async () => {
      await server.stop()
      return readdirSync(folder).reduce((all, file) => all + statSync(join(folder, file)).size, 0)
    },
    [Symbol.asyncDispose]: async () => {
      await server.stop()
      rmSync(folder, { recursive: true })
    },
  }
}

async function startOnPostgres(args: readonly string[]): Promise<Subject> {
  const postgres = await startPostgres()
  const server = await startServer({ folder: postgres.url, args })
  const stop = (): Promise<number | null> => server.stop()
  return {
    url: server.url,
    processes: [server.process.pid ?? 0, postgres.pid],
    bytesWhenStopped: async () => {
      await stop()
      return postgres.bytes()
    },
    [Symbol.asyncDispose]: async () => {
      await stop()
      await postgres[Symbol.asyncDispose]()
    },
  }
}

async function startJsonb(): Promise<Subject> {
  const postgres = await startPostgres()
  const program = fileURLToPath(new URL('./jsonb.ts', import.meta.url))
  const child = spawn(process.execPath, [program, postgres.url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const kill = (): boolean => child.kill('SIGKILL')
  process.once('exit', kill)
  const exited = once(child, 'exit')
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.kill()) await exited
    process.off('exit', kill)
  }
  const said = (await Promise.race([once(child.stdout, 'data'), exited])) as readonly unknown[]
  return {
    url: /listens at (\S+)/.exec(String(said[0]))?.[1] ?? '',
    processes: [child.pid ?? 0, postgres.pid],
    bytesWhenStopped: async () => {
      await stop()
      return postgres.bytes()
    },
    [Symbol.asyncDispose]: async () => {
      await stop()
      await postgres[Symbol.asyncDispose]()
    },
  }
}
