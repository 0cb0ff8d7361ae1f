import type { ChildProcess } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { Client } from 'pg'
import { check } from '../../packages/server/src/upkeep/check.ts'
import { answers, begin, settle, urlIn, USER } from '../store/postgres-program.ts'
import { diskOver, type Disk } from './shim.ts'

/** A store that harm is done to. */
export type Store = AsyncDisposable & {
  readonly engine: 'embedded' | 'postgres'
  /** What `suyuan serve --data` is given. */
  readonly place: string
  /** With this the server is started. */
  readonly environment: NodeJS.ProcessEnv
  /** The disk under its files, where a C compiler could make the shim. */
  readonly disk?: Disk
  readonly postgres?: Killable
  /** What is wrong with its files, in words, while no server has them open. */
  readonly check: () => Promise<readonly string[]>
}

/** A PostgreSQL of our own. */
export type Killable = {
  /** SIGKILL for all its processes; or what `pg_ctl stop -m immediate` does. */
  readonly kill: (how: 'SIGKILL' | 'SIGQUIT') => Promise<void>
  /** Begins it again unless it runs, and waits until it answers. */
  readonly start: () => Promise<void>
  readonly log: () => string
}

/** A store in a data folder. */
export function embeddedStore(library: string | undefined): Store {
  const root = mkdtempSync(join(tmpdir(), 'suyuan-torture-'))
  const place = join(root, 'data')
  mkdirSync(place)
  const disk =
    library === undefined ? undefined : diskOver(library, { folder: place, beside: root })
  return {
    engine: 'embedded',
    place,
    environment: disk?.environment ?? {},
    ...(disk && { disk }),
    check: () => checkCopy(place, join(root, 'copy')),
    [Symbol.asyncDispose]: async () => rmSync(root, { recursive: true, force: true }),
  }
}

/** A copy, for to open a database is to mend it. */
async function checkCopy(place: string, copy: string): Promise<readonly string[]> {
  cpSync(place, copy, { recursive: true })
  try {
    return await checkAll(copy)
  } finally {
    rmSync(copy, { recursive: true })
  }
}

async function checkAll(place: string): Promise<readonly string[]> {
  const { problems } = await check(place, { told: () => {}, repair: false })
  return problems.map(({ says }) => `check: ${says}`)
}

/** A store in a PostgreSQL of its own, whose programs are in `native`. */
export async function postgresStore(native: string, library: string | undefined): Promise<Store> {
  const root = mkdtempSync(join(tmpdir(), 'suyuan-torture-'))
  settle(root, native)
  const beside = join(root, 'shim')
  mkdirSync(beside)
  const folder = join(root, 'data')
  const disk = library === undefined ? undefined : diskOver(library, { folder, beside, user: USER })
  const postgres = killable(root, disk?.environment ?? {})
  await postgres.start()
  const client = new Client(urlIn(root))
  await client.connect()
  await client.query('create database suyuan')
  await client.end()
  const place = urlIn(root).replace('/postgres?', '/suyuan?')
  return {
    engine: 'postgres',
    place,
    environment: {},
    postgres,
    ...(disk && { disk }),
    check: () => checkAll(place),
    [Symbol.asyncDispose]: async () => {
      await postgres.kill('SIGKILL')
      rmSync(root, { recursive: true, force: true })
    },
  }
}

/** Much WAL between checkpoints is much for a recovery to read; little makes checkpoints come under load. */
const SETTINGS = ['wal_sync_method=fdatasync', 'max_wal_size=64MB', 'checkpoint_timeout=30s']

function killable(root: string, environment: NodeJS.ProcessEnv): Killable {
  let child: ChildProcess | undefined
  let exited = Promise.resolve()
  const running = (): boolean => child?.exitCode === null && child.signalCode === null
  process.once('exit', () => child?.kill('SIGQUIT'))
  return {
    kill: async (how) => {
      const pid = child?.pid
      if (child === undefined || pid === undefined || !running()) return
      child.ref()
      const all = how === 'SIGKILL' ? [pid, ...childrenOf(pid)] : [pid]
      for (const one of all) if (isThere(one)) process.kill(one, how)
      await exited
      while (all.some(isThere)) await setTimeout(10)
    },
    start: async () => {
      if (!running()) {
        const begun = begin(root, { settings: SETTINGS, environment })
        child = begun
        exited = new Promise((resolve) => begun.once('exit', () => resolve()))
      }
      if (child === undefined || !(await answers(urlIn(root), child))) {
        throw new Error(`PostgreSQL does not start: ${lastOf(root)}`)
      }
    },
    log: () => lastOf(root),
  }
}

const lastOf = (root: string): string =>
  readFileSync(join(root, 'log'), 'utf8').split('\n').slice(-8).join('\n')

/** Each backend leads a session of its own: only their parent tells which they are. */
function childrenOf(parent: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && statOf(name)?.parent === parent)
    .map(Number)
}

function isThere(pid: number): boolean {
  const stat = statOf(String(pid))
  return stat !== undefined && stat.state !== 'Z'
}

function statOf(pid: string): { readonly state: string; readonly parent: number } | undefined {
  try {
    const [state = '', parent] = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    return { state, parent: Number(parent) }
  } catch {
    return undefined
  }
}
