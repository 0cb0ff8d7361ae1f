import type { Dialect } from '../db/dialect.ts'
import { CannotOpen, type Tx } from '../db/engine.ts'
import { sql, type Sql } from '../db/sql.ts'
import type { Alone } from './alone.ts'
import { checkArray, TABLE } from './check-array.ts'
import type { LogSays, Told } from './check-log.ts'
import { checkRuns } from './check-runs.ts'
import type { Findings } from './findings.ts'
import { rebuildArray } from './rebuild-array.ts'
import { rebuildRuns } from './rebuild-runs.ts'

/** What the engines have of their own to be checked and rebuilt; all else is one. */
export type EngineCheck = {
  /** The index over what events name. */
  readonly index: {
    readonly table: string
    readonly check: (tx: Tx, findings: Findings, log: LogSays, told: Told) => Promise<void>
    readonly rebuild: (tx: Alone['tx'], damaged: ReadonlySet<number>, told: Told) => Promise<void>
  }
  /** What lies below the tables; outside of a transaction. */
  readonly checkPages: (tx: Tx, findings: Findings, told: Told) => Promise<void>
  readonly mendFile: (tx: Tx) => Promise<void>
  /** Puts these tables aside till the transaction is taken back, with copies in their place: nobody else is held up. */
  readonly setAside: (tx: Tx, tables: readonly string[]) => Promise<void>
  /** Bytes as lower-case digits. */
  readonly hexOf: (bytes: Sql) => Sql
}

const nothing = (): Promise<void> => Promise.resolve()

const ENGINES: Readonly<Record<Exclude<Dialect['name'], 'citus'>, EngineCheck>> = {
  sqlite: {
    index: { table: 'run', check: checkRuns, rebuild: rebuildRuns },
    checkPages: checkFile,
    mendFile: (tx) => tx.run(sql`reindex`),
    setAside: nothing,
    hexOf: (bytes) => sql`lower(hex(${bytes}))`,
  },
  postgres: {
    index: { table: TABLE, check: checkArray, rebuild: rebuildArray },
    checkPages: nothing,
    mendFile: nothing,
    setAside: shadow,
    hexOf: (bytes) => sql`encode(${bytes}, 'hex')`,
  },
}

/** @throws CannotOpen for a cluster. */
export function engineOf(tx: Tx): EngineCheck {
  const { name } = tx.dialect
  if (name === 'citus') throw new CannotOpen('check knows one database only, and no cluster')
  return ENGINES[name]
}

async function checkFile(tx: Tx, findings: Findings, told: Told): Promise<void> {
  told('reading the pages of the file')
  await tx.run(sql`pragma cache_size = -131072`)
  const rows = await tx.all<{ integrity_check: string }>(sql`pragma integrity_check(20)`)
  for (const { integrity_check: says } of rows) {
    if (says !== 'ok') findings.add('file', 'file-damaged', `the file is damaged: ${says}`)
  }
}

/** Temporary tables hide those of their name from this connection alone; plans made before do not know of them. */
async function shadow(tx: Tx, tables: readonly string[]): Promise<void> {
  const [row] = await tx.all<{ name: string }>(sql`select quote_ident(current_schema()) as name`)
  for (const table of tables) {
    const kept = `${row?.name ?? 'public'}.${table}`
    for (const text of [
      `create temp table ${table} (like ${kept} including all) on commit drop`,
      `insert into pg_temp.${table} select * from ${kept}`,
    ]) {
      await tx.run({ text, values: [] })
    }
  }
  await tx.run(sql`discard plans`)
}
