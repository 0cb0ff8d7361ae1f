import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { lock } from '../db/embedded.ts'
import { CannotOpen, type Tx } from '../db/engine.ts'
import { missingIn } from '../db/mark.ts'
import { connectAlone } from '../db/postgres-alone.ts'
import { withoutPassword } from '../db/postgres-faults.ts'
import { speaking } from '../db/sqlite.ts'
import { CLUSTER } from '../store/log-end.ts'
import { isDatabase } from '../store/open.ts'

/**
 * A store on one connection, for work that goes through all of it. A folder is held meanwhile; a database is not:
 * servers go on with it.
 */
export type Alone = AsyncDisposable & {
  readonly tx: Tx & { forget(): void }
  /** Why it does not hold all that was acknowledged, if it does not. */
  readonly missing?: string | undefined
  /**
   * Runs in a transaction of its own; kept when it resolves with true, else taken back. `snapshot`: it sees one state,
   * and what it writes is to be taken back.
   */
  readonly inTransaction: (
    work: () => Promise<boolean>,
    sees?: 'snapshot' | 'newest',
  ) => Promise<boolean>
}

/** The name of the database in a data folder. */
export const DATABASE = 'suyuan.db'

/** How a store is named to people. */
export const nameOfStore = (place: string): string =>
  isDatabase(place) ? withoutPassword(place) : place

/** @throws CannotOpen when there is no store there, or it cannot be had: another has the folder, the database is away. */
export async function openAlone(place: string): Promise<Alone> {
  if (isDatabase(place)) return inDatabase(place)
  const file = join(place, DATABASE)
  if (!existsSync(file)) {
    throw new CannotOpen(`${place} holds no ${DATABASE}; name the data folder with --data DIR`)
  }
  return inFolder(place)
}

/** {@link openAlone}, and makes the folder and its database where they are missing. */
export async function openAnyAlone(place: string): Promise<Alone> {
  if (isDatabase(place)) return inDatabase(place)
  const alone = inFolder(place)
  // As the embedded engine makes one.
  for (const pragma of ['page_size = 8192', 'journal_mode = wal', 'cache_size = -131072']) {
    await alone.tx.run({ text: `pragma ${pragma}`, values: [] })
  }
  return alone
}

function inFolder(folder: string): Alone {
  const release = lock(folder)
  const missing = readable(() => missingIn(folder))
  const db = new DatabaseSync(join(folder, DATABASE), { timeout: 10_000 })
  const tx = speaking(db)
  return {
    tx,
    missing,
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
    [Symbol.asyncDispose]: () => {
      db.close()
      release()
      return Promise.resolve()
    },
  }
}

async function inDatabase(url: string): Promise<Alone> {
  const connection = await connectAlone(url)
  const { tx } = connection
  if ((await tx.all(tx.dialect.tableNamed(CLUSTER.table))).length > 0) {
    await connection[Symbol.asyncDispose]()
    throw new CannotOpen(
      `${withoutPassword(url)} is distributed over a cluster; check and migrate know one database only`,
    )
  }
  return {
    tx,
    inTransaction: async (work, sees = 'newest') => {
      await connection.begin(sees)
      try {
        const keep = await work()
        await connection.end(keep ? 'commit' : 'rollback')
        return keep
      } catch (error) {
        await connection.end('rollback').catch(() => undefined)
        throw error
      } finally {
        tx.forget()
      }
    },
    [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
  }
}

/** A file that is no database any more is told of when it is read. */
function readable(ask: () => string | undefined): string | undefined {
  try {
    return ask()
  } catch {
    return undefined
  }
}
