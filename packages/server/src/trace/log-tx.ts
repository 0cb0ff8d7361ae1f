import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Tx } from '../db/engine.ts'
import { connectAlone } from '../db/postgres-alone.ts'
import { speaking } from '../db/sqlite.ts'
import { isDatabase } from '../store/open.ts'

/** A connection of its own to a store that this process has open already, for reading alone. */
export type Log = AsyncDisposable & {
  /** Sees one state of the log, which has all that was acknowledged before. */
  read<T>(work: (tx: Tx) => Promise<T>): Promise<T>
}

export async function openLog(place: string): Promise<Log> {
  return isDatabase(place) ? openDatabase(place) : openFolder(place)
}

function openFolder(folder: string): Log {
  const db = new DatabaseSync(join(folder, 'suyuan.db'), { readOnly: true, timeout: 10_000 })
  db.exec('pragma cache_size = -8192; pragma query_only = on')
  const tx = speaking(db)
  return {
    read: async (work) => {
      db.exec('begin')
      try {
        return await work(tx)
      } finally {
        if (db.isTransaction) db.exec('commit')
      }
    },
    [Symbol.asyncDispose]: () => Promise.resolve(db.close()),
  }
}

async function openDatabase(url: string): Promise<Log> {
  const connection = await connectAlone(url)
  return {
    read: async (work) => {
      await connection.begin('snapshot')
      try {
        return await work(connection.tx)
      } finally {
        await connection.end('commit')
      }
    },
    [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
  }
}
