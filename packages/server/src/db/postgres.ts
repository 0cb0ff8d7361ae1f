import { Pool, types, type ClientBase, type PoolClient } from 'pg'
import { begin, commit, type Cluster } from './cluster.ts'
import { Away, CannotOpen, Full, Undo, type Engine, type Tx, type Work } from './engine.ts'
import { cannotOpen, isFull, isLost, isTransient, VERSION } from './postgres-faults.ts'
import { speaking, type Scoped, type Shared } from './postgres-tx.ts'

export type PostgresOptions = {
  /** Run before anything else: brings the tables up to date. */
  readonly prepare: Work<undefined, unknown>
  /** Where the tables may be distributed by Citus, now or later. */
  readonly cluster: Cluster
  /** Connections at most; 10 unless told. */
  readonly poolSize?: number
  /** Seconds that one statement of a read may take; 60 unless told. */
  readonly readSeconds?: number
}

/**
 * Every question here goes by an index. A prepared plan lives long: made while a table was small it would read all of
 * it when it is large.
 */
const PLANS = 'set local enable_seqscan = off; set local jit = off'

/**
 * A write waits for other servers' large captures; a server that hangs inside one is cut off. On a cluster it keeps to
 * one connection a machine: each would be prepared, and forced to disk, apart.
 */
const BEGIN_WRITE = `begin isolation level read committed; set local synchronous_commit = on;
  set local citus.multi_shard_modify_mode = 'sequential';
  set local statement_timeout = 0; set local idle_in_transaction_session_timeout = '120s'; ${PLANS}`

/** Writes of one kind that share a transaction. */
const TOGETHER = 64

const ATTEMPTS = 5

/**
 * PostgreSQL 15 or later. Work runs here, on a connection of the pool. Writes of one kind that wait share a
 * transaction, and so its commit, one after another; each stands or falls alone, by its savepoint.
 *
 * @throws CannotOpen when it cannot be reached, refuses us, is too old, or its tables are a newer version's.
 */
export async function openPostgres(url: string, options: PostgresOptions): Promise<Engine> {
  const pool = new Pool({
    connectionString: url,
    max: options.poolSize ?? 10,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    application_name: 'suyuan',
    types: { getTypeParser },
  })
  // A connection that dies idle is out of the pool; the next to need one gets another.
  pool.on('error', () => undefined)
  // One that dies in use, between two statements, tells nobody else: unheard it would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined))
  const seconds = options.readSeconds ?? 60
  const connections = new Connections(pool, options.cluster, seconds)
  try {
    await atLeast(pool, VERSION)
    await connections.write(options.prepare, undefined)
  } catch (error) {
    await pool.end()
    if (error instanceof CannotOpen) throw error
    throw cannotOpen(error instanceof Away ? error.cause : error, url)
  }
  return {
    read: (work, argument) => connections.read(work, argument),
    write: (work, argument) => connections.write(work, argument),
    syncs: () => Promise.resolve(connections.commits),
    [Symbol.asyncDispose]: async () => {
      await connections.idle()
      await pool.end()
    },
  }
}

/** Positions, times and counts are below 2^53. */
export const getTypeParser: typeof types.getTypeParser = (
  oid: number,
  format?: 'text' | 'binary',
) => (oid === 20 ? Number : (types.getTypeParser(oid, format as 'text') as unknown))

/** @throws CannotOpen when the server is older. */
export async function atLeast(pool: Pick<ClientBase, 'query'>, version: number): Promise<void> {
  const { rows } = await pool.query<{ version: string }>(
    `select current_setting('server_version_num') as version`,
  )
  const found = Math.floor(Number(rows[0]?.version) / 10_000)
  if (found < version) {
    throw new CannotOpen(`this is PostgreSQL ${found}; suyuan needs ${version} or later`)
  }
}

type Waiting = {
  run(tx: Tx): Promise<unknown>
  resolve(result: unknown): void
  reject(error: unknown): void
}

type Outcome = { readonly result: unknown } | { readonly error: unknown }

class Connections {
  readonly #pool: Pool
  readonly #cluster: Cluster
  readonly #beginRead: string
  readonly #shared: Shared = { names: new Map(), types: new Map() }
  readonly #readScope: Scoped = { scope: {} }
  readonly #queues = new Map<string, Waiting[]>()
  readonly #working = new Set<Promise<unknown>>()
  commits = 0

  constructor(pool: Pool, cluster: Cluster, readSeconds: number) {
    this.#pool = pool
    this.#cluster = cluster
    this.#beginRead = `begin isolation level repeatable read read only;
      set local statement_timeout = ${readSeconds * 1000}; ${PLANS}`
  }

  /** A read may be asked again: once, when its connection turns out to be gone, or a table was put in place of another. */
  async read<A, R>(work: Work<A, R>, argument: A): Promise<R> {
    const ask = (): Promise<R> =>
      this.#transaction(this.#beginRead, this.#readScope, (tx) => work.run(tx, argument))
    return this.#noted(
      ask()
        .catch((error: unknown) => (isLost(error) || isTransient(error) ? ask() : failed(error)))
        .catch(away),
    )
  }

  write<A, R>(work: Work<A, R>, argument: A): Promise<R> {
    const kind = `${work.module}#${work.name}`
    return this.#noted(
      new Promise<R>((resolve, reject) => {
        const run = (tx: Tx): Promise<unknown> => work.run(tx, argument)
        const waiting: Waiting = { run, resolve: resolve as Waiting['resolve'], reject }
        const queue = this.#queues.get(kind)
        if (queue !== undefined) queue.push(waiting)
        else void this.#drain(kind, waiting)
      }),
    )
  }

  /** Resolves when all that was asked is answered. */
  async idle(): Promise<void> {
    while (this.#working.size > 0) await Promise.allSettled(this.#working)
  }

  async #noted<R>(work: Promise<R>): Promise<R> {
    this.#working.add(work)
    try {
      return await work
    } finally {
      this.#working.delete(work)
    }
  }

  /** Works of one kind take the same locks, so those that share a transaction cannot wait for each other's. */
  async #drain(kind: string, first: Waiting): Promise<void> {
    const queue = [first]
    this.#queues.set(kind, queue)
    // Scope: what a thread of the embedded engine is to its writer, a queue is here.
    const scoped: { scope: object } = { scope: {} }
    while (queue.length > 0) {
      const batch = queue.splice(0, TOGETHER)
      try {
        const outcomes = await this.#writeAll(batch, scoped)
        this.commits++
        outcomes.forEach((outcome, i) => answer(batch[i], outcome))
      } catch (error) {
        scoped.scope = {}
        for (const one of batch) answer(one, { error })
      }
    }
    this.#queues.delete(kind)
  }

  async #writeAll(
    batch: readonly Waiting[],
    scoped: { scope: object },
  ): Promise<readonly Outcome[]> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#transaction(BEGIN_WRITE, scoped, async (tx, client) => {
          const [only] = batch
          if (batch.length === 1 && only !== undefined) return [{ result: await only.run(tx) }]
          const outcomes: Outcome[] = []
          for (const one of batch) {
            const outcome = await apart(client, tx, one)
            if ('error' in outcome) scoped.scope = {}
            outcomes.push(outcome)
          }
          return outcomes
        })
      } catch (error) {
        if (!isTransient(error) || attempt === ATTEMPTS) throw error
        scoped.scope = {}
      }
    }
  }

  async #transaction<R>(
    text: string,
    scoped: Scoped,
    run: (tx: Tx, client: PoolClient) => Promise<R>,
  ): Promise<R> {
    const client = await this.#pool.connect()
    let broken: Error | undefined
    try {
      const begun = await begin(client, text, this.#cluster)
      const tx = speaking(client, this.#shared, scoped, begun)
      const result = await run(tx, client)
      await commit(client, tx, begun, this.#cluster)
      return result
    } catch (error) {
      await client.query('rollback').catch((fault: Error) => (broken = fault))
      throw error
    } finally {
      client.release(broken)
    }
  }
}

/** One of several in a transaction: what fails is rolled back alone, unless all must be tried again. */
async function apart(client: PoolClient, tx: Tx, one: Waiting): Promise<Outcome> {
  await client.query('savepoint request')
  try {
    const result = await one.run(tx)
    await client.query('release request')
    return { result }
  } catch (error) {
    if (isTransient(error) || isLost(error)) throw error
    await client.query('rollback to request')
    return { error }
  }
}

function answer(one: Waiting | undefined, outcome: Outcome): void {
  if ('result' in outcome) one?.resolve(outcome.result)
  else if (outcome.error instanceof Undo) one?.resolve(outcome.error.result)
  else one?.reject(awayOf(outcome.error))
}

function failed(error: unknown): never {
  throw error
}

function away(error: unknown): never {
  throw awayOf(error)
}

function awayOf(error: unknown): unknown {
  if (isLost(error)) return new Away('PostgreSQL does not answer', { cause: error })
  return isFull(error) ? new Full('the disk of PostgreSQL is full', { cause: error }) : error
}
