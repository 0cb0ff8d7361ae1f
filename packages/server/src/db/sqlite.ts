import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { SQLITE } from './dialect-sqlite.ts'
import type { Tx } from './engine.ts'
import type { Sql, Value } from './sql.ts'

/**
 * A {@link Tx} over one `node:sqlite` connection. Statements are prepared once and kept by their text. `forget` begins
 * a new scope: call it when something that was read or written is rolled back, for then it may never have been.
 */
export function speaking(db: DatabaseSync): Tx & { forget(): void } {
  let scope = {}
  const prepared = new Map<string, StatementSync>()
  const prepare = (text: string): StatementSync => {
    const known = prepared.get(text)
    if (known !== undefined) return known
    // `$1` is a named parameter to SQLite, `?1` the numbered one that PostgreSQL means by `$1`.
    const statement = db.prepare(text.replace(/\$(\d+)/g, '?$1'))
    if (prepared.size < 500) prepared.set(text, statement)
    return statement
  }
  return {
    dialect: SQLITE,
    lock: () => Promise.resolve(),
    get scope() {
      return scope
    },
    forget: () => {
      scope = {}
    },
    all: <Row>({ text, values }: Sql) => settle(() => prepare(text).all(...values) as Row[]),
    run: ({ text, values }) => settle(() => void prepare(text).run(...values)),
    insert: (table, columns, rows) =>
      settle(() => {
        const statement = prepare(insertText(table, columns))
        for (const row of rows) statement.run(...(row as Value[]))
      }),
  }
}

function insertText(table: string, columns: readonly string[]): string {
  const holes = columns.map((_, i) => `$${i + 1}`)
  return `insert into ${table} (${columns.join(', ')}) values (${holes.join(', ')})`
}

function settle<T>(work: () => T): Promise<T> {
  try {
    return Promise.resolve(work())
  } catch (error) {
    return Promise.reject(error)
  }
}
