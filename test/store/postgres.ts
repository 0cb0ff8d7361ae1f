import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { Client } from 'pg'
import { answers, begin, binaries, settle, urlIn } from './postgres-program.ts'

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
  settle(folder, native)
  const child = begin(folder)
  const url = urlIn(folder)
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
