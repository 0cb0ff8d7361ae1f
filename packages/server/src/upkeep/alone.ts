import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { lock } from '../db/embedded.ts'
import { CannotOpen, type Tx } from '../db/engine.ts'
import { speaking } from '../db/sqlite.ts'

/** A data folder that no server has open, on one connection, for work that wants all of it to itself. */
export type Alone = Disposable & {
  readonly tx: Tx & { forget(): void }
  /** Runs in a transaction of its own; kept when it resolves with true, else taken back. */
  readonly inTransaction: (work: () => Promise<boolean>) => Promise<boolean>
}

/** The name of the database in a data folder. */
export const DATABASE = 'suyuan.db'

/** @throws CannotOpen when a server has the folder open, or there is no database in it. */
export function openAlone(folder: string): Alone {
  const file = join(folder, DATABASE)
  if (!existsSync(file)) {
    throw new CannotOpen(`${folder} holds no ${DATABASE}; name the data folder with --data DIR`)
  }
  const release = lock(folder)
  const db = new DatabaseSync(file, { timeout: 10_000 })
  const tx = speaking(db)
  return {
    tx,
    inTransaction: async (work) => {
      db.exec('begin immediate')
      try {
        const keep = await work()
        db.exec(keep ? 'commit' : 'rollback')
        return keep
      } finally {
        if (db.isTransaction) db.exec('rollback')
        tx.forget()
      }
    },
    [Symbol.dispose]: () => {
      db.close()
      release()
    },
  }
}
