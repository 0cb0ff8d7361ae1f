import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import type { Dialect } from '../db/dialect.ts'
import type { Tx } from '../db/engine.ts'
import { sql } from '../db/sql.ts'

const FOLDERS: Readonly<Record<Dialect['name'], URL>> = {
  sqlite: new URL('../store/migrations/sqlite/', import.meta.url),
  postgres: new URL('../store/migrations/postgres/', import.meta.url),
  citus: new URL('../store/migrations/postgres/', import.meta.url),
}

/** Why a database is not one that this suyuan can work with; undefined: it is. One of an older version is for serve. */
export async function strangeMigrations(
  tx: Tx,
  { older = 'refused' }: { readonly older?: 'refused' | 'taken' } = {},
): Promise<string | undefined> {
  const [table] = await tx.all(tx.dialect.tableNamed('migration'))
  if (table === undefined) return 'this is a database, but not one of suyuan'
  const applied = await tx.all<{ name: string; sha256: string }>(sql`
    select name, sha256 from migration`)
  const folder = FOLDERS[tx.dialect.name]
  const known = new Map(
    readdirSync(folder)
      .filter((name) => name.endsWith('.sql'))
      .map((name) => [name, digest(new URL(name, folder))]),
  )
  for (const { name, sha256 } of applied) {
    const here = known.get(name)
    if (here === undefined)
      return `it was written by a newer suyuan (it knows ${name}); use that one`
    if (here !== sha256) return `migration ${name} of it is not the one that this suyuan knows`
    known.delete(name)
  }
  const [next] = known.keys()
  if (next === undefined || older === 'taken') return undefined
  return `it is of an older version (${next} has not run); start suyuan serve on it once`
}

function digest(file: URL): string {
  return createHash('sha256').update(readFileSync(file, 'utf8')).digest('hex')
}
