import { Client } from 'pg'
import { POSTGRES } from './dialect-postgres.ts'
import type { Tx } from './engine.ts'
import { atLeast, getTypeParser } from './postgres.ts'
import { cannotOpen, VERSION } from './postgres-faults.ts'
import { speaking } from './postgres-tx.ts'

/** One connection, for work that takes as long as it takes. */
export type Connection = AsyncDisposable & {
  readonly tx: Tx & { forget(): void }
  /** Begins a transaction: `snapshot` sees one state of the database, `newest` in each statement what is committed. */
  begin(sees: 'snapshot' | 'newest'): Promise<void>
  end(how: 'commit' | 'rollback'): Promise<void>
}

/** @throws CannotOpen when the database cannot be reached, refuses us, or is too old. */
export async function connectAlone(url: string): Promise<Connection> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    application_name: 'suyuan upkeep',
    types: { getTypeParser },
  })
  // Told to whoever asks next.
  client.on('error', () => undefined)
  try {
    await client.connect()
    await atLeast(client, VERSION)
  } catch (error) {
    await client.end().catch(() => undefined)
    throw cannotOpen(error, url)
  }
  const scoped = { scope: {} }
  const tx = speaking(client, { names: new Map(), types: new Map() }, scoped, {
    dialect: POSTGRES,
    held: new Set(),
  })
  return {
    tx: Object.defineProperties({} as Tx & { forget(): void }, {
      ...Object.getOwnPropertyDescriptors(tx),
      forget: { value: () => (scoped.scope = {}) },
    }),
    begin: async (sees) => {
      const level = sees === 'snapshot' ? 'repeatable read' : 'read committed'
      await client.query(`begin isolation level ${level}; set local statement_timeout = 0;
        set local synchronous_commit = on; set local jit = off`)
    },
    end: async (how) => {
      await client.query(how)
    },
    [Symbol.asyncDispose]: () => client.end().catch(() => undefined),
  }
}
