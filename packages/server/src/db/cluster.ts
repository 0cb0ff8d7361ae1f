import type { PoolClient, QueryResult } from 'pg'
import { CITUS, POSTGRES } from './dialect-postgres.ts'
import type { Dialect } from './dialect.ts'
import { Away, type Tx } from './engine.ts'

/** How a store counts up what all may see, where a commit is not seen on all machines at one moment. */
export type Cluster = {
  /** A table that is there once the tables are distributed. */
  readonly table: string
  /** The lock of the transactions that count it up. */
  readonly lock: string
  /** How far such a transaction has come; asked before it commits. */
  readonly reached: (tx: Tx) => Promise<number>
  /** Told, in a transaction of its own, when the commit has come through on all machines. */
  readonly publish: (tx: Tx, reached: number) => Promise<void>
}

/** What is known of a transaction from its beginning on. */
export type Begun = {
  readonly dialect: Dialect
  /** The locks it has taken. */
  readonly held: Set<string>
}

/** Begins, and asks whether the tables are distributed: that may have happened since the one before. */
export async function begin(client: PoolClient, text: string, cluster: Cluster): Promise<Begun> {
  const answers: unknown = await client.query(
    `${text}; select to_regclass('${cluster.table}') is not null as distributed`,
  )
  const last = (answers as readonly QueryResult<{ distributed: boolean }>[]).at(-1)
  return { dialect: last?.rows[0]?.distributed === true ? CITUS : POSTGRES, held: new Set() }
}

/**
 * Commits; what counts up what all may see is done when it is on all machines.
 *
 * @throws Away when a machine has not said that it is.
 */
export async function commit(
  client: PoolClient,
  tx: Tx,
  { held }: Begun,
  cluster: Cluster,
): Promise<void> {
  if (tx.dialect.name !== 'citus' || !held.has(cluster.lock)) {
    await client.query('commit')
    return
  }
  const reached = await cluster.reached(tx)
  let warned = ''
  const note = ({ severity, message }: Notice): void => {
    if (severity === 'WARNING') warned = message ?? severity
  }
  client.on('notice', note)
  try {
    // Prepared on all machines it stands: a machine that is lost now commits when it is back, and Citus only warns.
    await client.query('commit')
  } finally {
    client.off('notice', note)
  }
  if (warned !== '') throw new Away(`a machine of the cluster did not commit yet: ${warned}`)
  await client.query('begin; set local synchronous_commit = off')
  await cluster.publish(tx, reached)
  await client.query('commit')
}

type Notice = { readonly severity?: string | undefined; readonly message?: string | undefined }
