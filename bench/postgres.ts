import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { answers, begin, binaries, settle, urlIn } from '../test/store/postgres-program.ts'

/** For whoever runs on it, ours or another: what one would set on a server of some GiB that has this to do. */
export const SETTINGS: readonly string[] = [
  'shared_buffers=1GB',
  'effective_cache_size=8GB',
  'maintenance_work_mem=256MB',
  'wal_buffers=64MB',
  'max_wal_size=8GB',
  'checkpoint_timeout=15min',
  'random_page_cost=1.1',
  'jit=off',
]

export type Postgres = AsyncDisposable & {
  readonly url: string
  readonly pid: number
  readonly version: string
  /** Of the whole database. */
  readonly bytes: () => Promise<number>
}

/** The PostgreSQL that npm brings, with an empty database, until it is disposed of. @throws Error where there is none. */
export async function startPostgres(): Promise<Postgres> {
  const native = binaries()
  if (native === undefined) throw new Error('npm has brought no PostgreSQL for this system')
  const folder = mkdtempSync(join(tmpdir(), 'suyuan-bench-pg-'))
  settle(folder, native)
  const child = begin(folder, { settings: SETTINGS })
  const kill = (): boolean => child.kill('SIGQUIT')
  process.once('exit', kill)
  const url = urlIn(folder)
  const stop = async (): Promise<void> => {
    process.off('exit', kill)
    child.ref()
    const exited = new Promise((resolve) => child.once('exit', resolve))
    if (child.exitCode === null && child.kill('SIGINT')) await exited
    rmSync(folder, { recursive: true, force: true })
  }
  if (!(await answers(url, child))) {
    const log = readFileSync(join(folder, 'log'), 'utf8')
    await stop()
    throw new Error(`PostgreSQL did not start: ${log}`)
  }
  return {
    url,
    pid: child.pid ?? 0,
    version: await one(url, 'show server_version'),
    bytes: async () => Number(await one(url, 'select pg_database_size(current_database())')),
    [Symbol.asyncDispose]: stop,
  }
}

async function one(url: string, question: string): Promise<string> {
  const client = new Client(url)
  await client.connect()
  const { rows } = await client.query<Record<string, string>>(question)
  await client.end()
  return Object.values(rows[0] ?? {})[0] ?? ''
}
