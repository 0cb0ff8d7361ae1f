import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import type { Tx } from '../db/engine.ts'
import { sql } from '../db/sql.ts'

const FOLDER = new URL('../store/migrations/sqlite/', import.meta.url)

/** Why a database is not one that this suyuan can work with; undefined: it is. One of an older version is for serve. */
export async function strangeMigrations(
  tx: Tx,
  { older = 'refused' }: { readonly older?: 'refused' | 'taken' } = {},
): Promise<string | undefined> {
  const [table] = await tx.all(sql`
    select 1 from sqlite_master where type = 'table' and name = 'migration'`)
  if (table === undefined) return 'this is a SQLite database, but not one of suyuan'
  const applied = await tx.all<{ name: string; sha256: string }>(sql`
    select name, sha256 from migration`)
  const known = new Map(
    readdirSync(FOLDER)
      .filter((name) => name.endsWith('.sql'))
      .map((name) => [name, digest(name)]),
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

function digest(name: string): string {
  return createHash('sha256')
    .update(readFileSync(new URL(name, FOLDER), 'utf8'))
    .digest('hex')
}
