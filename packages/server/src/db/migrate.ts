import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import type { Tx } from './engine.ts'
import { sql } from './sql.ts'

/**
 * Brings the tables up to date: runs each numbered `.sql` file of `folder` that has not run yet, in order. Forward
 * only; a file that has run is never edited, and one that was is refused.
 */
export async function migrate(tx: Pick<Tx, 'all' | 'run' | 'lock'>, folder: URL): Promise<void> {
  await tx.lock('migrate')
  await tx.run(sql`create table if not exists migration (
    name text primary key, sha256 text not null, applied_at text not null)`)
  const applied = await tx.all<{ name: string; sha256: string }>(sql`
    select name, sha256 from migration`)
  const done = new Map(applied.map((row) => [row.name, row.sha256]))
  const names = readdirSync(folder).filter((name) => name.endsWith('.sql'))
  for (const name of done.keys()) {
    if (!names.includes(name)) {
      throw new Error(`the data was written by a newer suyuan (it knows ${name}); run that one`)
    }
  }
  for (const name of names.toSorted()) {
    const text = readFileSync(new URL(name, folder), 'utf8')
    const sha256 = createHash('sha256').update(text).digest('hex')
    const before = done.get(name)
    if (before === sha256) continue
    if (before !== undefined) throw new Error(`migration ${name} was changed after it ran`)
    await tx.run(sql`insert into migration (name, sha256, applied_at)
      values (${name}, ${sha256}, ${new Date().toISOString()})`)
    for (const statement of statementsOf(text)) {
      await tx.run({ text: statement, values: [] }).catch((error: unknown) => named(name, error))
    }
  }
}

/** All of them run in one transaction; only from outside can half a migration come. */
function named(name: string, cause: unknown): never {
  const says = cause instanceof Error ? cause.message : ''
  if (!/already exists|duplicate column|no such (table|column)|does not exist/.test(says))
    throw cause
  throw new Error(
    `the tables are not those of one version: ${name} cannot run on them (${says}). Nothing was changed; restore a backup`,
    { cause },
  )
}

/** Statements end in `;` at the end of a line. */
function statementsOf(text: string): readonly string[] {
  return text
    .split(/;[ \t]*(?:--[^\n]*)?\n/)
    .map((statement) => statement.replaceAll(/--[^\n]*/g, '').trim())
    .filter((statement) => statement !== '')
}
